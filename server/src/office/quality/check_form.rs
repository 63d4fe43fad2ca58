//! `/quality/checks/new/{kind}`: a check is written down.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::quality::CheckKind;
use doorstep_words::office::quality::check as words;
use maud::{Markup, html};

use super::ways;
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done},
        frame::{self, Place, Surroundings},
        visitor::Visitor,
    },
    quality::{CHECK_WORDS_MAX, Finding, QualityError, TakeCheck, take_check},
    rights::Action,
};

/// `GET /quality/checks/new/{kind}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    visitor: Visitor,
) -> Response {
    let today = state.environment().now().date_naive().to_string();
    let standing = Attempt::standing(Fields::of([("checked_on", today)]));
    answer(&state, &visitor, &kind, standing).await
}

/// `POST /quality/checks/new/{kind}`.
pub(super) async fn take(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    sent: Sent,
) -> Response {
    let Some(known) = CheckKind::from_code(&kind) else {
        return sent.visitor.nothing_here();
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = request(known, &sent.fields);
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        Ok::<_, ApiError>(take_check(transaction, &clerk, &request?, now_ms)?)
    };
    match state.writer().submit(job).await {
        Ok(number) => done(&format!("/quality/checks/{number}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, &kind, attempt).await
        }
    }
}

fn request(kind: CheckKind, fields: &Fields) -> Result<TakeCheck, QualityError> {
    let findings = kind.items().iter().filter_map(|item| {
        let is_good = match fields.text(item.code()) {
            "good" => true,
            "fault" => false,
            _ => return None,
        };
        Some(Finding {
            item: *item,
            is_good,
            words: fields.text(&words_of(item.code())).to_owned(),
        })
    });
    Ok(TakeCheck {
        kind,
        record: fields.text("record").to_owned(),
        technician: fields.text("technician").to_owned(),
        checked_on: fields
            .text("checked_on")
            .parse()
            .map_err(|_| QualityError::BadDay)?,
        findings: findings.collect(),
        note: fields.text("note").to_owned(),
    })
}

/// The field for what was seen of a thing.
fn words_of(item: &str) -> String {
    format!("{item}-words")
}

async fn answer(state: &AppState, visitor: &Visitor, kind: &str, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Action::WorkOnQuality) {
        return refused;
    }
    let Some(kind) = CheckKind::from_code(kind) else {
        return visitor.nothing_here();
    };
    let read = state
        .store()
        .read(move |connection| Ok::<_, ApiError>(Surroundings::read(connection)?))
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        let surroundings = read?;
        let title = visitor.language.say(title(kind));
        let content = content(visitor, kind, attempt);
        Ok(Some(frame::page(
            visitor,
            &surroundings,
            Place::Quality,
            title,
            &content,
        )))
    })
}

const fn title(kind: CheckKind) -> doorstep_words::Phrase {
    match kind {
        CheckKind::Spot => words::TAKE_SPOT,
        CheckKind::Mystery => words::TAKE_MYSTERY,
    }
}

fn content(visitor: &Visitor, kind: CheckKind, attempt: &Attempt) -> Markup {
    let language = visitor.language;
    let form = Form::of(visitor, attempt);
    let verdicts = [
        ("", words::NOT_LOOKED_AT),
        ("good", words::GOOD),
        ("fault", words::FAULT),
    ];
    let record = match kind {
        CheckKind::Spot => Line::words(64).required().hint(words::RECORD_HINT),
        CheckKind::Mystery => Line::words(64).hint(words::RECORD_HINT_MYSTERY),
    };
    let fields = html! {
        (form.line("record", words::RECORD_NUMBER, record))
        @if kind == CheckKind::Mystery {
            (form.line("technician", words::TECHNICIAN_CODE, Line::words(64)))
        }
        (form.line("checked_on", words::CHECKED_ON, Line::day().required()))
        @for item in kind.items() {
            (form.radios(item.code(), item.words(), &verdicts))
            (form.line(&words_of(item.code()), words::WHAT_WAS_SEEN, Line::words(CHECK_WORDS_MAX)))
        }
        (form.paragraph("note", words::NOTE, CHECK_WORDS_MAX, false))
        (form.button(words::SAVE))
    };
    html! {
        (ways(language, "/quality/checks"))
        p { a href="/quality/checks" { "← " (language.say(words::BACK)) } }
        h1 { (language.say(title(kind))) }
        (form.write(&format!("/quality/checks/new/{}", kind.code()), &fields))
    }
}
