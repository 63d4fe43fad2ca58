//! `/quality/alerts/{alert}`: one batch alert with its records and its approval.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_words::{
    Language, Say as _,
    office::quality::{self as all_words, alert as words},
};
use maud::{Markup, html};

use super::{group_link, overview::limit_words, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    approval::Approval,
    office::{
        approval::{shown, word_form, word_of},
        form::{Attempt, Form, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_at,
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    quality::{Alert, QualityError, alert, ask_again, speak},
    rights::Action,
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    alert: Alert,
    approvals: Vec<Approval>,
}

/// `GET /quality/alerts/{alert}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, number, Attempt::none()).await
}

/// `POST /quality/alerts/{alert}/word`.
pub(super) async fn speak_on_one(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let said = word_of(&sent.fields);
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let said = said.ok_or(QualityError::Empty)?;
        speak(transaction, &clerk, number, &said, now_ms)?;
        Ok::<_, ApiError>(())
    };
    let acted = state.writer().submit(job).await;
    after(&state, number, sent, acted).await
}

/// `POST /quality/alerts/{alert}/ask`.
pub(super) async fn ask_one(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        ask_again(transaction, &clerk, number, now_ms)?;
        Ok::<_, ApiError>(())
    };
    let acted = state.writer().submit(job).await;
    after(&state, number, sent, acted).await
}

async fn after(state: &AppState, number: i64, sent: Sent, acted: Result<(), ApiError>) -> Response {
    match acted {
        Ok(()) => done(&format!("/quality/alerts/{number}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, number, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, number: i64, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let read = state
        .store()
        .read(move |connection| {
            let Some((alert, approvals)) = alert(connection, number)? else {
                return Ok(None);
            };
            Ok::<_, ApiError>(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                alert,
                approvals,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            let title = visitor.language.say(words::NUMBER);
            let content = page.content(visitor, attempt);
            frame::page(visitor, &page.surroundings, Place::Quality, title, &content)
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let earlier = self.approvals.split_last();
        html! {
            (ways(language, "/quality"))
            p { a href="/quality" { "← " (language.say(words::BACK)) } }
            h1 { (language.say(words::NUMBER)) " " (self.alert.alert) }
            (said(language, visitor.address.query()))
            (self.facts(language))
            p.hint { (language.say(words::WHAT_IS_TO_BE_DONE)) }
            @if let Some((last, earlier)) = earlier {
                (shown(language, &self.staff, last))
                (self.form(visitor, attempt, last))
                @if !earlier.is_empty() {
                    h2 { (language.say(words::EARLIER)) }
                    @for approval in earlier { (shown(language, &self.staff, approval)) }
                }
            } @else {
                (self.ask(visitor, &Form::of(visitor, attempt)))
            }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let alert = &self.alert;
        html! {
            dl {
                dt { (language.say(all_words::MODEL)) }
                dd { (told(&alert.model)) }
                dt { (language.say(all_words::BATCH)) }
                dd { (told(&alert.batch)) }
                dt { (language.say(all_words::CAUSE)) }
                dd { (told(&alert.cause)) }
                dt { (language.say(all_words::LIMIT)) }
                dd { (limit_words(language, &alert.passed)) }
                dt { (language.say(all_words::FAILED_THEN)) }
                dd {
                    a href=(group_link("/quality/records", &alert.model, &alert.batch, &alert.cause)) {
                        (all_words::OfKnown { failed: &alert.failed, units: &alert.units }.say(language))
                    }
                }
                dt { (language.say(all_words::RAISED)) }
                dd { (noted_at(alert.raised_at_ms)) }
            }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt, last: &Approval) -> Markup {
        let form = Form::of(visitor, attempt);
        let address = format!("/quality/alerts/{}", self.alert.alert);
        let error = attempt.error.as_ref();
        let is_stale = error.is_some_and(|error| error.code() == "spoken_meanwhile");
        html! {
            @if is_stale { div.meanwhile { p { (form.language.say(words::MEANWHILE)) } } }
            @if last.next_post.is_some() {
                (word_form(visitor, &form, last, &format!("{address}/word")))
            } @else if last.is_granted == Some(false) {
                (self.ask(visitor, &form))
            } @else {
                // What was tried with a form that is gone is still answered.
                (form.refusal())
            }
        }
    }

    fn ask(&self, visitor: &Visitor, form: &Form<'_>) -> Markup {
        let address = format!("/quality/alerts/{}/ask", self.alert.alert);
        html! {
            @if visitor.may(Action::WorkOnQuality) { (form.only_a_button(&address, words::ASK_AGAIN)) }
        }
    }
}
