//! `GET /parts/requisitions`, `/parts/returns`, `/parts/old-parts`: what waits for the store, the oldest first.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::{EntryId, PersonId};
use doorstep_words::{Language, Phrase, Say as _, office::parts as words};
use maud::{Markup, html};

use super::{PAGE_ROWS, Ways, asked, link};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        moment::{noted_text, seen_text},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
    stock::{
        Availability, Queue, ShortLine, Waiting, availability, month_began, short_lines, waiting,
    },
};

struct Page {
    surroundings: Surroundings,
    ways: Ways,
    staff: Staff,
    queue: Queue,
    rows: Vec<Waiting>,
    is_first: bool,
    has_more: bool,
    /// Of requisitions only: how many lines of this month were filled, and the last of those that were not.
    available: Option<(Availability, Vec<ShortLine>)>,
}

pub(super) async fn requisitions(State(state): State<AppState>, visitor: Visitor) -> Response {
    show(state, visitor, Queue::Requisitions).await
}

pub(super) async fn returns(State(state): State<AppState>, visitor: Visitor) -> Response {
    show(state, visitor, Queue::Returns).await
}

pub(super) async fn old_parts(State(state): State<AppState>, visitor: Visitor) -> Response {
    show(state, visitor, Queue::OldParts).await
}

async fn show(state: AppState, visitor: Visitor, queue: Queue) -> Response {
    if let Some(refused) = visitor.refusal(Place::Parts.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let after: Option<EntryId> = asked(query, "after").and_then(|after| after.parse().ok());
    let before = asked(query, "short").and_then(|answer| answer.parse().ok());
    let clerk = visitor.clerk().clone();
    let since_ms = month_began(state.environment().now_ms());
    let read = state
        .store()
        .read(move |connection| {
            let mut rows = waiting(connection, &clerk, queue, (after, PAGE_ROWS + 1))?;
            let has_more = rows.len() > PAGE_ROWS;
            rows.truncate(PAGE_ROWS);
            let available = match queue {
                Queue::Requisitions => Some((
                    availability(connection, &clerk, since_ms)?,
                    short_lines(connection, &clerk, since_ms, (before, PAGE_ROWS + 1))?,
                )),
                Queue::Returns | Queue::OldParts => None,
            };
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                ways: Ways::read(connection, &clerk)?,
                staff: Staff::read(connection)?,
                queue,
                rows,
                is_first: after.is_none() && before.is_none(),
                has_more,
                available,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(queue.words()),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

/// What the queue's parts are called: what lacks if it is empty, the pieces that wait, and what is done about a line.
const fn words_of(queue: Queue) -> (Phrase, Phrase, Phrase) {
    match queue {
        Queue::Requisitions => (
            words::NO_REQUISITIONS,
            words::STILL_TO_COME,
            words::ANSWER_IT,
        ),
        Queue::Returns => (words::NO_RETURNS, words::TO_CONFIRM, words::CONFIRM_IT),
        Queue::OldParts => (words::NO_OLD_PARTS, words::STILL_OWED, words::TAKE_IT_IN),
    }
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let path = format!("/parts/{}", self.queue.code());
        let (none, ..) = words_of(self.queue);
        let next = self.rows.last().filter(|_| self.has_more);
        let next = next.map(|row| link(&path, &[("after", &row.entry.to_string())]));
        html! {
            h1 { (language.say(self.queue.words())) }
            (self.ways.write(visitor, &path))
            (said(language, visitor.address.query()))
            @if self.rows.is_empty() {
                p.empty { (language.say(none)) }
            } @else {
                (self.table(language, visitor.may(Action::MoveStock)))
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::PAGES)) {
                    @if !self.is_first { a href=(path) { (language.say(words::FIRST_PAGE)) } }
                    @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
                }
            }
            @if let Some((available, short)) = &self.available {
                (self.available(language, *available, short))
            }
        }
    }

    fn table(&self, language: Language, may_move: bool) -> Markup {
        let (_, waiting, does) = words_of(self.queue);
        let heads = [
            words::SINCE,
            words::TECHNICIAN,
            words::PART,
            waiting,
            words::SERIAL_READ,
            words::NOTE,
        ]
        .map(|head| language.say(head));
        let [since, technician, part, waiting, serial, note] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            th scope="row" data-label=(since) {
                                (seen_text(&row.at))
                                @if may_move {
                                    div.side {
                                        a #{ "waiting-" (row.entry) } href={ "/parts/" (self.queue.code()) "/" (row.entry) } {
                                            (language.say(does))
                                        }
                                    }
                                }
                            }
                            td data-label=(technician) {
                                a href={ "/parts/balance/" (row.technician) } { (told(&row.name)) }
                                @if let Some(station) = &row.station { div.side { (told(&station.0)) } }
                            }
                            td data-label=(part) { (told(&row.part)) div.side { (told(&row.part_name)) } }
                            td data-label=(waiting) { (row.waiting) }
                            td data-label=(serial) {
                                (told(&row.serial))
                                @if !row.serial_removed.is_empty() && row.serial_removed != row.serial {
                                    div.side { span.badge.bad { span.mark { "✖" } (language.say(words::SERIAL_DIFFERS)) } }
                                }
                            }
                            td data-label=(note) {
                                (told(&row.note))
                                @if let Some(record) = row.record {
                                    a href={ "/records/" (record) } { (language.say(words::RECORD)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn available(
        &self,
        language: Language,
        available: Availability,
        short: &[ShortLine],
    ) -> Markup {
        let heads = [
            words::WHEN,
            words::TECHNICIAN,
            words::PART,
            words::ASKED_FOR,
            words::GIVEN,
            words::REASON,
        ]
        .map(|head| language.say(head));
        let [when, technician, part, asked_for, given, reason] = heads;
        let shown = short.get(..PAGE_ROWS).unwrap_or(short);
        let next = shown.last().filter(|_| short.len() > PAGE_ROWS);
        html! {
            h2 { (language.say(words::AVAILABLE)) }
            p.hint { (language.say(words::AVAILABLE_HOW)) }
            p {
                strong { (words::OfLines { filled: &available.filled, lines: &available.lines }.say(language)) }
                @if available.lines > 0 { " · " (available.filled * 100 / available.lines) " %" }
            }
            h3 { (language.say(words::SHORT_LINES)) }
            @if shown.is_empty() {
                p.empty { (language.say(words::NO_SHORT_LINES)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for line in shown {
                            tr {
                                th scope="row" data-label=(when) { (noted_text(&line.at)) }
                                td data-label=(technician) {
                                    (self.staff.person(language, &PersonId(line.technician.clone())))
                                }
                                td data-label=(part) { (told(&line.part)) }
                                td data-label=(asked_for) { (line.wanted) }
                                td data-label=(given) { (line.given) }
                                td data-label=(reason) {
                                    (told(&line.reason))
                                    @if line.is_closed { " " span.badge.calm { (language.say(words::CLOSED_LINE)) } }
                                }
                            }
                        }
                    }
                }
                @if let Some(last) = next {
                    nav.pages aria-label=(language.say(words::SHORT_LINES)) {
                        a rel="next" href=(link("/parts/requisitions", &[("short", &last.answer.to_string())])) {
                            (language.say(words::NEXT_PAGE))
                        }
                    }
                }
            }
        }
    }
}
