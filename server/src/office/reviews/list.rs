//! The reports of a state.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::PersonId;
use doorstep_words::{Language, office::review as words};
use maud::{Markup, html};
use uuid::Uuid;

use super::PAGE_ROWS;
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
    rates::Scope,
    review::{Report, ReportPlace, Show, reports},
};

struct Page {
    surroundings: Surroundings,
    staff: Staff,
    show: Show,
    reports: Vec<Report>,
    has_more: bool,
}

/// `GET /reviews?show=archived&after=…`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Reviews.action()) {
        return refused;
    }
    let (show, after) = asked(visitor.address.query());
    let scope = Scope::of(visitor.clerk());
    let read = state
        .store()
        .read(move |connection| {
            let mut reports = reports(connection, &scope, show, (after, PAGE_ROWS + 1))?;
            let has_more = reports.len() > PAGE_ROWS;
            reports.truncate(PAGE_ROWS);
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                staff: Staff::read(connection)?,
                show,
                reports,
                has_more,
            })
        })
        .await;
    let page = read.map(|page| {
        let title = visitor.language.say(words::REVIEWS);
        let content = page.content(&visitor);
        Some(frame::page(
            &visitor,
            &page.surroundings,
            Place::Reviews,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn asked(query: Option<&str>) -> (Show, Option<ReportPlace>) {
    let (mut show, mut after) = (Show::default(), None);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "show" => show = Show::from_code(&value).unwrap_or(show),
            "after" => after = place(&value),
            _ => {}
        }
    }
    (show, after)
}

fn place(text: &str) -> Option<ReportPlace> {
    let (since_ms, record) = text.split_once('.')?;
    Some(ReportPlace {
        since_ms: since_ms.parse().ok()?,
        record: record.parse::<Uuid>().ok()?,
    })
}

fn address(show: Show) -> String {
    format!("/reviews?show={}", show.state().code())
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        html! {
            h1 { (language.say(words::REVIEWS)) }
            (said(language, visitor.address.query()))
            p.hint { (language.say(words::WHAT_IT_IS)) }
            nav.queues aria-label=(language.say(words::STATES)) {
                @for show in Show::ALL {
                    a href=(address(show)) aria-current=[(show == self.show).then_some("true")] {
                        (language.say(show.state().words()))
                    }
                }
            }
            (self.surroundings.live(&address(self.show), &self.table(language)))
        }
    }

    fn table(&self, language: Language) -> Markup {
        let heads = [
            words::NUMBER,
            words::TECHNICIAN,
            words::MODEL,
            words::FINDINGS,
            words::CONFLICTS,
            words::STATE_HEAD,
        ]
        .map(|head| language.say(head));
        let [number, technician, model, findings, conflicts, state] = heads;
        let next = self.reports.last().filter(|_| self.has_more).map(|last| {
            let place = last.place();
            format!(
                "{}&after={}.{}",
                address(self.show),
                place.since_ms,
                place.record
            )
        });
        html! {
            @if self.reports.is_empty() {
                p.empty { (language.say(words::NOTHING_HERE)) }
            } @else {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for report in &self.reports {
                            tr {
                                th scope="row" data-label=(number) {
                                    a #{ "report-" (report.record) } href={ "/reviews/" (report.record) } {
                                        (told(&report.number))
                                    }
                                }
                                td data-label=(technician) { (whose(language, &self.staff, report)) }
                                td data-label=(model) { (told(&report.model)) }
                                td data-label=(findings) { (report.findings) }
                                td data-label=(conflicts) { (report.conflicts) }
                                td data-label=(state) { (state_of(language, report)) }
                            }
                        }
                    }
                }
                @if let Some(next) = next {
                    nav.pages aria-label=(language.say(words::REVIEWS)) {
                        a #further rel="next" href=(next) { (language.say(words::NEXT)) }
                    }
                }
            }
        }
    }
}

/// Who it is assigned to.
pub(super) fn whose(language: Language, staff: &Staff, report: &Report) -> Markup {
    html! {
        @if report.technician.is_empty() {
            span.none { (language.say(words::NOBODY)) }
        } @else { (staff.person(language, &PersonId(report.technician.clone()))) }
    }
}

/// Where it stands.
pub(super) fn state_of(language: Language, report: &Report) -> Markup {
    html! {
        (language.say(report.state.words()))
        @if report.is_changed {
            " " span.badge.warn { span.mark { "!" } (language.say(words::CHANGED_SINCE)) }
        }
    }
}
