//! All technicians who have not left, who is to be seen to first at the head.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, Say as _, office::training as words};
use maud::{Markup, html};

use super::{duration, lacks, year};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        moment::on_the_wall,
        told::told,
        visitor::Visitor,
    },
    training::{Standing, overview},
};

struct Page {
    surroundings: Surroundings,
    standings: Vec<Standing>,
    year: i32,
    /// Only who misses the target.
    only_missing: bool,
}

/// `GET /training?year=…&show=missing`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Training.action()) {
        return refused;
    }
    let today = on_the_wall(&state).date_naive();
    let query = visitor.address.query();
    let year = year(query, today);
    let only_missing = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .any(|(name, value)| name == "show" && value == "missing");
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                standings: overview(connection, &clerk, year, today)?,
                year,
                only_missing,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Training,
            visitor.language.say(words::TRAINING),
            &page.content(visitor.language),
        ))
    });
    visitor.answer(page)
}

impl Page {
    fn content(&self, language: Language) -> Markup {
        let missing = self.standings.iter();
        let missing = missing
            .filter(|standing| !standing.meets_the_target())
            .count();
        let all = self.standings.len();
        let share = words::HowManyMeet {
            met: &(all - missing),
            all: &all,
            year: &self.year,
        };
        let ways = [
            (false, words::ALL_OF_THEM, all),
            (true, words::MISSING, missing),
        ];
        html! {
            h1 { (language.say(words::TRAINING)) }
            p.hint { (language.say(words::WHAT_THE_TARGET_IS)) }
            p { (share.say(language)) }
            nav.queues aria-label=(language.say(words::TRAINING)) {
                @for (only_missing, phrase, count) in ways {
                    a href=(self.address(self.year, only_missing))
                        aria-current=[(only_missing == self.only_missing).then_some("true")] {
                        (language.say(phrase)) " " span.count { (count) }
                    }
                }
                @for year in [self.year - 1, self.year + 1] {
                    a href=(self.address(year, self.only_missing)) { (year) }
                }
            }
            (self.table(language))
        }
    }

    fn address(&self, year: i32, only_missing: bool) -> String {
        let show = if only_missing { "&show=missing" } else { "" };
        format!("/training?year={year}{show}")
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::TECHNICIAN,
            words::HOURS,
            words::VALID_UNTIL,
            words::STANDING,
        ];
        let shown: Vec<&Standing> = self
            .standings
            .iter()
            .filter(|standing| !(self.only_missing && standing.meets_the_target()))
            .collect();
        html! {
            @if shown.is_empty() {
                p.empty { (language.say(words::NOBODY_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for standing in shown { (self.row(language, standing)) } }
                }
            }
        }
    }

    fn row(&self, language: Language, standing: &Standing) -> Markup {
        html! {
            tr {
                th scope="row" data-label=(language.say(words::TECHNICIAN)) {
                    a #{ "technician-" (standing.person) }
                        href={ "/training/" (standing.person) "?year=" (self.year) } { (told(&standing.name)) }
                }
                td data-label=(language.say(words::HOURS)) { (duration(language, standing.minutes)) }
                td data-label=(language.say(words::VALID_UNTIL)) {
                    @match &standing.valid_until {
                        Some(day) => time datetime=(day) { (day) },
                        None => span.none { (language.say(words::NONE)) },
                    }
                }
                td data-label=(language.say(words::STANDING)) { (lacks(language, standing)) }
            }
        }
    }
}
