//! `/parts/{queue}/{entry}`: one requisition, return or old part, and the form by which the store sees to it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::EntryId;
use doorstep_words::office::parts as words;
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done},
        frame::{self, Place, Surroundings},
        moment::seen_text,
        told::told,
        visitor::Visitor,
    },
    rights::{Action, require},
    stock::{
        AnswerRequisition, Queue, TakeIn, Waiting, answer as answer_requisition, confirm_return,
        take_old_part, waiting_one,
    },
};

struct Page {
    surroundings: Surroundings,
    queue: Queue,
    waiting: Waiting,
}

fn named(queue: &str, entry: &str) -> Option<(Queue, EntryId)> {
    let queue = Queue::ALL
        .iter()
        .copied()
        .find(|known| known.code() == queue)?;
    Some((queue, entry.parse().ok()?))
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path((queue, entry)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    match named(&queue, &entry) {
        Some(named) => answer(&state, &visitor, named, Attempt::none()).await,
        None => visitor.nothing_here(),
    }
}

pub(super) async fn see_to_one(
    State(state): State<AppState>,
    Path((queue, entry)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some((queue, entry)) = named(&queue, &entry) else {
        return sent.visitor.nothing_here();
    };
    let fields = sent.fields.clone();
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let seen_to = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            match queue {
                Queue::Requisitions => {
                    answer_requisition(desk, &clerk, entry, &issue(&fields), now_ms)?;
                }
                Queue::Returns => confirm_return(desk, &clerk, entry, &take_in(&fields), now_ms)?,
                Queue::OldParts => take_old_part(desk, &clerk, entry, &take_in(&fields), now_ms)?,
            }
            Ok::<_, ApiError>(())
        })
        .await;
    match seen_to {
        Ok(()) => done(&format!("/parts/{}?done=1", queue.code())),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, (queue, entry), attempt).await
        }
    }
}

fn number(fields: &Fields, name: &str) -> i64 {
    fields.text(name).parse().unwrap_or(-1)
}

fn issue(fields: &Fields) -> AnswerRequisition {
    AnswerRequisition {
        waiting: number(fields, "waiting"),
        quantity: number(fields, "quantity"),
        serial: fields.text("serial").to_owned(),
        closes: fields.text("rest") == "closes",
        reason: fields.text("reason").to_owned(),
    }
}

fn take_in(fields: &Fields) -> TakeIn {
    TakeIn {
        waiting: number(fields, "waiting"),
        quantity: number(fields, "quantity"),
        serial: fields.text("serial").to_owned(),
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    (queue, entry): (Queue, EntryId),
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Action::MoveStock) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let waiting = waiting_one(connection, queue, entry)?.ok_or_else(not_found)?;
            require(&clerk, Action::MoveStock, waiting.station.as_ref())?;
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                queue,
                waiting,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(queue.words()),
            &page.content(visitor, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let Self { queue, waiting, .. } = self;
        let path = format!("/parts/{}", queue.code());
        let is_stale = attempt.error.as_ref();
        let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
        // What was not tried yet begins with all that waits.
        let begun = Attempt::standing(Fields::of([("quantity", waiting.waiting.to_string())]));
        let tried = if attempt.error.is_some() {
            attempt
        } else {
            &begun
        };
        let form = Form::of(visitor, tried);
        html! {
            p { a href=(path) { "← " (language.say(words::BACK_TO_LIST)) } }
            h1 { (language.say(queue.words())) }
            dl {
                dt { (language.say(words::TECHNICIAN)) }
                dd { (told(&waiting.name)) }
                dt { (language.say(words::PART)) }
                dd { (told(&waiting.part)) " " (told(&waiting.part_name)) }
                dt { (language.say(words::SINCE)) }
                dd { (seen_text(&waiting.at)) }
                dt { (language.say(words::ASKED_FOR_OR_GIVEN)) }
                dd { (waiting.quantity) }
                @if !waiting.serial.is_empty() {
                    dt { (language.say(words::SERIAL_WRITTEN)) }
                    dd { (told(&waiting.serial)) }
                }
                @if !waiting.serial_removed.is_empty() {
                    dt { (language.say(words::SERIAL_REMOVED)) }
                    dd {
                        (told(&waiting.serial_removed)) " "
                        @if waiting.serial == waiting.serial_removed {
                            span.badge.good { span.mark { "✔" } (language.say(words::SERIAL_MATCHES)) }
                        } @else {
                            span.badge.bad { span.mark { "✖" } (language.say(words::SERIAL_DIFFERS)) }
                        }
                    }
                }
                @if !waiting.note.is_empty() {
                    dt { (language.say(words::NOTE)) }
                    dd { (told(&waiting.note)) }
                }
                @if let Some(record) = waiting.record {
                    dt { (language.say(words::RECORD)) }
                    dd { a href={ "/records/" (record) } { (language.say(words::OPEN_RECORD)) } }
                }
            }
            @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
            @if waiting.waiting == 0 {
                (Form::of(visitor, attempt).refusal())
                p.empty { (language.say(words::WAITS_NO_LONGER)) }
            } @else {
                (self.form(&form, &format!("{path}/{}", waiting.entry)))
            }
        }
    }

    fn form(&self, form: &Form<'_>, address: &str) -> Markup {
        let waits = form.hidden("waiting", &self.waiting.waiting.to_string());
        let content = match self.queue {
            Queue::Requisitions => html! {
                (waits)
                (form.line("quantity", words::ISSUE_PIECES, Line::pieces().required()))
                (form.line("serial", words::ISSUE_SERIAL, Line::words(64)))
                (form.radios("rest", words::THE_REST, &[("open", words::STAYS_OPEN), ("closes", words::WILL_NOT_COME)]))
                (form.line("reason", words::WHY_SHORT, Line::words(500)))
                (form.button(words::ISSUE))
            },
            Queue::Returns => html! {
                (waits)
                (form.line("quantity", words::PIECES_IN_HAND, Line::pieces().required()))
                (form.line("serial", words::SERIAL_ON_PIECE, Line::words(64).hint(words::OTHER_SERIAL_HINT)))
                (form.button(words::CONFIRM_IT))
            },
            Queue::OldParts => html! {
                (waits)
                (form.line("quantity", words::PIECES_IN_HAND, Line::pieces().required()))
                (form.line("serial", words::SERIAL_ON_PIECE, Line::words(64)))
                (form.button(words::TAKE_IT_IN))
            },
        };
        form.write(address, &content)
    }
}
