//! What waits for the store: requisitions to answer, returns to confirm, old parts that are missing.

use doorstep_domain::{
    ids::{EntryId, RecordId},
    named,
    van::{Movement, VanEntry},
};
use doorstep_words::office::parts as words;
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{StockError, balance::BalanceError, settle::entry_id};
use crate::{
    rights::station_condition,
    staff::{Clerk, StationCode},
};

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Technicians ask for pieces.
    Requisitions,
    /// Technicians say that they gave pieces back.
    Returns,
    /// Old parts were taken out and are still owed (以旧换新).
    OldParts,
}

named!(Queue {
    Requisitions "requisitions" words::REQUISITIONS;
    Returns "returns" words::RETURNS;
    OldParts "old-parts" words::OLD_PARTS;
});

impl Queue {
    /// The kinds of entries in it, as SQL.
    const fn kinds(self) -> &'static str {
        match self {
            Self::Requisitions => "'requisitioned'",
            Self::Returns => "'returned_new', 'returned_old'",
            Self::OldParts => "'removed'",
        }
    }
}

/// Something that waits for the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waiting {
    /// The van's entry.
    #[schema(value_type = String, format = "uuid")]
    pub entry: EntryId,
    /// What happened: `requisitioned`, `returned_new`, `returned_old` or `removed`.
    pub kind: String,
    /// Whose van.
    pub technician: String,
    /// His name.
    pub name: String,
    /// Where he works.
    pub station: Option<StationCode>,
    /// The part's code.
    pub part: String,
    /// Its name.
    pub part_name: String,
    /// Pieces that the entry names.
    pub quantity: i64,
    /// Pieces that the store has yet to see to.
    pub waiting: i64,
    /// The serial number; empty where none was read.
    pub serial: String,
    /// Of an old part that comes back: the serial number of the one that was taken out; empty where none was read.
    pub serial_removed: String,
    /// What the technician wrote with it.
    pub note: String,
    /// When, as claimed, RFC 3339.
    pub at: String,
    /// The record that an old part was taken out on.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub record: Option<RecordId>,
    /// Of an old part the record's entry that took it out.
    #[serde(skip)]
    pub(crate) about: Option<EntryId>,
}

const COLUMNS: &str =
    "entry, kind, technician, name, station, part, quantity, waiting, body, about
     FROM van_entry JOIN person ON person.person = technician LEFT JOIN person_station ON person_station.person = technician";

/// What waits in a queue at a clerk's stations, the oldest first, at most so many, what comes after an entry.
///
/// # Errors
/// [`StockError`].
pub fn waiting(
    connection: &Connection,
    clerk: &Clerk,
    queue: Queue,
    (after, most): (Option<EntryId>, usize),
) -> Result<Vec<Waiting>, StockError> {
    let (stations, more) = station_condition(clerk, "station");
    let after = after.map_or(Value::Null, |after| Value::Blob(after.as_bytes().to_vec()));
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [after].into_iter().chain(more).chain([Value::from(most)]);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE kind IN ({}) AND waiting > 0 AND (?1 IS NULL OR entry > ?1){stations}
         ORDER BY entry LIMIT ?",
        queue.kinds(),
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        waiting.push(of_row(connection, row)?);
    }
    Ok(waiting)
}

/// How much waits in a queue at a clerk's stations.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn waiting_count(
    connection: &Connection,
    clerk: &Clerk,
    queue: Queue,
) -> rusqlite::Result<i64> {
    let (stations, values) = station_condition(clerk, "station");
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM van_entry LEFT JOIN person_station ON person_station.person = technician
             WHERE kind IN ({}) AND waiting > 0{stations}",
            queue.kinds(),
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

/// One entry of a queue, also one that waits no longer; nothing where none of the queue's kind has the id.
///
/// # Errors
/// [`StockError`].
pub fn waiting_one(
    connection: &Connection,
    queue: Queue,
    entry: EntryId,
) -> Result<Option<Waiting>, StockError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE entry = ?1 AND kind IN ({}) LIMIT 1",
        queue.kinds(),
    ))?;
    let mut rows = statement.query([entry.as_bytes()])?;
    match rows.next()? {
        Some(row) => Ok(Some(of_row(connection, row)?)),
        None => Ok(None),
    }
}

fn of_row(connection: &Connection, row: &Row<'_>) -> Result<Waiting, StockError> {
    let body: String = row.get(8)?;
    let entry: VanEntry =
        serde_json::from_str(&body).map_err(|_| BalanceError::Noted("entry of a van"))?;
    let pieces = entry.what.pieces();
    let kind: String = row.get(1)?;
    let technician: String = row.get(2)?;
    let about: Option<[u8; 16]> = row.get(9)?;
    let serial_removed = match about {
        Some(removal) if kind == "returned_old" => {
            serial_removed(connection, &technician, removal)?
        }
        _ => String::new(),
    };
    Ok(Waiting {
        entry: entry_id(row.get(0)?),
        kind,
        technician,
        name: row.get(3)?,
        station: row.get::<_, Option<String>>(4)?.map(StationCode),
        part: row.get(5)?,
        part_name: pieces.map(|pieces| pieces.name.clone()).unwrap_or_default(),
        quantity: row.get(6)?,
        waiting: row.get(7)?,
        serial: pieces
            .map(|pieces| pieces.serial.clone())
            .unwrap_or_default(),
        serial_removed,
        note: match &entry.what {
            Movement::Requisitioned { note, .. } => note.clone(),
            _ => String::new(),
        },
        at: entry.at.to_rfc3339(),
        record: match entry.what {
            Movement::Removed { record, .. } => Some(record),
            _ => None,
        },
        about: about.map(entry_id),
    })
}

fn serial_removed(
    connection: &Connection,
    technician: &str,
    removal: [u8; 16],
) -> Result<String, StockError> {
    let mut statement = connection.prepare_cached(
        "SELECT body FROM van_entry WHERE technician = ?1 AND kind = 'removed' AND about = ?2 AND is_valid = 1
         ORDER BY entry LIMIT 1",
    )?;
    let mut rows = statement.query(rusqlite::params![technician, removal])?;
    let Some(row) = rows.next()? else {
        return Ok(String::new());
    };
    let body: String = row.get(0)?;
    let entry: VanEntry =
        serde_json::from_str(&body).map_err(|_| BalanceError::Noted("entry of a van"))?;
    let pieces = entry.what.pieces();
    Ok(pieces
        .map(|pieces| pieces.serial.clone())
        .unwrap_or_default())
}
