//! `GET /rates`: every rate of a period against its target, with its formula.

use axum::{extract::State, response::Response};
use doorstep_domain::rates::Rate;
use doorstep_words::{Language, Say as _, office::rates as words};
use maud::{Markup, html};

use super::{figures, filter};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        visitor::Visitor,
    },
    rates::{Count, Question, Scope, count},
};

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Rates.action()) {
        return refused;
    }
    let scope = Scope::of(visitor.clerk());
    let now = state.environment().now();
    let today = now.date_naive();
    let question = Question::of(visitor.address.query(), today);
    let asked = question.clone();
    let read = state
        .store()
        .read(move |connection| {
            let mut counts: Vec<(Rate, Count)> = Vec::new();
            for rate in Rate::ALL {
                let counted = count(connection, *rate, &asked, &scope, now.timestamp_millis())?;
                counts.push((*rate, counted.total()));
            }
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                filter::Choices::read(connection, &scope)?,
                counts,
            ))
        })
        .await;
    let page = read.map(|(surroundings, choices, counts)| {
        let language = visitor.language;
        let content = html! {
            h1 { (language.say(words::RATES)) }
            p.hint { (language.say(words::WHAT_IS_COUNTED)) }
            (filter::form(language, "/rates", &question, &choices))
            (filter::presets(language, "/rates", &question, today))
            (table(language, &question, &counts))
        };
        let title = language.say(words::RATES);
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Rates,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn table(language: Language, question: &Question, counts: &[(Rate, Count)]) -> Markup {
    let rate_head = language.say(words::RATE);
    let target_head = language.say(words::TARGET);
    html! {
        table.stack.rates {
            thead {
                tr {
                    th scope="col" { (rate_head) }
                    @for head in figures::heads(language) { th scope="col" { (head) } }
                    th scope="col" { (target_head) }
                }
            }
            tbody {
                @for (rate, count) in counts {
                    tr id=(rate.code()) {
                        th scope="row" data-label=(rate_head) {
                            div.main {
                                a href=(question.link(&format!("/rates/{}", rate.code()))) {
                                    (language.say(rate.words()))
                                }
                            }
                            div.side.formula { (rate.formula().say(language)) }
                        }
                        (figures::cells(language, *rate, question, *count))
                        td data-label=(target_head) { (figures::target(language, *rate)) }
                    }
                }
            }
        }
    }
}
