//! `/quality/report?month=2026-11`: the month in sum. Each number opens what it counts.

use axum::{extract::State, response::Response};
use doorstep_domain::{
    money::{Currency, Money},
    quality::NoticeReason,
};
use doorstep_words::{
    Language,
    office::quality::{self as all_words, report as words},
};
use maud::{Markup, html};

use super::{PAGE_ROWS, asked, link, notices, ways};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        told::told,
        visitor::Visitor,
    },
    quality::{
        ComplaintSums, Month, MonthFailure, MonthGroup, Raised, Show, complaint_sums,
        month_failures, raised,
    },
    rates::Scope,
    rights::Action,
};

pub(super) const ADDRESS: &str = "/quality/report";

struct Page {
    surroundings: Surroundings,
    month: Month,
    complaints: ComplaintSums,
    raised: Raised,
    failures: Vec<MonthFailure>,
    has_more: bool,
    is_first: bool,
}

/// `GET /quality/report`.
pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let now = state.environment().now();
    let month = month_of(query).unwrap_or_else(|| Month::of(now));
    let after = group_of(query);
    let scope = Scope::of(visitor.clerk());
    let read = state
        .store()
        .read(move |connection| {
            let place = (after.as_ref(), PAGE_ROWS + 1);
            let mut failures = month_failures(connection, &scope, month, place)?;
            let has_more = failures.len() > PAGE_ROWS;
            failures.truncate(PAGE_ROWS);
            let now_ms = now.timestamp_millis();
            Ok::<_, ApiError>(Page {
                surroundings: Surroundings::read(connection)?,
                month,
                complaints: complaint_sums(connection, &scope, month, now_ms)?,
                raised: raised(connection, &scope, month)?,
                failures,
                has_more,
                is_first: after.is_none(),
            })
        })
        .await;
    let page = read.map(|page| {
        let title = visitor.language.say(all_words::way::REPORT);
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

/// The month that an address names.
pub(super) fn month_of(query: Option<&str>) -> Option<Month> {
    Month::read(&asked(query, "month")?)
}

/// The group that an address names.
pub(super) fn group_of(query: Option<&str>) -> Option<MonthGroup> {
    Some(MonthGroup {
        model: asked(query, "model")?,
        batch: asked(query, "batch")?,
        cause: asked(query, "cause")?,
        part: asked(query, "part")?,
    })
}

/// The address that names a group of a month.
pub(super) fn group_address(path: &str, month: Month, group: [&str; 4]) -> String {
    let [model, batch, cause, part] = group;
    let name = month.name();
    link(
        path,
        &[
            ("month", &name),
            ("model", model),
            ("batch", batch),
            ("cause", cause),
            ("part", part),
        ],
    )
}

fn of_month(path: &str, month: Month) -> String {
    link(path, &[("month", &month.name())])
}

impl Page {
    fn content(&self, visitor: &Visitor) -> Markup {
        let language = visitor.language;
        let months = [
            (self.month.before(), words::BEFORE, "prev"),
            (self.month.after(), words::AFTER, "next"),
        ];
        html! {
            h1 { (language.say(all_words::way::REPORT)) " " (self.month.name()) }
            (ways(language, ADDRESS))
            nav.queues aria-label=(language.say(words::MONTHS)) {
                @for (month, phrase, rel) in months {
                    @if let Some(month) = month {
                        a href=(of_month(ADDRESS, month)) rel=(rel) { (language.say(phrase)) " " (month.name()) }
                    }
                }
            }
            p.hint { (language.say(words::WHAT_IT_IS)) }
            h2 { (language.say(words::COMPLAINTS)) }
            (self.complaints(language))
            h2 { (language.say(words::RAISED)) }
            (self.raised(language))
            h2 { (language.say(words::FAILURES)) }
            @if self.failures.is_empty() {
                p.empty { (language.say(words::NO_FAILURES)) }
            } @else {
                (self.failures(language))
            }
            @if visitor.may(Action::Export) {
                p {
                    a href=(of_month("/quality/report/complaints.csv", self.month)) download {
                        (language.say(words::COMPLAINTS_CSV))
                    }
                    " · "
                    a href=(of_month("/quality/report/failures.csv", self.month)) download {
                        (language.say(words::FAILURES_CSV))
                    }
                }
            }
        }
    }

    fn complaints(&self, language: Language) -> Markup {
        let (measure, count) = (language.say(words::MEASURE), language.say(words::COUNT));
        let currency = Currency::Cny;
        let minor = self.complaints.compensation_minor;
        html! {
            table.stack {
                thead { tr { th scope="col" { (measure) } th scope="col" { (count) } } }
                tbody {
                    @for (group, number) in &self.complaints.counts {
                        tr {
                            th scope="row" data-label=(measure) { (language.say(group.words())) }
                            td data-label=(count) {
                                @if *number == 0 { "0" } @else {
                                    a href=(link("/quality/report/complaints",
                                        &[("month", &self.month.name()), ("group", group.code())])) { (number) }
                                }
                            }
                        }
                    }
                    tr {
                        th scope="row" data-label=(measure) { (language.say(words::COMPENSATION)) }
                        td data-label=(count) { (Money { minor, currency }) }
                    }
                }
            }
        }
    }

    fn raised(&self, language: Language) -> Markup {
        let notices = |reason| notices::address(Show::Raised(self.month, reason));
        let rows = [
            (
                words::FIRST_NOTICES,
                self.raised.first_notices,
                notices(NoticeReason::First),
            ),
            (
                words::SAFETY_NOTICES,
                self.raised.safety_notices,
                notices(NoticeReason::Safety),
            ),
            (
                words::ALERTS,
                self.raised.alerts,
                of_month("/quality", self.month),
            ),
        ];
        html! {
            dl {
                @for (phrase, number, address) in rows {
                    dt { (language.say(phrase)) }
                    dd { @if number == 0 { "0" } @else { a href=(address) { (number) } } }
                }
            }
        }
    }

    fn failures(&self, language: Language) -> Markup {
        let heads = [
            all_words::MODEL,
            all_words::BATCH,
            all_words::CAUSE,
            all_words::PART,
            all_words::RECORDS,
            all_words::FAILED,
        ]
        .map(|head| language.say(head));
        let [model, batch, cause, part, records, failed] = heads;
        let key = |row: &MonthFailure| {
            [&row.model, &row.batch, &row.cause, &row.part].map(|text| text.clone())
        };
        let address = |path: &str, row: &MonthFailure| {
            let [model, batch, cause, part] = key(row);
            group_address(path, self.month, [&model, &batch, &cause, &part])
        };
        let next = self.failures.last().filter(|_| self.has_more);
        html! {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in &self.failures {
                        tr {
                            th scope="row" data-label=(model) { (told(&row.model)) }
                            td data-label=(batch) {
                                @if row.batch.is_empty() {
                                    span.none { (language.say(all_words::NO_BATCH)) }
                                } @else { (told(&row.batch)) }
                            }
                            td data-label=(cause) { (told(&row.cause)) }
                            td data-label=(part) {
                                @if row.part.is_empty() {
                                    span.none { (language.say(words::NO_PART)) }
                                } @else { (told(&row.part)) }
                            }
                            td data-label=(records) {
                                a href=(address("/quality/report/records", row)) { (row.records) }
                            }
                            td data-label=(failed) { (row.failed) }
                        }
                    }
                }
            }
            @if !self.is_first || next.is_some() {
                nav.pages aria-label=(language.say(words::FAILURES)) {
                    @if !self.is_first { a href=(of_month(ADDRESS, self.month)) { (language.say(words::FIRST)) } }
                    @if let Some(next) = next {
                        a rel="next" href=(address(ADDRESS, next)) { (language.say(words::NEXT)) }
                    }
                }
            }
        }
    }
}
