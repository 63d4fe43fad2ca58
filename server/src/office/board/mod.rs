//! `/board`: who goes where on a day, who has room, and what nobody has yet.
//!
//! [`show`] is the board, [`undated`] what somebody has without a date, [`job`] one record on it, [`choose`] who goes to one customer, [`profile`] what the dispatcher
//! knows of a technician; [`asked`] is what was asked of the board.

mod asked;
mod choose;
mod job;
mod profile;
mod show;
mod undated;

use axum::{Router, routing::get};
use chrono::{Datelike as _, NaiveDate, Weekday};
use doorstep_words::{Language, Phrase, Say as _, office::board as words};
use maud::{Markup, html};

use super::{kinds::Kinds, told::told};
use crate::{
    app::AppState,
    technician::{Certificate, Profile},
};

pub(super) use profile::section as profile_section;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/board", get(show::show))
        .route("/board/undated", get(undated::show_others))
        .route("/board/undated/{person}", get(undated::show))
        .route(
            "/board/records/{record}",
            get(choose::show).post(choose::send_one),
        )
        .route(
            "/people/{person}/profile",
            get(profile::show).post(profile::keep_one),
        )
}

const fn weekday(day: Weekday) -> Phrase {
    match day {
        Weekday::Mon => words::weekday::MONDAY,
        Weekday::Tue => words::weekday::TUESDAY,
        Weekday::Wed => words::weekday::WEDNESDAY,
        Weekday::Thu => words::weekday::THURSDAY,
        Weekday::Fri => words::weekday::FRIDAY,
        Weekday::Sat => words::weekday::SATURDAY,
        Weekday::Sun => words::weekday::SUNDAY,
    }
}

/// A day with the name of its weekday.
fn named_day(language: Language, day: NaiveDate) -> Markup {
    html! { (day) " " (language.say(weekday(day.weekday()))) }
}

fn skills(language: Language, kinds: &Kinds, profile: &Profile) -> Markup {
    html! {
        @if profile.skills.is_empty() {
            span.none { (language.say(words::SKILLS_NOT_SAID)) }
        } @else {
            @for (place, skill) in profile.skills.iter().enumerate() {
                @if place > 0 { "、" }
                (kinds.name(language, skill))
            }
        }
    }
}

fn district(language: Language, profile: &Profile) -> Markup {
    html! {
        @if profile.district.is_empty() {
            span.none { (language.say(words::DISTRICT_NOT_SAID)) }
        } @else { (told(&profile.district)) }
    }
}

/// What a certificate is worth, as a mark and words.
fn certificate(language: Language, profile: &Profile, worth: Certificate) -> Markup {
    let until = profile.certificate_until;
    let day = until.map(|day| day.to_string()).unwrap_or_default();
    html! {
        @match worth {
            Certificate::Valid => {
                span.mark { "✔" } (words::CertificateValid { day: &day }.say(language))
            }
            Certificate::Ended => {
                span.badge.bad { span.mark { "✖" } (words::CertificateEnded { day: &day }.say(language)) }
            }
            Certificate::NotSaid => span.none { (language.say(words::CERTIFICATE_NOT_SAID)) },
        }
    }
}
