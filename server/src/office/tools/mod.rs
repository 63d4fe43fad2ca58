//! `/tools`: the register of tools and instruments. [`list`] shows it and takes new ones, [`one`] is a tool with its history
//! and what is done with it.

mod list;
mod one;

use axum::{
    Router,
    routing::{get, post},
};
use doorstep_words::office::tool as words;
use maud::{Markup, html};

use super::{
    form::{Choice, Fields, Form, Line},
    told::told,
};
use crate::{
    app::AppState,
    staff::{Station, StationCode},
    tool::KeepTool,
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/tools", get(list::show).post(list::register_one))
        .route("/tools.csv", get(list::give_csv))
        .route("/tools/{tool}", get(one::show).post(one::change_one))
        .route("/tools/{tool}/movements", post(one::move_one))
}

/// What was typed about a tool.
fn typed(fields: &Fields) -> KeepTool {
    let text = |name: &str| fields.text(name).to_owned();
    KeepTool {
        number: text("number"),
        name: text("name"),
        serial: text("serial"),
        calibrated_until: text("calibrated_until"),
        station: fields
            .given("station")
            .map(|station| StationCode(station.to_owned())),
    }
}

/// The fields of what stands in the register.
fn kept(form: &Form<'_>, stations: &[Station]) -> Markup {
    let none = Choice {
        value: String::new(),
        words: html! { (form.language.say(words::NO_STATION_OF_ITS_OWN)) },
    };
    let stations = stations.iter().map(|station| Choice {
        value: station.station.0.clone(),
        words: html! { (told(&station.name)) },
    });
    let choices: Vec<Choice> = [none].into_iter().chain(stations).collect();
    html! {
        (form.line("number", words::NUMBER, Line::words(100).required()))
        (form.line("name", words::NAME, Line::words(100).required()))
        (form.line("serial", words::SERIAL, Line::words(100)))
        (form.line("calibrated_until", words::CALIBRATED_UNTIL, Line::day()))
        (form.select("station", words::STATION, &choices))
    }
}
