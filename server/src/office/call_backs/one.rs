//! One call: whom, about what, the questions, and what was said before.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{call_back::Question, ids::PersonId};
use doorstep_words::{Language, Say as _, office::call_back as words};
use maud::{Markup, html};
use uuid::Uuid;

use crate::{
    api_error::ApiError,
    app::AppState,
    call_back::{DueCall, MadeCall, MakeCallBack, due_call, made_about, make},
    office::{
        form::{Attempt, Choice, Fields, Form, Sent, done},
        frame::{self, Place, Surroundings},
        moment::noted_text,
        staff::Staff,
        told::{told, told_lines},
        visitor::Visitor,
    },
    rights::{Action, Sight, can, sees},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    call: DueCall,
    made: Vec<MadeCall>,
}

/// `GET /call-backs/{about}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(about): Path<Uuid>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, about, Attempt::none()).await
}

/// `POST /call-backs/{about}`. Where a signature is denied the browser gets the evidence next.
pub(super) async fn make_one(
    State(state): State<AppState>,
    Path(about): Path<Uuid>,
    sent: Sent,
) -> Response {
    let request = request(&sent.fields);
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let by = clerk.person.clone();
    let made = state
        .replication()
        .on_behalf_of(by, move |desk| {
            Ok::<_, ApiError>(make(desk, &clerk, about, &request, now_ms)?)
        })
        .await;
    match made {
        Ok(made) => match made.evidence_of {
            Some(record) => done(&format!("/records/{record}#signatures")),
            None => done("/call-backs?done=1"),
        },
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, about, attempt).await
        }
    }
}

fn request(fields: &Fields) -> MakeCallBack {
    let answers: BTreeMap<Question, bool> = Question::ALL
        .iter()
        .filter_map(|question| match fields.text(question.code()) {
            "yes" => Some((*question, true)),
            "no" => Some((*question, false)),
            _ => None,
        })
        .collect();
    MakeCallBack {
        is_reached: fields.text("reached") != "no",
        again_on: fields.text("again_on").parse().ok(),
        answers,
        note: fields.text("note").to_owned(),
        second_service: fields.has("second_service", "1"),
    }
}

async fn answer(state: &AppState, visitor: &Visitor, about: Uuid, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::CallBacks.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(call) = due_call(connection, &clerk, about)? else {
                return Ok(None);
            };
            if !can(&clerk, Action::CallBack, call.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                call,
                made: made_about(connection, about)?,
            }))
        })
        .await;
    visitor.answer_attempt(attempt, |attempt| {
        Ok(read?.map(|page| {
            frame::page(
                visitor,
                &page.surroundings,
                Place::CallBacks,
                visitor.language.say(words::CALL),
                &page.content(visitor, attempt),
            )
        }))
    })
}

impl Page {
    fn content(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let language = visitor.language;
        html! {
            p { a href="/call-backs" { (language.say(words::BACK_TO_THE_LIST)) } }
            h1 { (language.say(words::CALL)) " " (told(&self.call.number)) }
            (self.whom(visitor))
            @if !self.made.is_empty() {
                h2 { (language.say(words::EARLIER_CALLS)) }
                @for call in &self.made { (self.earlier(language, call)) }
            }
            @if self.call.is_open {
                (self.form(visitor, attempt))
            } @else {
                (Form::of(visitor, attempt).refusal())
                p { (language.say(words::DONE_ALREADY)) }
            }
        }
    }

    fn whom(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let call = &self.call;
        html! {
            dl {
                dt { (language.say(words::CUSTOMER)) }
                dd {
                    @if call.is_open || sees(visitor.clerk(), Sight::Customer) {
                        (told(&call.customer_name)) " " span.phone { (told(&call.customer_phone)) }
                    } @else {
                        (language.say(words::HIDDEN_FROM_YOU))
                    }
                }
                @if let Some(record) = call.record {
                    dt { (language.say(words::RECORD)) }
                    dd { a href={ "/records/" (record) } { (told(&call.number)) } }
                    dt { (language.say(words::UNIT)) }
                    dd { (told(&call.unit_model)) }
                }
                @if let Some(technician) = &call.technician {
                    dt { (language.say(words::TECHNICIAN)) }
                    dd { (self.staff.person(language, &PersonId(technician.clone()))) }
                }
                dt { (language.say(words::DUE)) }
                dd { (call.due_on) " · " (language.say(call.rule.words())) }
                dt { (language.say(words::SINCE)) }
                dd { (call.began_on) }
            }
            @if let Some(record) = call.record {
                p { a href={ "/records/" (record) "#signatures" } { (language.say(words::LOOK_AT_EVIDENCE)) } }
            }
        }
    }

    fn earlier(&self, language: Language, call: &MadeCall) -> Markup {
        let outcome = if call.is_reached {
            words::REACHED
        } else {
            words::NOT_REACHED
        };
        html! {
            p {
                (noted_text(&call.at)) " · " (self.staff.person(language, &PersonId(call.person.clone())))
                " · " (language.say(outcome))
                @if let Some(day) = &call.again_on { " · " (words::AgainOn { day }.say(language)) }
            }
            @if !call.answers.0.is_empty() {
                ul {
                    @for (question, answer) in &call.answers.0 {
                        li {
                            (language.say(question.words())) " "
                            (language.say(if *answer { words::YES } else { words::NO }))
                        }
                    }
                }
            }
            @if !call.note.is_empty() { (told_lines(&call.note)) }
        }
    }

    fn form(&self, visitor: &Visitor, attempt: &Attempt) -> Markup {
        let form = Form::of(visitor, attempt);
        let language = visitor.language;
        let reached = [("yes", words::YES), ("no", words::NO)];
        let answers = [
            ("", words::NOT_ASKED),
            ("yes", words::YES),
            ("no", words::NO),
        ];
        let wants = [Choice {
            value: "1".to_owned(),
            words: html! { (language.say(words::WANTS_IT)) },
        }];
        form.write(
            &format!("/call-backs/{}", self.call.about),
            &html! {
                (form.radios("reached", words::WAS_IT_REACHED, &reached))
                (form.day("again_on", words::AGAIN))
                @for question in Question::ALL {
                    (form.radios(question.code(), question.words(), &answers))
                }
                (form.paragraph("note", words::NOTE, 2_000, false))
                @if self.call.record.is_some() {
                    (form.boxes("second_service", words::SECOND_SERVICE, &wants))
                }
                (form.button(words::SAVE))
            },
        )
    }
}
