//! `/contracts/new`: the form by which a contract is written down, with its first unit.

use axum::{extract::State, response::Response};
use doorstep_words::office::contract as words;
use maud::html;

use super::terms::{terms, terms_form, unit, unit_form};
use crate::{
    api_error::ApiError,
    app::AppState,
    contract::{TakeContract, take},
    office::{
        form::{Attempt, Fields, Form, Sent, done},
        frame::{self, Place, Surroundings},
        kinds::Kinds,
        moment::on_the_wall,
        visitor::Visitor,
    },
    staff::stations,
};

/// `GET /contracts/new`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let today = on_the_wall(&state).date_naive().to_string();
    let standing = [
        ("from", today),
        ("language", visitor.language.tag().to_owned()),
    ];
    let attempt = Attempt::standing(Fields::of(standing));
    answer(&state, &visitor, attempt).await
}

/// `POST /contracts/new`.
pub(super) async fn take_one(State(state): State<AppState>, sent: Sent) -> Response {
    let request = TakeContract {
        terms: terms(&sent.fields),
        units: vec![unit(&sent.fields)],
    };
    let clerk = sent.visitor.clerk().clone();
    let today = on_the_wall(&state).date_naive();
    let now_ms = state.environment().now_ms();
    let taken = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(take(transaction, &clerk, &request, today, now_ms)?)
        })
        .await;
    match taken {
        Ok(contract) => done(&format!("/contracts/{contract}?done=1")),
        Err(error) => answer(&state, &sent.visitor, Attempt::refused(sent.fields, error)).await,
    }
}

async fn answer(state: &AppState, visitor: &Visitor, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Contracts.action()) {
        return refused;
    }
    let read = state
        .store()
        .read(|connection| {
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                Kinds::read(connection)?,
                stations(connection)?,
            ))
        })
        .await;
    let language = visitor.language;
    visitor.answer_attempt(attempt, |attempt| {
        let (surroundings, kinds, stations) = read?;
        let form = Form::of(visitor, attempt);
        let fields = html! {
            (terms_form(&form, visitor.clerk(), &stations))
            (unit_form(&form, &kinds))
            (form.button(words::WRITE_DOWN))
        };
        let content = html! {
            p { a href="/contracts" { (language.say(words::BACK_TO_THE_LIST)) } }
            h1 { (language.say(words::NEW_CONTRACT)) }
            (form.write("/contracts/new", &fields))
        };
        Ok(Some(frame::page(
            visitor,
            &surroundings,
            Place::Contracts,
            language.say(words::NEW_CONTRACT),
            &content,
        )))
    })
}
