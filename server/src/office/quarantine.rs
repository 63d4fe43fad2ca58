//! `GET /quarantine`: what enrolled devices sent and the gate refused, the newest first.

use axum::{extract::State, response::Response};
use doorstep_domain::ids::{DeviceId, RecordId};
use maud::{Markup, html};
use rusqlite::Connection;

use super::{
    frame::{self, Place, Surroundings},
    language::Language,
    moment::noted_at,
    staff::Staff,
    told::{seen, told},
    visitor::Visitor,
};
use crate::{api_error::ApiError, app::AppState, replication::refusal_in_chinese};

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
        let title = language.say("隔离区", "Quarantine");
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
        h1 { (language.say("隔离区", "Quarantine")) }
        p.hint {
            (language.say(
                "下列内容由已登记的设备送来，因不合规则被拒收。原样保存在此，没有并入任何维修单，也没有影响别人。",
                "Enrolled devices sent this and it was refused. It is kept here as it came; it is in no record and affected nobody else.",
            ))
        }
        @if refused.is_empty() {
            p.empty { (language.say("隔离区是空的。", "The quarantine is empty.")) }
        } @else {
            table.stack {
                thead {
                    tr {
                        th scope="col" { (language.say("收到", "Received")) }
                        th scope="col" { (language.say("来自", "From")) }
                        th scope="col" { (language.say("维修单", "Record")) }
                        th scope="col" { (language.say("拒收原因", "Refused because")) }
                        th scope="col" { (language.say("大小", "Size")) }
                    }
                }
                tbody { @for one in refused.iter().take(PAGE_ROWS) { (row(language, staff, one)) } }
            }
            nav.pages aria-label=(language.say("翻页", "Pages of the list")) {
                @if is_later { a href="/quarantine" { (language.say("最新", "Newest")) } }
                @if let Some(last) = older {
                    a href={ "/quarantine?before=" (last.id) } { (language.say("更早", "Older")) }
                }
            }
        }
    }
}

fn row(language: Language, staff: &Staff, refused: &Refused) -> Markup {
    html! {
        tr {
            td data-label=(language.say("收到", "Received")) { (noted_at(refused.received_at_ms)) }
            td data-label=(language.say("来自", "From")) { (staff.device(language, refused.device)) }
            td data-label=(language.say("维修单", "Record")) {
                @match &refused.record {
                    Some((record, Some(number))) => {
                        a href={ "/records/" (record) } { (told(number)) }
                    }
                    Some((record, None)) => {
                        (language.say("服务器没有此单", "not on the server"))
                        div.side { code { (record) } }
                    }
                    None => { (language.say("无法读出", "cannot be read")) }
                }
            }
            td data-label=(language.say("拒收原因", "Refused because")) {
                div.main { (reason(language, refused)) }
                div.side { code { (seen(&refused.code)) } }
            }
            td data-label=(language.say("大小", "Size")) {
                (refused.bytes) (language.say(" 字节", " bytes"))
            }
        }
    }
}

/// Why, in words; for a code that is not known here, the sentence that was kept with it.
fn reason(language: Language, refused: &Refused) -> Markup {
    let chinese = match language {
        Language::Chinese => refusal_in_chinese(&refused.code),
        Language::English => None,
    };
    html! {
        @match chinese {
            Some(words) => (words),
            None => (told(&refused.why)),
        }
    }
}
