//! Who is to be called, the most urgent at the head.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, Say as _, office::call_back as words};
use maud::{Markup, html};

use crate::{
    api_error::ApiError,
    app::AppState,
    call_back::{DueCall, DuePlace, PAGE_ROWS, Show, count_open, list},
    office::{
        form::said,
        frame::{self, Place, Surroundings},
        staff::Staff,
        told::told,
        visitor::Visitor,
    },
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    is_late: bool,
    counts: (i64, i64),
    calls: Vec<DueCall>,
    now_ms: i64,
}

/// `GET /call-backs?show=late&after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::CallBacks.action()) {
        return refused;
    }
    let now_ms = state.environment().now_ms();
    let (is_late, after) = asked(visitor.address.query());
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let show = if is_late {
                Show::Late(now_ms)
            } else {
                Show::Open
            };
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                is_late,
                counts: count_open(connection, &clerk, now_ms)?,
                calls: list(connection, &clerk, show, after)?,
                now_ms,
            })
        })
        .await;
    let page = read.map(|page| {
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::CallBacks,
            visitor.language.say(words::CALL_BACKS),
            &page.content(&visitor),
        ))
    });
    visitor.answer(page)
}

fn asked(query: Option<&str>) -> (bool, Option<DuePlace>) {
    let (mut is_late, mut after) = (false, None);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "show" => is_late = value == "late",
            "after" => {
                after = value.split_once('_').and_then(|(due_ms, about)| {
                    Some(DuePlace {
                        due_ms: due_ms.parse().ok()?,
                        about: about.parse().ok()?,
                    })
                });
            }
            _ => {}
        }
    }
    (is_late, after)
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::CALL_BACKS)) }
            (said(language, visitor.address.query()))
            nav.queues aria-label=(language.say(words::CALL_BACKS)) {
                a href="/call-backs" aria-current=[(!self.is_late).then_some("true")] {
                    (language.say(words::ALL_OPEN)) " " (self.counts.0)
                }
                a.attention[self.counts.1 > 0] href="/call-backs?show=late"
                    aria-current=[self.is_late.then_some("true")] {
                    (language.say(words::LATE_ONES)) " " (self.counts.1)
                }
            }
            (self.surroundings.live(&self.here(), &self.table(language)))
        }
    }

    fn here(&self) -> String {
        let show = if self.is_late { "?show=late" } else { "" };
        format!("/call-backs{show}")
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::DUE,
            words::CUSTOMER,
            words::RECORD,
            words::TECHNICIAN,
            words::WHY,
        ];
        let shown = self.calls.get(..PAGE_ROWS).unwrap_or(&self.calls);
        html! {
            @if self.calls.is_empty() {
                p.empty { (language.say(words::NOTHING_DUE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (language.say(head)) } } } }
                    tbody { @for call in shown { (self.row(language, call)) } }
                }
                @if let Some(last) = shown.last().filter(|_| self.calls.len() > PAGE_ROWS) {
                    nav.pages aria-label=(language.say(words::PAGES_OF_CALLS)) {
                        a #further rel="next" href=(self.after(last)) { (language.say(words::NEXT_PAGE)) }
                    }
                }
            }
        }
    }

    fn after(&self, last: &DueCall) -> String {
        let place = last.place();
        let show = if self.is_late { "show=late&" } else { "" };
        format!("/call-backs?{show}after={}_{}", place.due_ms, place.about)
    }

    fn row(&self, language: Language, call: &DueCall) -> Markup {
        let technician = call.technician.clone().map(PersonId);
        html! {
            tr {
                th scope="row" data-label=(language.say(words::DUE)) {
                    a #{ "call-" (call.about) } href={ "/call-backs/" (call.about) } { time datetime=(call.due_on) { (call.due_on) } }
                    @if call.due_ms < self.now_ms {
                        " " span.badge.bad { span.mark { "✖" } (language.say(words::TOO_LATE)) }
                    }
                    @if let Some(day) = call.again_on {
                        div.side { (words::AgainOn { day: &day }.say(language)) }
                    }
                }
                td data-label=(language.say(words::CUSTOMER)) {
                    (told(&call.customer_name))
                    div.side.phone { (told(&call.customer_phone)) }
                }
                td data-label=(language.say(words::RECORD)) {
                    @if let Some(record) = call.record {
                        a #{ "record-" (call.about) } href={ "/records/" (record) } { (told(&call.number)) }
                    }
                    div.side { (told(&call.unit_model)) }
                }
                td data-label=(language.say(words::TECHNICIAN)) {
                    @if let Some(technician) = technician { (self.staff.person(language, &technician)) }
                }
                td data-label=(language.say(words::WHY)) { (language.say(call.rule.words())) }
            }
        }
    }
}
