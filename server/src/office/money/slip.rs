//! `GET /money/slip?technician=…&slip=…&currency=…`: cash that was handed in by one slip; `POST /money/slip` counts it.

use axum::{extract::State, response::Response};
use doorstep_domain::{ids::PersonId, money::minor_typed};
use doorstep_words::office::money as words;
use maud::{Markup, html};

use super::{
    asked,
    cash::{amount_of, difference},
};
use crate::{
    api_error::ApiError,
    app::AppState,
    money::{MoneyError, ReceiveCash, Slip, one_slip, receive_cash},
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    rights::Action,
};

/// A slip by whose it is, its number and its currency.
type Name = (PersonId, String, String);

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    let query = visitor.address.query();
    let name = |name: &str| asked(query, name).unwrap_or_default();
    let name = (PersonId(name("technician")), name("slip"), name("currency"));
    answer(&state, &visitor, name, Attempt::none()).await
}

pub(super) async fn receive(State(state): State<AppState>, sent: Sent) -> Response {
    let fields = sent.fields.clone();
    let text = |name: &str| fields.text(name).to_owned();
    let name = (PersonId(text("technician")), text("slip"), text("currency"));
    let request = read(&fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let received = state
        .writer()
        .submit(move |transaction| {
            receive_cash(transaction, &clerk, &request?, now_ms).map_err(ApiError::from)
        })
        .await;
    match received {
        Ok(()) => done("/money/cash?done=1"),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, name, attempt).await
        }
    }
}

fn read(fields: &Fields) -> Result<ReceiveCash, MoneyError> {
    let text = |name: &str| fields.text(name).to_owned();
    Ok(ReceiveCash {
        technician: text("technician"),
        slip: text("slip"),
        currency: text("currency"),
        open_minor: fields
            .text("open_minor")
            .parse()
            .map_err(|_| MoneyError::ChangedMeanwhile)?,
        counted_minor: minor_typed(fields.text("counted")).ok_or(MoneyError::BadAmount)?,
        reason: text("reason"),
    })
}

async fn answer(state: &AppState, visitor: &Visitor, name: Name, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Money.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                Staff::read(connection)?,
                one_slip(connection, &clerk, &name)?,
            ))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let (surroundings, staff, slip) = read?;
        let content = content(visitor, &staff, &slip, attempt);
        let title = visitor.language.say(words::SLIP);
        Ok(Some(frame::page(
            visitor,
            &surroundings,
            Place::Money,
            title,
            &content,
        )))
    })
}

fn content(visitor: &Visitor, staff: &Staff, slip: &Slip, attempt: &Attempt) -> Markup {
    let language = visitor.language;
    let is_stale = attempt.error.as_ref();
    let is_stale = is_stale.is_some_and(|error| error.code() == "changed_meanwhile");
    html! {
        p { a href="/money/cash" { "← " (language.say(words::CASH)) } }
        h1 { (language.say(words::SLIP)) " " (told(&slip.slip)) }
        (said(language, visitor.address.query()))
        dl.facts {
            div { dt { (language.say(words::WHO)) } dd { (staff.person(language, &slip.technician)) } }
            div { dt { (language.say(words::WHEN)) } dd { (noted_text(&slip.at)) } }
            div { dt { (language.say(words::RECORDS)) } dd { (slip.records) } }
            div { dt { (language.say(words::SAID)) } dd { (slip.said) } }
            div { dt { (language.say(words::OPEN)) } dd { (amount_of(slip, slip.open_minor)) } }
            @if slip.differs_minor != 0 {
                div { dt { (language.say(words::DIFFERS)) } dd { (difference(slip)) } }
            }
        }
        @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
        @if slip.open_minor == 0 {
            p { span.badge.good { span.mark { "✔" } (language.say(words::IS_COUNTED)) } }
        } @else if visitor.may(Action::KeepMoney) {
            h2 { (language.say(words::COUNT_IT)) }
            (form(visitor, slip, attempt))
        }
    }
}

fn form(visitor: &Visitor, slip: &Slip, attempt: &Attempt) -> Markup {
    let form = Form::of(visitor, attempt);
    let content = html! {
        (form.hidden("technician", &slip.technician.0))
        (form.hidden("slip", &slip.slip))
        (form.hidden("currency", slip.said.currency.code()))
        (form.hidden("open_minor", &slip.open_minor.to_string()))
        (form.line("counted", words::COUNTED, Line::words(14).required()))
        (form.line("reason", words::WHY_DIFFERS, Line::words(500)))
        (form.button(words::TAKE_IT_IN))
    };
    form.write("/money/slip", &content)
}
