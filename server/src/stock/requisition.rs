//! Requisitions (领料单) are answered: what is there is issued, and a line that is short is written down as one.

use chrono::{Datelike as _, TimeZone as _, Utc};
use doorstep_domain::ids::{EntryId, PersonId};
use rusqlite::{Connection, params, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AtTheCounter, Queue, StockError, Waiting,
    difference::{allowed, on_a_van, reason},
    note::station_of,
    waiting_one,
};
use crate::{audit::moment, replication::OfficeDesk, rights::station_condition, staff::Clerk};

/// A requisition is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequisition {
    /// How many pieces were still to come when it was looked at.
    pub waiting: i64,
    /// How many are issued now.
    #[schema(minimum = 0, maximum = 10000)]
    pub quantity: i64,
    /// The serial number; with one, one piece is issued.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub serial: String,
    /// What is not issued now will not come.
    #[serde(default)]
    pub closes: bool,
    /// Why not all of it is issued; needed where it is not.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Answers a requisition. The issue reaches the technician with his next contact.
///
/// # Errors
/// [`StockError`].
pub fn answer(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    requisition: EntryId,
    request: &AnswerRequisition,
    now_ms: i64,
) -> Result<(), StockError> {
    let connection = desk.connection();
    let asked = asked(connection, clerk, requisition)?;
    if asked.waiting != request.waiting || asked.waiting == 0 {
        return Err(StockError::ChangedMeanwhile);
    }
    let serial = request.serial.trim();
    let given = request.quantity;
    if !(0..=asked.waiting).contains(&given) || (!serial.is_empty() && given != 1) {
        return Err(StockError::BadQuantity);
    }
    let is_short = given < asked.waiting;
    let why = if is_short {
        reason(&request.reason)?
    } else {
        String::new()
    };
    let technician = PersonId(asked.technician.clone());
    if given > 0 {
        let does = AtTheCounter::Issue {
            part: asked.part.clone(),
            quantity: given,
            serial: serial.to_owned(),
            requisition: Some(requisition),
        };
        on_a_van(desk, clerk, &technician, does, now_ms)?;
    }
    // Taken back, it waits on the technician's screen no longer, and he reads why.
    let closes = is_short && request.closes;
    if closes {
        let does = AtTheCounter::Void {
            entry: requisition,
            reason: why.clone(),
        };
        on_a_van(desk, clerk, &technician, does, now_ms)?;
    }
    connection.execute(
        "INSERT INTO requisition_answer (entry, technician, store, part, wanted, given, is_closed, reason, person, at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            requisition.as_bytes(),
            asked.technician,
            station_of(connection, &technician)?.unwrap_or_default(),
            asked.part,
            asked.waiting,
            given,
            closes,
            why,
            clerk.person.0,
            now_ms,
        ],
    )?;
    Ok(())
}

fn asked(
    connection: &Connection,
    clerk: &Clerk,
    requisition: EntryId,
) -> Result<Waiting, StockError> {
    let asked = waiting_one(connection, Queue::Requisitions, requisition)?;
    let asked = asked.ok_or(StockError::NoSuchMovement)?;
    allowed(connection, clerk, &PersonId(asked.technician.clone()))?;
    Ok(asked)
}

/// When the present month began, by the server's clock.
#[must_use]
pub fn month_began(now_ms: i64) -> i64 {
    let now = moment(now_ms);
    let first = Utc.with_ymd_and_hms(now.year(), now.month(), 1, 0, 0, 0);
    first
        .earliest()
        .map_or(now_ms, |first| first.timestamp_millis())
}

/// How many lines were filled when they were first answered: parts available when needed, ≥ 90 % by domain.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Availability {
    /// Lines answered.
    pub lines: i64,
    /// Those that were filled at once.
    pub filled: i64,
}

/// A line that was not filled when it was first answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShortLine {
    /// The requisition's entry.
    #[schema(value_type = String, format = "uuid")]
    pub entry: EntryId,
    /// Whose it is.
    pub technician: String,
    /// The part's code.
    pub part: String,
    /// Asked for.
    pub wanted: i64,
    /// Issued at first.
    pub given: i64,
    /// The rest will not come.
    pub is_closed: bool,
    /// Why.
    pub reason: String,
    /// When, RFC 3339.
    pub at: String,
    #[serde(skip)]
    pub(crate) answer: i64,
}

/// First answers since a moment, at a clerk's stations.
const FIRST: &str = "FROM requisition_answer AS line
     WHERE at_ms >= ?1 AND NOT EXISTS (SELECT 1 FROM requisition_answer AS earlier
                                       WHERE earlier.entry = line.entry AND earlier.answer < line.answer)";

/// How many lines were filled at once since a moment.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn availability(
    connection: &Connection,
    clerk: &Clerk,
    since_ms: i64,
) -> rusqlite::Result<Availability> {
    let (stations, more) = station_condition(clerk, "nullif(store, '')");
    let values = [Value::from(since_ms)].into_iter().chain(more);
    connection
        .prepare_cached(&format!(
            "SELECT count(*), ifnull(sum(given = wanted), 0) {FIRST}{stations}"
        ))?
        .query_row(params_from_iter(values), |row| {
            Ok(Availability {
                lines: row.get(0)?,
                filled: row.get(1)?,
            })
        })
}

/// The lines behind it that were short, the last first, at most so many, those before an answer.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn short_lines(
    connection: &Connection,
    clerk: &Clerk,
    since_ms: i64,
    (before, most): (Option<i64>, usize),
) -> rusqlite::Result<Vec<ShortLine>> {
    let (stations, more) = station_condition(clerk, "nullif(store, '')");
    let values = [
        Value::from(since_ms),
        Value::from(before.unwrap_or(i64::MAX)),
    ];
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = values.into_iter().chain(more).chain([Value::from(most)]);
    connection
        .prepare_cached(&format!(
            "SELECT entry, technician, part, wanted, given, is_closed, reason, at_ms, answer {FIRST}
               AND given < wanted AND answer < ?2{stations} ORDER BY answer DESC LIMIT ?"
        ))?
        .query_map(params_from_iter(values), |row| {
            Ok(ShortLine {
                entry: super::settle::entry_id(row.get(0)?),
                technician: row.get(1)?,
                part: row.get(2)?,
                wanted: row.get(3)?,
                given: row.get(4)?,
                is_closed: row.get(5)?,
                reason: row.get(6)?,
                at: moment(row.get(7)?).to_rfc3339(),
                answer: row.get(8)?,
            })
        })?
        .collect()
}
