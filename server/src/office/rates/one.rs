//! `GET /rates/{rate}`: one rate by period, as a chart and as the table behind it, and by technician.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::NaiveDate;
use doorstep_domain::{ids::PersonId, rates::Rate};
use doorstep_words::{Language, Say as _, office::rates as words};
use maud::{Markup, html};

use super::{chart, figures, filter};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rates::{Count, Counted, Question, Scope, count},
};

/// One rate, read.
struct One {
    rate: Rate,
    question: Question,
    staff: Staff,
    counted: Counted,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(rate): Path<String>,
    visitor: Visitor,
) -> Response {
    let Some(rate) = Rate::from_code(&rate) else {
        return visitor.nothing_here();
    };
    if let Some(refused) = visitor.refusal(Place::Rates.action()) {
        return refused;
    }
    let scope = Scope::of(visitor.clerk());
    let now = state.environment().now();
    let today = now.date_naive();
    let question = Question::of(visitor.address.query(), today);
    let read = state
        .store()
        .read(move |connection| {
            let one = One {
                rate,
                staff: Staff::read(connection)?,
                counted: count(connection, rate, &question, &scope, now.timestamp_millis())?,
                question,
            };
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                filter::Choices::read(connection, &scope)?,
                one,
            ))
        })
        .await;
    let page = read.map(|(surroundings, choices, one)| {
        let language = visitor.language;
        let path = format!("/rates/{}", rate.code());
        let name = language.say(rate.words());
        let content = html! {
            p { a href=(one.question.link("/rates")) { "← " (language.say(words::ALL_RATES)) } }
            h1.rate { (name) }
            p.formula { (rate.formula().say(language)) }
            (filter::form(language, &path, &one.question, &choices))
            (filter::presets(language, &path, &one.question, today))
            (one.total(language))
            (one.by_period(language))
            (one.by_station(language, &choices))
            (one.by_technician(language))
        };
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Rates,
            name,
            &content,
        ))
    });
    visitor.answer(page)
}

impl One {
    fn total(&self, language: Language) -> Markup {
        let total = self.counted.total();
        let head = language.say(words::TARGET);
        self.table(
            language,
            head,
            &html! {
                tr {
                    th scope="row" data-label=(head) { (figures::target(language, self.rate)) }
                    (figures::cells(language, self.rate, &self.question, total))
                }
            },
        )
    }

    fn by_period(&self, language: Language) -> Markup {
        let by = self.question.by;
        let mut days: BTreeMap<String, (NaiveDate, NaiveDate)> = BTreeMap::new();
        let counts = self.counted.by(|month, _, _| by.of_month(month));
        let months = self.counted.by(|month, _, _| month.to_owned());
        for month in months.keys() {
            if let Ok(first) = format!("{month}-01").parse::<NaiveDate>() {
                days.insert(by.of_month(month), by.around(first));
            }
        }
        let head = language.say(filter::period_words(by));
        html! {
            h2 { (language.say(words::BY_PERIOD)) }
            (chart::bars(language, self.rate, by, &counts))
            (self.table(language, head, &html! {
                @for (period, count) in &counts {
                    @let question = days.get(period).map_or_else(
                        || self.question.clone(),
                        |(first, last)| self.question.within((
                            self.question.from.max(*first),
                            self.question.to.min(*last),
                        )),
                    );
                    tr id={ "p-" (period) } {
                        th scope="row" data-label=(head) { (period) }
                        (figures::cells(language, self.rate, &question, *count))
                    }
                }
            }))
        }
    }

    /// Nothing where there is no station.
    fn by_station(&self, language: Language, choices: &filter::Choices) -> Markup {
        if choices.stations.is_empty() {
            return html! {};
        }
        let counts: BTreeMap<String, Count> = self.counted.by(|_, station, _| station.to_owned());
        let head = language.say(words::STATION);
        html! {
            h2 { (language.say(words::BY_STATION)) }
            (self.table(language, head, &html! {
                @for (station, count) in &counts {
                    tr {
                        th scope="row" data-label=(head) {
                            @match choices.stations.iter().find(|(code, _)| code == station) {
                                Some((_, name)) => (told(name)),
                                None => (language.say(words::NO_STATION)),
                            }
                        }
                        (figures::cells(language, self.rate, &self.question.at(station), *count))
                    }
                }
            }))
        }
    }

    fn by_technician(&self, language: Language) -> Markup {
        let counts: BTreeMap<String, Count> = self.counted.by(|_, _, person| person.to_owned());
        let head = language.say(words::TECHNICIAN);
        html! {
            h2 { (language.say(words::BY_TECHNICIAN)) }
            (self.table(language, head, &html! {
                @for (person, count) in &counts {
                    @let question = self.question.whose(person);
                    tr {
                        th scope="row" data-label=(head) {
                            @if person.is_empty() {
                                (language.say(words::NOBODY))
                            } @else {
                                (self.staff.person(language, &PersonId(person.clone())))
                            }
                        }
                        (figures::cells(language, self.rate, &question, *count))
                    }
                }
            }))
        }
    }

    fn table(&self, language: Language, head: &str, rows: &Markup) -> Markup {
        html! {
            table.stack.rates {
                thead {
                    tr {
                        th scope="col" { (head) }
                        @for head in figures::heads(language) { th scope="col" { (head) } }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}
