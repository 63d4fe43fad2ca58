//! `/parts/balance/{technician}/counts/{entry}`: why a count differs from the books.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{
    ids::{EntryId, PersonId},
    van::Month,
};
use doorstep_words::office::parts as words;
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    audit::moment,
    office::{
        form::{Attempt, Form, Line, Sent, done},
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    rights::{Action, require},
    stock::{ExplainDifference, Unexplained, explain, technician_of, unexplained},
};

struct Page {
    surroundings: Surroundings,
    technician: PersonId,
    name: String,
    count: EntryId,
    differs: Option<Unexplained>,
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path((technician, count)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, (technician, count), Attempt::none()).await
}

pub(super) async fn explain_one(
    State(state): State<AppState>,
    Path((technician, count)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Ok(entry) = count.parse::<EntryId>() else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let person = PersonId(technician.clone());
    let number = |name: &str| sent.fields.text(name).parse().unwrap_or_default();
    let request = ExplainDifference {
        difference: number("difference"),
        quantity: number("quantity"),
        reason: sent.fields.text("reason").to_owned(),
    };
    let now_ms = state.environment().now_ms();
    let explained = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            explain(desk, &clerk, (&person, entry), &request, now_ms)
        })
        .await;
    match explained {
        Ok(_) => done(&format!("/parts/balance/{technician}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error.into());
            answer(&state, &sent.visitor, (technician, count), attempt).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    (technician, count): (String, String),
    attempt: Attempt,
) -> Response {
    if let Some(refused) = visitor.refusal(Action::MoveStock) {
        return refused;
    }
    let Ok(count) = count.parse::<EntryId>() else {
        return visitor.nothing_here();
    };
    let month = Month::of(moment(state.environment().now_ms()).fixed_offset());
    let clerk = visitor.clerk().clone();
    let technician = PersonId(technician);
    let read = state
        .store()
        .read(move |connection| {
            let found = technician_of(connection, &technician)?.ok_or_else(not_found)?;
            require(&clerk, Action::MoveStock, found.station.as_ref())?;
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                name: found.name,
                count,
                differs: unexplained(connection, &technician, count, month)?,
                technician,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let page = read?;
        Ok(Some(frame::page(
            visitor,
            &page.surroundings,
            Place::Parts,
            visitor.language.say(words::EXPLAIN_TITLE),
            &page.content(visitor, attempt),
        )))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let van = format!("/parts/balance/{}", self.technician.0);
        html! {
            p { a href=(van) { "← " (told(&self.name)) } }
            h1 { (language.say(words::EXPLAIN_TITLE)) }
            @match &self.differs {
                None => {
                    (Form::of(visitor, attempt).refusal())
                    p.empty { (language.say(words::NO_DIFFERENCE)) }
                },
                Some(differs) => {
                    p {
                        (language.say(words::PART)) " " strong { (told(&differs.part)) } " · "
                        (language.say(words::WAS_COUNTED)) " " strong { (differs.counted) } " · "
                        (language.say(words::DIFFERS_BY)) " " strong { (differs.difference) }
                    }
                    @if attempt.error.as_ref().is_some_and(|error| error.code() == "changed_meanwhile") {
                        div.meanwhile { p { (language.say(words::MEANWHILE)) } }
                    }
                    (form(&Form::of(visitor, attempt), &format!("{van}/counts/{}", self.count), differs))
                },
            }
        }
    }
}

fn form(form: &Form<'_>, address: &str, differs: &Unexplained) -> Markup {
    let content = html! {
        (form.hidden("difference", &differs.difference.to_string()))
        (form.line("quantity", words::EXPLAIN_PIECES, Line::words(6).required()))
        (form.line("reason", words::REASON, Line::words(500).required()))
        (form.button(words::EXPLAIN))
    };
    form.write(address, &content)
}
