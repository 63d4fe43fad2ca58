//! `/quality/second-repairs`: by technician, and each with the repair that did not last.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{
    Language,
    office::quality::{self as all_words, second_repair as words},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{PAGE_ROWS, asked, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        rates::filter::presets,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    quality::{RepairPlace, SecondRepairLine, TechnicianCount, by_technician, second_repairs},
    rates::{Question, Scope, Show},
};

const ADDRESS: &str = "/quality/second-repairs";

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    question: Question,
    technicians: Vec<TechnicianCount>,
    repairs: Vec<SecondRepairLine>,
    has_more: bool,
}

/// `GET /quality/second-repairs?from=…&to=…&technician=…&after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let scope = Scope::of(visitor.clerk());
    let now = state.environment().now();
    let today = now.date_naive();
    let now_ms = now.timestamp_millis();
    let question = Question::of(visitor.address.query(), today);
    let after = after(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            let place = (after, PAGE_ROWS + 1);
            let mut repairs = second_repairs(connection, (&question, &scope), place, now_ms)?;
            let has_more = repairs.len() > PAGE_ROWS;
            repairs.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                technicians: by_technician(connection, &question, &scope, now_ms)?,
                question,
                repairs,
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        let language = visitor.language;
        let title = language.say(all_words::way::SECOND_REPAIRS);
        let content = html! {
            h1 { (title) }
            (ways(language, ADDRESS))
            p.hint { (language.say(words::WHAT_IT_IS)) }
            (presets(language, ADDRESS, &page.question, today))
            (page.by_technician(language))
            (page.list(language))
        };
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Quality,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

/// The place after which a page begins: `moment.record`.
fn after(query: Option<&str>) -> Option<RepairPlace> {
    let value = asked(query, "after")?;
    let (closed_ms, record) = value.split_once('.')?;
    Some(RepairPlace {
        closed_ms: closed_ms.parse().ok()?,
        record: record.parse::<Uuid>().ok()?,
    })
}

impl Page {
    fn person(&self, language: Language, code: &str) -> Markup {
        html! {
            @if code.is_empty() {
                span.none { (language.say(words::NOBODY)) }
            } @else { (self.staff.person(language, &PersonId(code.to_owned()))) }
        }
    }

    fn by_technician(&self, language: Language) -> Markup {
        let heads = [
            words::TECHNICIAN,
            words::CLOSED,
            words::COUNTING,
            words::CONTESTED,
            words::SHARE,
        ]
        .map(|head| language.say(head));
        let [technician, closed, counting, contested, share] = heads;
        let behind = |row: &TechnicianCount| self.question.whose(&row.technician);
        html! {
            h2 { (language.say(words::BY_TECHNICIAN)) }
            @if self.technicians.is_empty() {
                p.empty { (language.say(words::NOTHING_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for row in &self.technicians {
                            tr {
                                th scope="row" data-label=(technician) {
                                    a href=(behind(row).link(ADDRESS)) { (self.person(language, &row.technician)) }
                                }
                                td data-label=(closed) {
                                    a href=(behind(row).link("/rates/second_repairs/records")) { (row.closed) }
                                }
                                td data-label=(counting) {
                                    a href={ (behind(row).showing(Show::Yes).link(ADDRESS)) "#list" } { (row.second_repairs) }
                                }
                                td data-label=(contested) {
                                    a href={ (behind(row).showing(Show::Apart).link(ADDRESS)) "#list" } { (row.contested) }
                                }
                                td data-label=(share) { (percent(row.second_repairs, row.closed)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn list(&self, language: Language) -> Markup {
        let heads = [
            words::AGAIN,
            all_words::MODEL,
            words::BEFORE,
            words::CLOSED_ON,
            words::TECHNICIAN,
            words::STATE,
        ]
        .map(|head| language.say(head));
        let older = self.repairs.last().filter(|_| self.has_more).map(|last| {
            let place = last.place();
            let link = self.question.link(ADDRESS);
            format!("{link}&after={}.{}", place.closed_ms, place.record)
        });
        html! {
            h2 #list { (language.say(words::LIST)) }
            @if !self.question.technician.is_empty() || self.question.show != Show::All {
                p { a href=(everybody(&self.question)) { (language.say(words::EVERYBODY)) } }
            }
            @if self.repairs.is_empty() {
                p.empty { (language.say(words::NONE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody { @for repair in &self.repairs { (self.row(language, heads, repair)) } }
                }
                @if let Some(older) = older {
                    nav.pages aria-label=(language.say(words::LIST)) {
                        a #older rel="next" href=(older) { (language.say(words::OLDER)) }
                    }
                }
            }
        }
    }

    fn row(&self, language: Language, heads: [&str; 6], repair: &SecondRepairLine) -> Markup {
        let [again, model, before, closed_on, technician, state] = heads;
        html! {
            tr {
                th scope="row" data-label=(again) { a href={ "/records/" (repair.record) } { (told(&repair.number)) } }
                td data-label=(model) {
                    (told(&repair.model))
                    @if !repair.cause.is_empty() { " · " (told(&repair.cause)) }
                }
                td data-label=(before) { a href={ "/records/" (repair.first) } { (told(&repair.first_number)) } }
                td data-label=(closed_on) { (repair.closed_on) }
                td data-label=(technician) { (self.person(language, &repair.technician)) }
                td data-label=(state) {
                    (state_of(language, repair)) " "
                    a href={ (ADDRESS) "/" (repair.record) } { (language.say(words::LOOK)) }
                }
            }
        }
    }
}

fn everybody(question: &Question) -> String {
    Question {
        technician: String::new(),
        show: Show::All,
        ..question.clone()
    }
    .link(ADDRESS)
}

/// Whether it counts; with the reason, where it is contested.
pub(super) fn state_of(language: Language, repair: &SecondRepairLine) -> Markup {
    html! {
        @if repair.contest.is_empty() {
            span.badge.warn { span.mark { "▼" } (language.say(words::COUNTS)) }
        } @else {
            span.badge.calm { (language.say(words::IS_CONTESTED)) }
            div.side { (told(&repair.contest)) }
        }
    }
}

/// A share in percent with one decimal, rounded half up.
pub(super) fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let tenths = (i128::from(part) * 2_000 + i128::from(whole)) / (i128::from(whole) * 2);
    format!("{}.{} %", tenths / 10, tenths % 10)
}
