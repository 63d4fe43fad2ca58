//! One report: its review, and then its way into the archive.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::review as words};
use maud::{Markup, html};
use uuid::Uuid;

use super::list::{state_of, whose};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Form, Sent, done, said},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::{told, told_lines},
        visitor::Visitor,
    },
    review::{
        ArchiveReport, JudgeReport, REVIEW_WORDS_MAX, Report, State as ReportState, archive, judge,
        report,
    },
    rights::{Action, can},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    report: Report,
}

/// `GET /reviews/{record}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<Uuid>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, record, Attempt::none()).await
}

/// `POST /reviews/{record}`.
pub(super) async fn judge_one(
    State(state): State<AppState>,
    Path(record): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = JudgeReport {
        version: sent.fields.text("version").to_owned(),
        is_in_order: sent.fields.has("verdict", "in_order"),
        words: sent.fields.text("words").to_owned(),
    };
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        judge(transaction, &clerk, record, &request, now_ms)?;
        Ok::<_, ApiError>(())
    };
    let acted = state.writer().submit(job).await;
    after(&state, record, sent, acted).await
}

/// `POST /reviews/{record}/archive`.
pub(super) async fn archive_one(
    State(state): State<AppState>,
    Path(record): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = ArchiveReport {
        version: sent.fields.text("version").to_owned(),
    };
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        archive(transaction, &clerk, record, &request, now_ms)?;
        Ok::<_, ApiError>(())
    };
    let acted = state.writer().submit(job).await;
    after(&state, record, sent, acted).await
}

async fn after(
    state: &AppState,
    record: Uuid,
    sent: Sent,
    acted: Result<(), ApiError>,
) -> Response {
    match acted {
        Ok(()) => done(&format!("/reviews/{record}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, record, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, record: Uuid, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Reviews.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(report) = report(connection, record)? else {
                return Ok(None);
            };
            if !can(&clerk, Action::Review, report.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                report,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            let title = visitor.language.say(words::TITLE);
            let content = page.content(visitor, attempt);
            frame::page(visitor, &page.surroundings, Place::Reviews, title, &content)
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let error = attempt.error.as_ref();
        let is_stale = error.is_some_and(|error| error.code() == "changed_meanwhile");
        let form = Form::of(visitor, attempt);
        html! {
            p { a href="/reviews" { "← " (language.say(words::BACK)) } }
            h1 { (language.say(words::TITLE)) " " (told(&self.report.number)) }
            (said(language, visitor.address.query()))
            (self.facts(language))
            @if is_stale { div.meanwhile { p { (language.say(words::MEANWHILE)) } } }
            @match self.report.state {
                ReportState::Due => (self.judging(&form)),
                ReportState::ToArchive => (self.archiving(&form)),
                // What was tried with a form that is gone is still answered.
                ReportState::NotReported | ReportState::SentBack | ReportState::Archived => (form.refusal()),
            }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let report = &self.report;
        let person = |code: &String| self.staff.person(language, &PersonId(code.clone()));
        html! {
            dl {
                dt { (language.say(words::RECORD)) }
                dd { a href={ "/records/" (report.record) } { (language.say(words::LOOK_AT_IT)) " " (told(&report.number)) } }
                dt { (language.say(words::TECHNICIAN)) }
                dd { (whose(language, &self.staff, report)) }
                dt { (language.say(words::MODEL)) }
                dd { (told(&report.model)) }
                dt { (language.say(words::FINDINGS)) }
                dd { (report.findings) }
                dt { (language.say(words::CONFLICTS)) }
                dd { (report.conflicts) }
                dt { (language.say(words::STATE_HEAD)) }
                dd { (state_of(language, report)) }
                @if let (Some(at), Some(by)) = (&report.reviewed_at, &report.reviewed_by) {
                    dt { (language.say(words::REVIEWED)) }
                    dd { (noted_text(at)) " · " (person(by)) }
                }
                @if !report.words.is_empty() {
                    dt { (language.say(words::LACKS)) }
                    dd { (told_lines(&report.words)) }
                }
                @if let (Some(at), Some(by)) = (&report.archived_at, &report.archived_by) {
                    dt { (language.say(words::ARCHIVED)) }
                    dd { (noted_text(at)) " · " (person(by)) }
                }
            }
        }
    }

    fn judging(&self, form: &Form<'_>) -> Markup {
        let verdicts = [
            ("in_order", words::IN_ORDER),
            ("sent_back", words::SEND_BACK),
        ];
        let content = html! {
            (form.hidden("version", &self.report.version))
            (form.radios("verdict", words::VERDICT, &verdicts))
            (form.paragraph("words", words::WORDS, REVIEW_WORDS_MAX, false))
            (form.button(words::SAVE))
        };
        html! {
            h2 { (form.language.say(words::TITLE)) }
            (form.write(&format!("/reviews/{}", self.report.record), &content))
        }
    }

    fn archiving(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (form.hidden("version", &self.report.version))
            (form.button(words::ARCHIVE_IT))
        };
        form.write(
            &format!("/reviews/{}/archive", self.report.record),
            &content,
        )
    }
}
