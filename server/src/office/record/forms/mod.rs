//! What the office does with a record, each on a page of its own, so that what is typed is not swept away by what comes in.
//!
//! [`ask`] reads the record and writes a form's page; [`act`] does what was sent, and answers with the record's page or
//! with the form, what was typed and why it was refused.

mod cancel;
mod correct;
mod decide;
mod hand_out;
mod settle;
mod take_back;
mod typed;

pub(in crate::office) use hand_out::{asked, on_the_clock, standing_parts};

use axum::{Router, response::Response, routing::get};
use doorstep_domain::{ids::RecordId, record::Field};
use doorstep_words::{Phrase, office::record_forms as words};
use maud::{Markup, html};

use super::{
    dossier::{Dossier, Found, find},
    page::RecordPage,
};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    office::{
        form::{Attempt, Form, Sent, done},
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    record::{RecordError, technicians},
    replication::OfficeDesk,
};

pub(in crate::office) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/records/{record}/conflicts/{field}",
            get(settle::show).post(settle::settle_one),
        )
        .route(
            "/records/{record}/fields/{field}",
            get(correct::show).post(correct::correct_one),
        )
        .route(
            "/records/{record}/entries/{entry}",
            get(take_back::show).post(take_back::take_one_back),
        )
        .route(
            "/records/{record}/questions/{entry}",
            get(decide::show).post(decide::decide_one),
        )
        .route(
            "/records/{record}/dispatch",
            get(hand_out::show).post(hand_out::hand_one_out),
        )
        .route(
            "/records/{record}/cancellation",
            get(cancel::show).post(cancel::cancel_one),
        )
}

/// A form's page: its heading and what stands under it; nothing where this record has nothing of the kind.
type Written = Option<(Phrase, Markup)>;

/// Reads the record and writes the page of a form.
async fn ask(
    state: &AppState,
    visitor: &Visitor,
    id: RecordId,
    attempt: Attempt,
    write: impl FnOnce(&RecordPage<'_>, &Form<'_>) -> Written,
) -> Response {
    let trusted = state.replication().trusted().clone();
    let (clerk, shelf) = (visitor.clerk().clone(), state.shelf().clone());
    let read = state
        .store()
        .read(move |connection| {
            let Found::One(id) = find(connection, &clerk, &id.to_string())? else {
                return Ok(None);
            };
            let dossier = Dossier::read(connection, &trusted, &shelf, id)?;
            let mut dossier = dossier.for_clerk(&clerk);
            dossier.technicians = technicians(connection, &clerk)?;
            Ok::<_, ApiError>(Some((Surroundings::read(connection)?, dossier)))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let Some((surroundings, dossier)) = read? else {
            return Ok(None);
        };
        let page = RecordPage::of(visitor, &dossier);
        let Some((title, content)) = write(&page, &Form::of(visitor, attempt)) else {
            return Ok(None);
        };
        let language = visitor.language;
        let number = dossier.record.words(Field::Number);
        let content = html! {
            p.over {
                a #back href={ "/records/" (dossier.record.id) } {
                    (language.say(words::BACK_TO_THE_RECORD)) " " (told(number))
                }
            }
            h1 { (language.say(title)) }
            (content)
        };
        let title = language.say(title);
        Ok(Some(frame::page(
            visitor,
            &surroundings,
            Place::Records,
            title,
            &content,
        )))
    })
}

/// Does what a form asks for: then the browser gets the record anew, at the section that changed.
async fn act(
    state: &AppState,
    id: RecordId,
    sent: Sent,
    section: &str,
    work: impl FnOnce(&OfficeDesk<'_>) -> Result<(), RecordError> + Send + 'static,
    write: impl FnOnce(&RecordPage<'_>, &Form<'_>) -> Written,
) -> Response {
    let by = sent.visitor.clerk().person.clone();
    let acted = state
        .replication()
        .on_behalf_of(by, move |desk| Ok::<_, ApiError>(work(desk)?))
        .await;
    match acted {
        Ok(()) => done(&format!("/records/{id}?done=1#{section}")),
        Err(error) if error.code() == not_found().code() => sent.visitor.nothing_here(),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            ask(state, &sent.visitor, id, attempt, write).await
        }
    }
}

/// A record and one of its fields, as an address names them.
fn named(record: &str, field: &str) -> Option<(RecordId, Field)> {
    Some((record.parse().ok()?, Field::from_key(field)?))
}
