//! What the numbers of the month's report count: `/quality/report/complaints` and `/quality/report/records`.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::RecordId;
use doorstep_words::{
    Language,
    office::quality::{self as all_words, report as words},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    PAGE_ROWS, asked, link,
    report::{ADDRESS, group_address, group_of, month_of},
};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::{
        frame::{self, Place, Surroundings},
        moment::noted_text,
        told::told,
        visitor::Visitor,
    },
    quality::{
        ComplaintBehind, ComplaintGroup, Failed, Month, MonthGroup, SumPlace, UnitPlace,
        complaints_behind, records_behind,
    },
    rates::Scope,
    rights::Action,
};

/// `GET /quality/report/complaints?month=…&group=…&after=…`.
pub(super) async fn complaints(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let group = asked(query, "group").and_then(|code| ComplaintGroup::from_code(&code));
    let Some((month, group)) = month_of(query).zip(group) else {
        return visitor.nothing_here();
    };
    let after = asked(query, "after").and_then(|text| {
        let (taken_at_ms, complaint) = text.split_once('.')?;
        Some(SumPlace {
            taken_at_ms: taken_at_ms.parse().ok()?,
            complaint: complaint.parse::<Uuid>().ok()?,
        })
    });
    let scope = Scope::of(visitor.clerk());
    let now_ms = state.environment().now_ms();
    let read = state
        .store()
        .read(move |connection| {
            let place = (after, PAGE_ROWS + 1);
            let rows = complaints_behind(connection, &scope, (month, group), place, now_ms)?;
            Ok::<_, ApiError>((Surroundings::read(connection)?, rows))
        })
        .await;
    let page = read.map(|(surroundings, mut rows)| {
        let has_more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let next = rows.last().filter(|_| has_more).map(|last| {
            let place = last.place();
            let after = format!("{}.{}", place.taken_at_ms, place.complaint);
            let values = [
                ("month", month.name()),
                ("group", group.code().to_owned()),
                ("after", after),
            ];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            link("/quality/report/complaints", &values)
        });
        let language = visitor.language;
        let title = language.say(words::COMPLAINTS_BEHIND);
        let content = html! {
            (back(language, month))
            h1 { (language.say(group.words())) " · " (month.name()) }
            (complaint_table(&visitor, &rows))
            (further(language, title, next))
        };
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Quality,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

fn complaint_table(visitor: &Visitor, rows: &[ComplaintBehind]) -> Markup {
    let language = visitor.language;
    let heads = [
        words::TAKEN,
        words::GRAVITY,
        words::ABOUT,
        words::DUE,
        words::CLOSED,
    ]
    .map(|head| language.say(head));
    let [taken, gravity, about, due, closed] = heads;
    // Who complains, and what was said to him, is for those who work on it.
    let may_open = visitor.may(Action::HandleComplaints);
    html! {
        @if rows.is_empty() {
            p.empty { (language.say(words::NOTHING_HERE)) }
        } @else {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" data-label=(taken) {
                                @if may_open {
                                    a href={ "/complaints/" (row.complaint) } { (noted_text(&row.taken_at)) }
                                } @else { (noted_text(&row.taken_at)) }
                                @if !row.number.is_empty() { div.side { (told(&row.number)) } }
                            }
                            td data-label=(gravity) { (language.say(row.gravity.words())) }
                            td data-label=(about) { (told(&row.about)) }
                            td data-label=(due) { (row.due_on) }
                            td data-label=(closed) {
                                @match &row.closed_at {
                                    Some(at) => (noted_text(at)),
                                    None => span.none { (language.say(words::NOT_CLOSED)) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `GET /quality/report/records?month=…&model=…&batch=…&cause=…&part=…`.
pub(super) async fn records(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quality.action()) {
        return refused;
    }
    let query = visitor.address.query();
    let Some((month, group)) = month_of(query).zip(group_of(query)) else {
        return visitor.nothing_here();
    };
    let after = after_unit(query);
    let scope = Scope::of(visitor.clerk());
    let behind = group.clone();
    let read = state
        .store()
        .read(move |connection| {
            let place = (after.as_ref(), PAGE_ROWS + 1);
            let rows = records_behind(connection, &scope, (month, &behind), place)?;
            Ok::<_, ApiError>((Surroundings::read(connection)?, rows))
        })
        .await;
    let page = read.map(|(surroundings, mut rows)| {
        let has_more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let next = rows.last().filter(|_| has_more);
        let next = next.map(|last| next_units(month, &group, last));
        let language = visitor.language;
        let title = language.say(all_words::RECORDS_BEHIND);
        let content = html! {
            (back(language, month))
            h1 { (title) " · " (month.name()) }
            p {
                (told(&group.model)) " · "
                @if group.batch.is_empty() { (language.say(all_words::NO_BATCH)) } @else { (told(&group.batch)) }
                " · " (told(&group.cause)) " · "
                @if group.part.is_empty() { (language.say(words::NO_PART)) } @else { (told(&group.part)) }
            }
            (record_table(language, &rows))
            (further(language, title, next))
        };
        Some(frame::page(&visitor, &surroundings, Place::Quality, title, &content))
    });
    visitor.answer(page)
}

fn after_unit(query: Option<&str>) -> Option<UnitPlace> {
    Some(UnitPlace {
        serial: asked(query, "serial")?,
        record: asked(query, "record")?.parse::<RecordId>().ok()?,
    })
}

fn next_units(month: Month, group: &MonthGroup, last: &Failed) -> String {
    let key = [&group.model, &group.batch, &group.cause, &group.part].map(String::as_str);
    let here = group_address("/quality/report/records", month, key);
    let record = last.record.to_string();
    let place = [("serial", last.serial.as_str()), ("record", &record)];
    let place = link("", &place);
    format!("{here}&{}", place.trim_start_matches('?'))
}

fn record_table(language: Language, rows: &[Failed]) -> Markup {
    let heads = [all_words::RECORD, all_words::SERIAL].map(|head| language.say(head));
    let [record, serial] = heads;
    html! {
        @if rows.is_empty() {
            p.empty { (language.say(words::NOTHING_HERE)) }
        } @else {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" data-label=(record) {
                                a href={ "/records/" (row.record) } {
                                    @if row.number.is_empty() {
                                        (language.say(all_words::NO_NUMBER))
                                    } @else { (told(&row.number)) }
                                }
                            }
                            td data-label=(serial) {
                                @if row.serial.is_empty() {
                                    span.none { (language.say(all_words::NO_SERIAL)) }
                                } @else { (told(&row.serial.to_ascii_uppercase())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn back(language: Language, month: Month) -> Markup {
    html! {
        p { a href=(link(ADDRESS, &[("month", &month.name())])) { "← " (language.say(words::BACK)) } }
    }
}

fn further(language: Language, title: &str, next: Option<String>) -> Markup {
    html! {
        @if let Some(next) = next {
            nav.pages aria-label=(title) { a rel="next" href=(next) { (language.say(words::NEXT)) } }
        }
    }
}
