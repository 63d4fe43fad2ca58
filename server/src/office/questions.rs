//! `/questions`: what technicians ask of the office and nobody has decided; who waits longest stands first.

use axum::{extract::State, response::Response};
use doorstep_words::{Language, Say as _, office::question as words};
use maud::{Markup, html};

use super::{
    form::said,
    frame::{self, Place, Surroundings},
    moment::noted_at,
    staff::Staff,
    told::{told, told_lines},
    visitor::Visitor,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    question::{PAGE_ROWS, Question, QuestionPlace, waiting},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    questions: Vec<Question>,
}

/// `GET /questions?after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Questions.action()) {
        return refused;
    }
    let clerk = visitor.clerk().clone();
    let after = after(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                questions: waiting(connection, &clerk, after)?,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Questions,
            visitor.language.say(words::QUESTIONS),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

fn after(query: Option<&str>) -> Option<QuestionPlace> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "after")
        .and_then(|(_, place)| place.parse().ok())
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::QUESTIONS)) }
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_WAITS)) }
            (self.surroundings.live("/questions", &self.table(language)))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [words::ASKED, words::MATTER, words::WHY, words::RECORD];
        let shown = self.questions.get(..PAGE_ROWS).unwrap_or(&self.questions);
        html! {
            @if self.questions.is_empty() {
                p.empty { (language.say(words::NOBODY_WAITS)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for question in shown { (self.row(language, question)) } }
                }
                @if let Some(last) = shown.last().filter(|_| self.questions.len() > PAGE_ROWS) {
                    nav.pages aria-label=(language.say(words::PAGES_OF_QUESTIONS)) {
                        a #further rel="next" href={ "/questions?after=" (last.place()) } {
                            (language.say(words::NEXT_PAGE))
                        }
                    }
                }
            }
        }
    }

    fn row(&self, language: Language, question: &Question) -> Markup {
        html! {
            tr {
                th scope="row" data-label=(language.say(words::ASKED)) {
                    (noted_at(question.asked_at_ms))
                    div.side { (self.staff.person(language, &question.asked_by)) }
                }
                td data-label=(language.say(words::MATTER)) {
                    a #{ "question-" (question.entry) }
                        href={ "/records/" (question.record) "/questions/" (question.entry) } {
                        (language.say(question.matter.words()))
                    }
                    div { (told_lines(&question.wanted)) }
                    @if !question.until.is_empty() {
                        div.side { (words::Until { day: &question.until }.say(language)) }
                    }
                    @if let Some(percent) = question.percent {
                        div.side { (words::UpToPercent { percent: &percent }.say(language)) }
                    }
                }
                td data-label=(language.say(words::WHY)) {
                    (told_lines(&question.reason))
                    @if !question.agreed_by_phone.is_empty() {
                        div.side { (language.say(words::AGREED_BY_TELEPHONE)) " " (told(&question.agreed_by_phone)) }
                    }
                }
                td data-label=(language.say(words::RECORD)) {
                    a #{ "record-" (question.entry) } href={ "/records/" (question.record) } { (told(&question.number)) }
                }
            }
        }
    }
}
