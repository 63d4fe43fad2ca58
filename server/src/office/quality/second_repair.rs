//! `/quality/second-repairs/{record}`: one second repair, and why it should not count.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{ids::PersonId, record::Field};
use doorstep_words::office::quality::{self as all_words, second_repair as words};
use maud::{Markup, html};
use uuid::Uuid;

use super::{second_repairs::state_of, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::{Attempt, Fields, Form, Line, Sent, done, said},
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    quality::{CONTEST_MAX, ContestSecondRepair, SecondRepairLine, contest, second_repair},
    replication::OfficeDesk,
    rights::{Action, can, may_change},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    repair: SecondRepairLine,
}

/// `GET /quality/second-repairs/{record}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(record): Path<Uuid>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, record, Attempt::none()).await
}

/// `POST /quality/second-repairs/{record}/contest`.
pub(super) async fn contest_one(
    State(state): State<AppState>,
    Path(record): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let by = clerk.person.clone();
    let now_ms = state.environment().now_ms();
    let request = ContestSecondRepair {
        before: sent.fields.text("before").to_owned(),
        reason: sent.fields.text("reason").to_owned(),
    };
    let work = move |desk: &OfficeDesk<'_>| {
        Ok::<_, ApiError>(contest(desk, &clerk, record, &request, now_ms)?)
    };
    match state.replication().on_behalf_of(by, work).await {
        Ok(()) => done(&format!("/quality/second-repairs/{record}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, record, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, record: Uuid, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(repair) = second_repair(connection, record)? else {
                return Ok(None);
            };
            if !can(&clerk, Action::ReadQuality, repair.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                repair,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            let title = visitor.language.say(words::TITLE);
            let content = page.content(visitor, attempt);
            frame::page(visitor, &page.surroundings, Place::Quality, title, &content)
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        let repair = &self.repair;
        let station = repair.station.as_ref();
        html! {
            (ways(language, "/quality/second-repairs"))
            p { a href="/quality/second-repairs" { "← " (language.say(words::BACK)) } }
            h1 { (language.say(words::TITLE)) " " (told(&repair.number)) }
            (said(language, visitor.address.query()))
            dl {
                dt { (language.say(words::AGAIN)) }
                dd { a href={ "/records/" (repair.record) } { (told(&repair.number)) } }
                dt { (language.say(all_words::MODEL)) }
                dd {
                    (told(&repair.model))
                    @if !repair.cause.is_empty() { " · " (told(&repair.cause)) }
                }
                dt { (language.say(words::BEFORE)) }
                dd {
                    a href={ "/records/" (repair.first) } { (told(&repair.first_number)) } " · " (repair.closed_on)
                }
                dt { (language.say(words::TECHNICIAN)) }
                dd {
                    @if repair.technician.is_empty() {
                        (language.say(words::NOBODY))
                    } @else { (self.staff.person(language, &PersonId(repair.technician.clone()))) }
                }
                dt { (language.say(words::STATE)) }
                dd { (state_of(language, repair)) }
            }
            @if may_change(visitor.clerk(), Field::SecondRepairContest, station) { (self.form(visitor, attempt)) }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let repair = &self.repair;
        let standing;
        let shown = if attempt.error.is_some() {
            attempt
        } else {
            standing = Attempt::standing(Fields::of([("reason", repair.contest.clone())]));
            &standing
        };
        let form = Form::of(visitor, shown);
        let error = attempt.error.as_ref();
        let is_stale = error.is_some_and(|error| error.code() == "changed_meanwhile");
        let content = html! {
            (form.hidden("before", &repair.contest))
            (form.line("reason", words::WHY, Line::words(CONTEST_MAX)))
            (form.button(words::SAVE))
        };
        html! {
            h2 { (form.language.say(words::CONTEST)) }
            @if is_stale { div.meanwhile { p { (form.language.say(words::MEANWHILE)) } } }
            (form.write(&format!("/quality/second-repairs/{}/contest", repair.record), &content))
        }
    }
}
