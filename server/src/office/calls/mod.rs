//! `/calls/new`: a call is taken in at the telephone, and what is known of who calls is looked up before.
//!
//! [`form`] writes the form and reads it, [`known`] writes what the look-up found.

mod form;
mod known;

use axum::{Router, extract::State, response::Response, routing::get};
use chrono::{DateTime, FixedOffset};
use doorstep_words::office::calls as words;
use maud::{Markup, html};

use super::{
    form::{Attempt, Fields, Sent, done},
    frame::{self, Place, Surroundings},
    kinds::Kinds,
    moment::on_the_wall,
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    intake::{LookUp, TakeCall, look_up, take},
    staff::{Station, stations},
};

/// The page at one moment of the database.
struct Calls {
    surroundings: Surroundings,
    kinds: Kinds,
    stations: Vec<Station>,
    /// What was found, if something was looked up.
    found: Option<LookUp>,
    /// By the office's clock.
    now: DateTime<FixedOffset>,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/calls/new", get(show).post(take_or_look_up))
}

/// `GET /calls/new`.
async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let key: [u8; 16] = match state.environment().draw() {
        Ok(drawn) => drawn,
        Err(error) => return visitor.refused(error.into()),
    };
    let key = uuid::Builder::from_random_bytes(key)
        .into_uuid()
        .to_string();
    let standing = [
        ("key", key),
        ("language", visitor.language.tag().to_owned()),
        ("request", "repair".to_owned()),
    ];
    answer(
        &state,
        &visitor,
        Attempt::standing(Fields::of(standing)),
        None,
    )
    .await
}

/// `POST /calls/new`: one button takes the call in, the other only looks up.
async fn take_or_look_up(State(state): State<AppState>, sent: Sent) -> Response {
    let now = on_the_wall(&state);
    let call = form::call(&sent.fields, *now.offset());
    if sent.fields.text("do") == "look-up" {
        let attempt = Attempt::standing(sent.fields);
        return answer(&state, &sent.visitor, attempt, Some(call)).await;
    }
    let clerk = sent.visitor.clerk().clone();
    match take(state.replication(), clerk, call, now).await {
        Ok(taken) => done(&taken.address),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error.into());
            answer(&state, &sent.visitor, attempt, None).await
        }
    }
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    attempt: Attempt,
    asked: Option<TakeCall>,
) -> Response {
    if let Some(refused) = visitor.refusal(Place::Calls.action()) {
        return refused;
    }
    let now = on_the_wall(state);
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let found = asked.map(|call| look_up(connection, &clerk, &call, now));
            Ok::<_, ApiError>(Calls {
                surroundings: Surroundings::read(connection)?,
                kinds: Kinds::read(connection)?,
                stations: stations(connection)?,
                found: found.transpose()?,
                now,
            })
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let calls = read?;
        Ok(Some(frame::page(
            visitor,
            &calls.surroundings,
            Place::Calls,
            visitor.language.say(words::TAKE_A_CALL),
            &calls.content(visitor, attempt),
        )))
    })
}

impl Calls {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::TAKE_A_CALL)) }
            p.hint { (language.say(words::WHAT_HAPPENS)) }
            @if let Some(found) = &self.found { (self.known(language, found)) }
            (self.form(visitor, attempt))
        }
    }
}
