//! `/quality/checks/{check}`: one check, what was found, and what was done about the faults.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::ids::PersonId;
use doorstep_words::{
    Language,
    office::quality::{self as all_words, check as words},
};
use maud::{Markup, html};

use super::{
    checks::{state_of, whose},
    ways,
};
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
    quality::{CHECK_WORDS_MAX, Check, SettleCheck, check, settle_check},
    rights::{Action, can},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    check: Check,
}

/// `GET /quality/checks/{check}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    visitor: Visitor,
) -> Response {
    answer(&state, &visitor, number, Attempt::none()).await
}

/// `POST /quality/checks/{check}/settle`.
pub(super) async fn settle(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = SettleCheck {
        words: sent.fields.text("words").to_owned(),
    };
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        settle_check(transaction, &clerk, number, &request, now_ms)?;
        Ok::<_, ApiError>(())
    };
    match state.writer().submit(job).await {
        Ok(()) => done(&format!("/quality/checks/{number}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, number, attempt).await
        }
    }
}

async fn answer(state: &AppState, visitor: &Visitor, number: i64, attempt: Attempt) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Some(check) = check(connection, number)? else {
                return Ok(None);
            };
            if !can(&clerk, Action::ReadQuality, check.station.as_ref()) {
                return Err(ApiError::not_allowed());
            }
            Ok(Some(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                check,
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
        let check = &self.check;
        let may = can(
            visitor.clerk(),
            Action::WorkOnQuality,
            check.station.as_ref(),
        );
        html! {
            (ways(language, "/quality/checks"))
            p { a href="/quality/checks" { "← " (language.say(words::BACK)) } }
            h1 { (language.say(words::NUMBER)) " " (check.check) }
            (said(language, visitor.address.query()))
            (self.facts(language))
            h2 { (language.say(words::FINDINGS)) }
            (self.findings(language))
            @if may && check.faults > 0 && check.settled_words.is_none() {
                (self.form(&Form::of(visitor, attempt)))
            } @else {
                // What was tried with a form that is gone is still answered.
                (Form::of(visitor, attempt).refusal())
            }
        }
    }

    fn facts(&self, language: Language) -> Markup {
        let check = &self.check;
        html! {
            dl {
                dt { (language.say(words::KIND)) }
                dd { (language.say(check.kind.words())) }
                @if let Some(record) = check.record {
                    dt { (language.say(all_words::RECORD)) }
                    dd { a href={ "/records/" (record) } { (told(&check.number)) } }
                }
                dt { (language.say(words::TECHNICIAN)) }
                dd { (whose(language, &self.staff, check)) }
                dt { (language.say(words::CHECKED_ON)) }
                dd { (check.checked_on) }
                dt { (language.say(words::BY)) }
                dd {
                    (self.staff.person(language, &PersonId(check.person.clone()))) " · " (noted_text(&check.at))
                }
                dt { (language.say(words::STATE)) }
                dd { (state_of(language, check)) }
                @if !check.note.is_empty() {
                    dt { (language.say(words::NOTE)) }
                    dd { (told_lines(&check.note)) }
                }
                @if let (Some(words), Some(at), Some(by)) =
                    (&check.settled_words, &check.settled_at, &check.settled_by) {
                    dt { (language.say(words::SETTLE)) }
                    dd {
                        (told_lines(words))
                        (self.staff.person(language, &PersonId(by.clone()))) " · " (noted_text(at))
                    }
                }
            }
        }
    }

    fn findings(&self, language: Language) -> Markup {
        let heads = [words::ITEM, words::VERDICT, words::WHAT_WAS_SEEN];
        let heads = heads.map(|head| language.say(head));
        let [item, verdict, seen] = heads;
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for finding in &self.check.findings {
                        tr {
                            th scope="row" data-label=(item) { (language.say(finding.item.words())) }
                            td data-label=(verdict) {
                                @if finding.is_good {
                                    span.badge.good { span.mark { "✔" } (language.say(words::GOOD)) }
                                } @else {
                                    span.badge.bad { span.mark { "✖" } (language.say(words::FAULT)) }
                                }
                            }
                            td data-label=(seen) { (told(&finding.words)) }
                        }
                    }
                }
            }
        }
    }

    fn form(&self, form: &Form<'_>) -> Markup {
        let content = html! {
            (form.paragraph("words", words::SETTLE, CHECK_WORDS_MAX, true))
            (form.button(words::SETTLE_IT))
        };
        html! {
            h2 { (form.language.say(words::SETTLE_IT)) }
            (form.write(&format!("/quality/checks/{}/settle", self.check.check), &content))
        }
    }
}
