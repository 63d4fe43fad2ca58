//! `GET /quarantine`: what enrolled devices sent and the gate refused, the newest first.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_words::{Language, office::quarantine as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{
    frame::{self, Place, Surroundings},
    moment::noted_at,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{api_error::ApiError, app::AppState, replication::refusal_words};

/// Rows of one page.
const PAGE_ROWS: usize = 100;

/// One refused upload.
struct Refused {
    id: i64,
    device: DeviceId,
    /// What it was about, and the record's number if the server has that record.
    record: Option<(RecordId, Option<String>)>,
    code: String,
    why: String,
    bytes: i64,
    received_at_ms: i64,
}

pub(super) async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = visitor.refusal(Place::Quarantine.action()) {
        return refused;
    }
    let before = before(visitor.address.query());
    let read = state
        .store()
        .read(move |connection| {
            Ok::<_, ApiError>((
                Surroundings::read(connection)?,
                Staff::read(connection)?,
                read(connection, before)?,
            ))
        })
        .await;
    let page = read.map(|(surroundings, staff, refused)| {
        let language = visitor.language;
        let content = content(language, &staff, &refused, before.is_some());
        let title = language.say(words::QUARANTINE);
        Some(frame::page(
            &visitor,
            &surroundings,
            Place::Quarantine,
            title,
            &content,
        ))
    });
    visitor.answer(page)
}

/// The id that the page before ended with.
fn before(query: Option<&str>) -> Option<i64> {
    form_urlencoded::parse(query?.as_bytes())
        .find(|(name, _)| name == "before")
        .and_then(|(_, value)| value.parse().ok())
}

/// One row more than a page has says that there is another page.
fn read(connection: &Connection, before: Option<i64>) -> rusqlite::Result<Vec<Refused>> {
    connection
        .prepare_cached(
            "SELECT id, quarantine.device, quarantine.document, number, code, why, length(bytes), received_at_ms
             FROM quarantine LEFT JOIN record_row ON record_row.document = quarantine.document
             WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
        )?
        .query_map(
            [before.unwrap_or(i64::MAX), PAGE_ROWS as i64 + 1],
            |row| {
                let document: Option<[u8; 16]> = row.get(2)?;
                let record = document.and_then(|id| RecordId::from_slice(&id).ok());
                let number: Option<String> = row.get(3)?;
                Ok(Refused {
                    id: row.get(0)?,
                    device: DeviceId(row.get(1)?),
                    record: record.map(|record| (record, number)),
                    code: row.get(4)?,
                    why: row.get(5)?,
                    bytes: row.get(6)?,
                    received_at_ms: row.get(7)?,
                })
            },
        )?
        .collect()
}

fn content(language: Language, staff: &Staff, refused: &[Refused], is_later: bool) -> Markup {
    let older = refused.get(PAGE_ROWS).and(refused.get(PAGE_ROWS - 1));
    html! {
        h1 { (language.say(words::QUARANTINE)) }
        p.hint {
            (language.say(words::WHAT_THE_QUARANTINE_IS))
        }
        @if refused.is_empty() {
            p.empty { (language.say(words::THE_QUARANTINE_IS_EMPTY)) }
        } @else {
            table.stack {
                thead {
                    tr {
                        th scope="col" { (language.say(words::RECEIVED)) }
                        th scope="col" { (language.say(words::FROM)) }
                        th scope="col" { (language.say(words::RECORD)) }
                        th scope="col" { (language.say(words::REFUSED_BECAUSE)) }
                        th scope="col" { (language.say(words::SIZE)) }
                    }
                }
                tbody { @for one in refused.iter().take(PAGE_ROWS) { (row(language, staff, one)) } }
            }
            nav.pages aria-label=(language.say(words::PAGES_OF_THE_LIST)) {
                @if is_later { a href="/quarantine" { (language.say(words::NEWEST)) } }
                @if let Some(last) = older {
                    a href={ "/quarantine?before=" (last.id) } { (language.say(words::OLDER)) }
                }
            }
        }
    }
}

fn row(language: Language, staff: &Staff, refused: &Refused) -> Markup {
    html! {
        tr {
            td data-label=(language.say(words::RECEIVED)) { (noted_at(refused.received_at_ms)) }
            td data-label=(language.say(words::FROM)) { (staff.device(language, refused.device)) }
            td data-label=(language.say(words::RECORD)) {
                @match &refused.record {
                    Some((record, Some(number))) => {
                        a href={ "/records/" (record) } { (told(number)) }
                    }
                    Some((record, None)) => {
                        (language.say(words::NOT_ON_THE_SERVER))
                        div.side { code { (record) } }
                    }
                    None => { (language.say(words::CANNOT_BE_READ)) }
                }
            }
            td data-label=(language.say(words::REFUSED_BECAUSE)) {
                div.main { (reason(language, refused)) }
                div.side { code { (seen(&refused.code)) } }
            }
            td data-label=(language.say(words::SIZE)) {
                (refused.bytes) (language.say(words::BYTES))
            }
        }
    }
}

/// Why, in words; for a code that is not known here, the sentence that was kept with it.
fn reason(language: Language, refused: &Refused) -> Markup {
    html! {
        @match refusal_words(&refused.code) {
            Some(phrase) => (language.say(phrase)),
            None => (told(&refused.why)),
        }
    }
}
