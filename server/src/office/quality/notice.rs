//! `/quality/notices/{notice}`: one notice, and quality's answer to it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{ids::PersonId, quality::NoticeOutcome};
use doorstep_words::{Language, office::quality as all_words, office::quality::notice as words};
use maud::{Markup, html};

use super::{
    notices::{reason_badge, unit_of},
    ways,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Fields, Form, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::{told, told_lines},
        visitor::Visitor,
    },
    quality::{AnswerNotice, NOTICE_WORDS_MAX, Notice, QualityError, answer_notice, notice},
    rights::{Action, can},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    notice: Notice,
}

/// `GET /quality/notices/{notice}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, number, Attempt::none()).await
}

/// `POST /quality/notices/{notice}/answer`.
pub(super) async fn answer_one(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = answered(&sent.fields);
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        answer_notice(transaction, &clerk, number, &request?, now_ms)?;
        Ok::<_, ApiError>(())
    };
    match state.writer().submit(job).await {
        Ok(()) => done(&format!("/quality/notices/{number}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, number, attempt).await
        }
    }
}

fn answered(fields: &Fields) -> Result<AnswerNotice, QualityError> {
    Ok(AnswerNotice {
        // A form of ours always names one; without it nothing fits.
        version: fields.text("version").parse().unwrap_or(-1),
        outcome: NoticeOutcome::from_code(fields.text("outcome")).ok_or(QualityError::Empty)?,
        words: fields.text("words").to_owned(),
    })
}

async fn answer(state: &AppState, visitor: &Visitor, number: i64, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(notice) = notice(connection, number)? else {
                return Ok(None);
            };
            if !can(&clerk, Action::ReadQuality, notice.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                notice,
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
        let notice = &self.notice;
        let station = notice.station.as_ref();
        html! {
            (ways(language, "/quality/notices"))
            p { a href="/quality/notices" { "← " (language.say(words::BACK)) } }
            h1 { (language.say(words::NUMBER)) " " (notice.notice) }
            (said(language, visitor.address.query()))
            (self.facts(language))
            @if can(visitor.clerk(), Action::WorkOnQuality, station) { (self.form(visitor, attempt)) }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let notice = &self.notice;
        html! {
            dl {
                dt { (language.say(words::REASON)) }
                dd { (reason_badge(language, notice.reason)) }
                dt { (language.say(all_words::RECORD)) }
                dd { a href={ "/records/" (notice.record) } { (told(&notice.number)) } }
                dt { (language.say(words::UNIT)) }
                dd {
                    (unit_of(language, notice))
                    @if !notice.cause.is_empty() {
                        @match &notice.cause_now {
                            Some(now) if *now == notice.cause => {}
                            Some(_) => p { (language.say(words::CAUSE_CHANGED)) },
                            None => p { (language.say(words::CAUSE_GONE)) },
                        }
                    }
                }
                dt { (language.say(all_words::RAISED)) }
                dd { (noted_text(&notice.raised_at)) }
                dt { (language.say(words::RAISED_BY)) }
                dd {
                    @match &notice.raised_by {
                        Some(by) => (self.staff.person(language, &PersonId(by.clone()))),
                        None => (language.say(words::BY_THE_RECORD)),
                    }
                }
                @if !notice.words.is_empty() {
                    dt { (language.say(words::TOLD)) }
                    dd { (told_lines(&notice.words)) }
                }
                @if let Some(outcome) = notice.outcome {
                    dt { (language.say(words::OUTCOME)) }
                    dd { (language.say(outcome.words())) }
                    dt { (language.say(words::ANSWER)) }
                    dd { (told_lines(&notice.answer)) }
                }
                @if let (Some(at), Some(by)) = (&notice.answered_at, &notice.answered_by) {
                    dt { (language.say(words::ANSWERED)) }
                    dd { (noted_text(at)) " · " (self.staff.person(language, &PersonId(by.clone()))) }
                }
            }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt);
        let outcomes: Vec<_> = NoticeOutcome::ALL
            .iter()
            .map(|outcome| (outcome.code(), outcome.words()))
            .collect();
        let error = attempt.error.as_ref();
        let is_stale = error.is_some_and(|error| error.code() == "changed_meanwhile");
        let content = html! {
            (form.hidden("version", &self.notice.version.to_string()))
            (form.radios("outcome", words::OUTCOME, &outcomes))
            (form.paragraph("words", words::WHAT_IS_DONE, NOTICE_WORDS_MAX, true))
            (form.button(words::SAVE_ANSWER))
        };
        html! {
            h2 { (form.language.say(words::ANSWER)) }
            @if is_stale { div.meanwhile { p { (form.language.say(words::MEANWHILE)) } } }
            (form.write(&format!("/quality/notices/{}/answer", self.notice.notice), &content))
        }
    }
}
