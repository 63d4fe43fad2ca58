//! `/quality/checks`: spot checks of finished work and mystery customers, the newest first.

use axum::{extract::State, response::Response};
use doorstep_domain::{ids::PersonId, quality::CheckKind};
use doorstep_words::{
    Language, Say as _,
    office::quality::{self as all_words, check as words},
};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
    quality::{Check, CheckShow, checks},
    rates::Scope,
    rights::Action,
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    show: CheckShow,
    checks: Vec<Check>,
    has_more: bool,
}

/// `GET /quality/checks?show=open&before=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let show = match asked(query, "show").as_deref() {
        Some("open") => CheckShow::Open,
        _ => CheckShow::All,
    };
    let before = asked(query, "before").and_then(|number| number.parse().ok());
    let scope = Scope::of(visitor.clerk());
    let read = state
        .store()
        .read(move |connection| {
            let mut checks = checks(connection, &scope, show, (before, PAGE_ROWS + 1))?;
            let has_more = checks.len() > PAGE_ROWS;
            checks.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                show,
                checks,
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        let title = visitor.language.say(all_words::way::CHECKS);
        let content = page.content(&visitor);
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Quality,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

const fn address(show: CheckShow) -> &'static str {
    match show {
        CheckShow::All => "/quality/checks",
        CheckShow::Open => "/quality/checks?show=open",
    }
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let ways_to_take = [
            (CheckKind::Spot, words::TAKE_SPOT),
            (CheckKind::Mystery, words::TAKE_MYSTERY),
        ];
        html! {
            h1 { (language.say(all_words::way::CHECKS)) }
            (ways(language, "/quality/checks"))
            (said(language, visitor.address.query()))
            @if visitor.may(Action::WorkOnQuality) {
                p {
                    @for (kind, phrase) in ways_to_take {
                        a href={ "/quality/checks/new/" (kind.code()) } { (language.say(phrase)) } " "
                    }
                }
            }
            nav.queues aria-label=(language.say(words::STATE)) {
                @for (show, phrase) in [(CheckShow::All, words::ALL_OF_THEM), (CheckShow::Open, words::OPEN_ONES)] {
                    a href=(address(show)) aria-current=[(show == self.show).then_some("true")] { (language.say(phrase)) }
                }
            }
            (self.table(language))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::NUMBER,
            words::KIND,
            words::TECHNICIAN,
            words::CHECKED_ON,
            words::STATE,
        ]
        .map(|head| language.say(head));
        let [number, kind, technician, checked_on, state] = heads;
        let older = self.checks.last().filter(|_| self.has_more).map(|last| {
            let here = address(self.show);
            let joint = if here.contains('?') { '&' } else { '?' };
            format!("{here}{joint}before={}", last.check)
        });
        html! {
            @if self.checks.is_empty() {
                p.empty { (language.say(words::NOTHING_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for check in &self.checks {
                            tr {
                                th scope="row" data-label=(number) {
                                    a href={ "/quality/checks/" (check.check) } { (check.check) }
                                    @if !check.number.is_empty() { div.side { (told(&check.number)) } }
                                }
                                td data-label=(kind) { (language.say(check.kind.words())) }
                                td data-label=(technician) { (whose(language, &self.staff, check)) }
                                td data-label=(checked_on) { (check.checked_on) }
                                td data-label=(state) { (state_of(language, check)) }
                            }
                        }
                    }
                }
                @if let Some(older) = older {
                    nav.pages aria-label=(language.say(all_words::way::CHECKS)) {
                        a rel="next" href=(older) { (language.say(words::OLDER)) }
                    }
                }
            }
        }
    }
}

/// Whose work was checked.
pub(super) fn whose(language: Language, staff: &Staff, check: &Check) -> Markup {
    html! {
        @if check.technician.is_empty() {
            span.none { (language.say(words::NOT_KNOWN)) }
        } @else { (staff.person(language, &PersonId(check.technician.clone()))) }
    }
}

/// Whether there are faults, and whether something was done about them.
pub(super) fn state_of(language: Language, check: &Check) -> Markup {
    let faults = words::Faults {
        count: &check.faults,
    };
    html! {
        @if check.faults == 0 {
            span.badge.good { span.mark { "✔" } (language.say(words::NO_FAULT)) }
        } @else {
            @if check.settled_words.is_some() {
                span.badge.good { span.mark { "✔" } (language.say(words::SETTLED)) } " " (faults.say(language))
            } @else {
                span.badge.warn { span.mark { "!" } (faults.say(language)) }
            }
        }
    }
}
