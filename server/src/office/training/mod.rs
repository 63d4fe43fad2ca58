//! `/training`: technicians against the target, and of each the hours and certificates that were noted.
//!
//! [`list`] shows all, [`one`] is one technician's page with its forms.

mod list;
mod one;

use axum::{
    Router,
    routing::{get, post},
};
use chrono::{Datelike as _, NaiveDate};
use doorstep_words::{Language, Say as _, office::training as words};
use maud::{Markup, html};

use crate::{app::AppState, training::Standing};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/training", get(list::show))
        .route("/training/{person}", get(one::show))
        .route("/training/{person}/hours", post(one::note_hours_of))
        .route(
            "/training/{person}/certificates",
            post(one::note_certificate_of),
        )
        .route(
            "/training/{person}/hours/{number}/strike",
            post(one::strike_hours),
        )
        .route(
            "/training/{person}/certificates/{number}/strike",
            post(one::strike_certificate),
        )
}

/// The year that an address asks for; else this one.
fn year(query: Option<&str>, today: NaiveDate) -> i32 {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "year")
        .and_then(|(_, year)| year.parse().ok())
        .filter(|year| (2000..=2100).contains(year))
        .unwrap_or_else(|| today.year())
}

/// Minutes as hours and minutes.
fn duration(language: Language, minutes: i64) -> Markup {
    let hours = minutes.div_euclid(60);
    let rest = minutes.rem_euclid(60);
    html! {
        @if rest == 0 {
            (words::HoursOnly { hours: &hours }.say(language))
        } @else {
            (words::HoursAndMinutes { hours: &hours, minutes: &rest }.say(language))
        }
    }
}

/// What somebody lacks, or that he lacks nothing.
fn lacks(language: Language, standing: &Standing) -> Markup {
    html! {
        @if standing.lacks.is_empty() {
            span.badge.good { span.mark { "✔" } (language.say(words::MEETS)) }
        }
        @for lack in &standing.lacks {
            div {
                @if lack.misses_the_target() {
                    span.badge.bad { span.mark { "✖" } (language.say(lack.words())) }
                } @else {
                    span.badge.calm { (language.say(lack.words())) }
                }
            }
        }
    }
}
