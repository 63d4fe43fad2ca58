//! `GET /quality`: the batch alerts, and failures by model, batch and cause. `/quality/records` are the records behind a
//! number, `records.csv` exactly these as a file; `POST /quality/batches` checks units by batch or takes them in.
//! `/quality/alerts/{alert}` is one alert with its approval, `/quality/notices` what went to quality at once,
//! `/quality/second-repairs` whose repairs did not last, `/quality/report` a month in sum,
//! `/quality/checks` spot checks and mystery customers.

mod alert;
mod batches;
mod check;
mod check_form;
mod checks;
mod export;
mod notice;
mod notices;
mod overview;
mod records;
mod report;
mod report_behind;
mod report_csv;
mod second_repair;
mod second_repairs;

use axum::{
    Router,
    routing::{get, post},
};
use doorstep_words::{Language, Phrase, office::quality as words};
use maud::{Markup, html};

use crate::{app::AppState, quality::Group};

/// Rows of one page.
const PAGE_ROWS: usize = 50;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/quality", get(overview::show))
        .route("/quality/records", get(records::show))
        .route("/quality/records.csv", get(export::give))
        .route("/quality/batches", post(batches::check_or_take))
        .route("/quality/alerts/{alert}", get(alert::show))
        .route("/quality/alerts/{alert}/word", post(alert::speak_on_one))
        .route("/quality/alerts/{alert}/ask", post(alert::ask_one))
        .route("/quality/notices", get(notices::show).post(notices::tell))
        .route("/quality/notices/{notice}", get(notice::show))
        .route("/quality/notices/{notice}/answer", post(notice::answer_one))
        .route("/quality/second-repairs", get(second_repairs::show))
        .route("/quality/second-repairs/{record}", get(second_repair::show))
        .route(
            "/quality/second-repairs/{record}/contest",
            post(second_repair::contest_one),
        )
        .route("/quality/report", get(report::show))
        .route("/quality/report/complaints", get(report_behind::complaints))
        .route(
            "/quality/report/complaints.csv",
            get(report_csv::complaints),
        )
        .route("/quality/report/records", get(report_behind::records))
        .route("/quality/report/failures.csv", get(report_csv::failures))
        .route("/quality/checks", get(checks::show))
        .route(
            "/quality/checks/new/{kind}",
            get(check_form::show).post(check_form::take),
        )
        .route("/quality/checks/{check}", get(check::show))
        .route("/quality/checks/{check}/settle", post(check::settle))
        .route("/quality/causes", post(notices::call))
}

/// The pages of quality, with their addresses.
const WAYS: [(&str, Phrase); 5] = [
    ("/quality", words::way::OVERVIEW),
    ("/quality/notices", words::way::NOTICES),
    ("/quality/second-repairs", words::way::SECOND_REPAIRS),
    ("/quality/report", words::way::REPORT),
    ("/quality/checks", words::way::CHECKS),
];

/// The way to the other pages of quality.
fn ways(language: Language, here: &str) -> Markup {
    html! {
        nav.queues aria-label=(language.say(words::way::PAGES)) {
            @for (address, phrase) in WAYS {
                a href=(address) aria-current=[(address == here).then_some("true")] { (language.say(phrase)) }
            }
        }
    }
}

/// A value of the address.
fn asked(query: Option<&str>, name: &str) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The group that an address names.
fn group(query: Option<&str>) -> Option<Group> {
    Some(Group {
        model: asked(query, "model")?,
        batch: asked(query, "batch")?,
        cause: asked(query, "cause")?,
    })
}

/// The address with these values.
fn link(path: &str, values: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(values);
    format!("{path}?{}", query.finish())
}

/// The address that names a group.
fn group_link(path: &str, model: &str, batch: &str, cause: &str) -> String {
    link(
        path,
        &[("model", model), ("batch", batch), ("cause", cause)],
    )
}
