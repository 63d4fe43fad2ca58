//! `/people`: who is there, what each does and where, and the stations.
//!
//! [`list`] shows everybody and takes newcomers, [`one`] is one person's page, [`stations`] opens and closes stations.

mod list;
mod one;
mod stations;

use axum::{
    Router,
    routing::{get, post},
};
use doorstep_words::Language;
use maud::html;

use super::form::Choice;
use crate::{
    app::AppState,
    staff::{OfficeRole, Station},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/people", get(list::show).post(list::add_one))
        .route("/people/{person}", get(one::show).post(one::change_one))
        .route("/people/{person}/invite", post(one::invite_one))
        .route("/people/{person}/dismiss", post(one::dismiss_one))
        .route("/stations", post(stations::add_one))
        .route("/stations/{station}/close", post(stations::close_one))
}

fn role_choices(language: Language) -> Vec<Choice> {
    OfficeRole::ALL
        .iter()
        .map(|role| Choice {
            value: role.code().to_owned(),
            words: html! { (language.say(role.words())) },
        })
        .collect()
}

fn station_choices(stations: &[Station]) -> Vec<Choice> {
    let open = stations.iter().filter(|station| station.active);
    open.map(|station| Choice {
        value: station.station.0.clone(),
        words: super::told::told(&station.name),
    })
    .collect()
}
