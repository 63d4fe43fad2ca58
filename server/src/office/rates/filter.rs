//! What is asked for: days, columns, a technician; the usual periods as links.

use chrono::{Months, NaiveDate};
use doorstep_words::{Language, Phrase, office::rates as words};
use maud::{Markup, html};
use rusqlite::Connection;

use crate::{
    office::told::told_plain,
    rates::{Period, Question, Scope, stations, technicians},
};

pub(super) const fn period_words(period: Period) -> Phrase {
    match period {
        Period::Month => words::period::MONTH,
        Period::Quarter => words::period::QUARTER,
        Period::Year => words::period::YEAR,
    }
}

/// Who and what may be asked for, each as code and name.
pub(super) struct Choices {
    pub(super) technicians: Vec<(String, String)>,
    pub(super) stations: Vec<(String, String)>,
}

impl Choices {
    pub(super) fn read(connection: &Connection, scope: &Scope) -> rusqlite::Result<Self> {
        Ok(Self {
            technicians: technicians(connection)?,
            stations: stations(connection, scope)?,
        })
    }
}

/// The form; stations are asked for where there are any.
pub(super) fn form(
    language: Language,
    path: &str,
    question: &Question,
    choices: &Choices,
) -> Markup {
    html! {
        form.filter action=(path) method="get" {
            label {
                span { (language.say(words::FROM)) }
                input type="date" name="from" value=(question.from) required;
            }
            label {
                span { (language.say(words::TO)) }
                input type="date" name="to" value=(question.to) required;
            }
            label {
                span { (language.say(words::COLUMNS)) }
                select name="by" {
                    @for period in Period::ALL {
                        option value=(period.code()) selected[period == question.by] {
                            (language.say(period_words(period)))
                        }
                    }
                }
            }
            @if !choices.stations.is_empty() {
                label {
                    span { (language.say(words::STATION)) }
                    select name="station" {
                        option value="" { (language.say(words::ALL_STATIONS)) }
                        @for (code, name) in &choices.stations {
                            option value=(code) selected[*code == question.station] { (told_plain(name)) }
                        }
                    }
                }
            }
            label {
                span { (language.say(words::TECHNICIAN)) }
                select name="technician" {
                    option value="" { (language.say(words::EVERYBODY)) }
                    @for (code, name) in &choices.technicians {
                        option value=(code) selected[*code == question.technician] { (told_plain(name)) }
                    }
                }
            }
            button type="submit" { (language.say(words::SHOW)) }
        }
    }
}

/// The usual periods around a day.
pub(in crate::office) fn presets(
    language: Language,
    path: &str,
    question: &Question,
    today: NaiveDate,
) -> Markup {
    let back = |months: u32| {
        today
            .checked_sub_months(Months::new(months))
            .unwrap_or(today)
    };
    let presets = [
        (words::preset::THIS_MONTH, Period::Month.around(today)),
        (words::preset::LAST_MONTH, Period::Month.around(back(1))),
        (words::preset::THIS_QUARTER, Period::Quarter.around(today)),
        (words::preset::THIS_YEAR, Period::Year.around(today)),
        (words::preset::LAST_YEAR, Period::Year.around(back(12))),
    ];
    html! {
        nav.queues aria-label=(language.say(words::USUAL_PERIODS)) {
            @for (name, days) in presets {
                @let is_here = days == (question.from, question.to);
                a href=(question.within(days).link(path)) aria-current=[is_here.then_some("true")] {
                    (language.say(name))
                }
            }
        }
    }
}
