//! Records that were closed long ago: their row of the list stays on this device, the rest of them only on the server,
//! from which they can be fetched. The device decides, and only about what is acknowledged to the last byte.

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::RecordId,
    record::Field,
    unit_history::{EarlierRecord, unit_key},
};
use doorstep_replica::{ChangeHash, Heads};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{
    Write,
    documents::{Loaded, join, split},
    leave, read_model,
    settings::{self, name},
};
use crate::{Device, Error, Notice, device::Inner};

/// How long a record that was fetched stays: a week, so that nobody fetches it twice for one complaint.
const FETCHED_DAYS: u32 = 7;
/// How many records are put away in one transaction: nobody should wait for more with an edit.
const AT_ONCE: usize = 50;

const DOING: &str = "putting a closed record away";

impl Device {
    /// Asks for a record of which only the row is here; it comes whole with the next contact. Whether it was asked for:
    /// not, if it is here already.
    ///
    /// # Errors
    /// [`Error::NotFound`] if not even its row is here, or what the disk says.
    pub fn want(&self, record: RecordId) -> Result<bool, Error> {
        self.inner.store.write(|write| {
            let connection = write.connection()?;
            if want(connection, record)? {
                write.tell(Notice::Record(record));
                write.tell(Notice::Status);
                return Ok(true);
            }
            match Loaded::read(connection, record, &write.roster())? {
                Some(_) => Ok(false),
                None => Err(Error::NotFound(record)),
            }
        })
    }
}

/// Puts away what has been closed for so many days, a part of it in each call. How many records went; none: all have.
pub(crate) fn put_away(device: &Inner) -> Result<usize, Error> {
    device.store.write(|write| {
        let connection = write.connection()?;
        let Some(days) = closed_days(connection)? else {
            return Ok(0);
        };
        let now_ms = server_now_ms(connection, device)?;
        let mut gone = 0;
        for record in candidates(connection, now_ms, days)? {
            gone += usize::from(put_one_away(write, record)?);
        }
        Ok(gone)
    })
}

/// After how many days a closed record goes; nothing before a server has said so, which is also what says that it
/// gives records back on demand.
fn closed_days(connection: &Connection) -> Result<Option<u32>, Error> {
    settings::get(connection, name::CLOSED_DAYS)
}

/// The server's clock, as far as this device can tell.
fn server_now_ms(connection: &Connection, device: &Inner) -> Result<i64, Error> {
    let offset_ms: Option<i64> = settings::get(connection, name::CLOCK_OFFSET_MS)?;
    let now_ms = device.environment.clock.now().timestamp_millis();
    Ok(now_ms.saturating_sub(offset_ms.unwrap_or(0)))
}

fn days_ms(days: u32) -> i64 {
    i64::from(days) * 24 * 60 * 60 * 1_000
}

/// Closed, untouched for so many days, and everything of it acknowledged.
fn candidates(connection: &Connection, now_ms: i64, days: u32) -> Result<Vec<RecordId>, Error> {
    let sql = "SELECT document FROM record_row JOIN document USING (document)
               WHERE done = 1 AND archived = 0 AND updated_s <= ?1 AND NOT needs_attention
                 AND document.state = 'visible'
                 AND keep_until_ms <= ?2
                 AND NOT EXISTS (SELECT 1 FROM change WHERE change.document = document.document
                                   AND change.state <> 'acknowledged')
                 AND NOT EXISTS (SELECT 1 FROM statement WHERE statement.document = document.document
                                   AND statement.state <> 'acknowledged')
               ORDER BY updated_s LIMIT ?3";
    let closed_before_s = now_ms.saturating_sub(days_ms(days)).div_euclid(1_000);
    let values = params![closed_before_s, now_ms, AT_ONCE as i64];
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(values, record)?.collect())
        .map_err(Error::storage(DOING))
}

/// Whether it went: a record that cannot be read stays as it is.
fn put_one_away(write: &mut Write<'_>, record: RecordId) -> Result<bool, Error> {
    let connection = write.connection()?;
    let loaded = match Loaded::read(connection, record, &write.roster()) {
        Ok(Some(loaded)) => loaded,
        Ok(None) | Err(Error::Damaged { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let summary = serde_json::to_string(&EarlierRecord::of(&loaded.record))
        .map_err(|error| Error::damaged(DOING, error))?;
    let sql = "INSERT INTO archived (document, heads, statements, unit_key, summary) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (document) DO UPDATE SET heads = ?2, statements = ?3, unit_key = ?4, summary = ?5, wanted = 0";
    let heads: Heads = loaded.document.heads();
    let values = params![
        record.as_bytes(),
        join(&heads),
        statements(connection, record)?,
        unit_key(loaded.record.words(Field::UnitSerial)),
        summary,
    ];
    execute(connection, sql, values)?;
    let sql = "UPDATE record_row SET archived = 1 WHERE document = ?1";
    execute(connection, sql, params![record.as_bytes()])?;
    leave::forget_content(write, record)?;
    write.tell(Notice::Record(record));
    Ok(true)
}

/// The digests of a record's statements, in ascending order.
fn statements(connection: &Connection, record: RecordId) -> Result<Vec<u8>, Error> {
    let sql = "SELECT digest FROM statement WHERE document = ?1 ORDER BY digest";
    let digests: Vec<[u8; 32]> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([record.as_bytes()], |row| row.get(0))?
                .collect()
        })
        .map_err(Error::storage(DOING))?;
    Ok(digests.concat())
}

/// Says of an archived record that it is to be fetched. Whether it is one.
pub(crate) fn want(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    let sql = "UPDATE archived SET wanted = 1 WHERE document = ?1";
    Ok(execute(connection, sql, params![record.as_bytes()])? > 0)
}

/// What is to be fetched.
pub(crate) fn wanted(
    connection: &Connection,
    asked: &BTreeSet<RecordId>,
    most: usize,
) -> Result<Vec<RecordId>, Error> {
    let sql = "SELECT document FROM archived WHERE wanted ORDER BY document";
    let all: Vec<RecordId> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([], record)?.collect())
        .map_err(Error::storage("reading what is to be fetched"))?;
    let left = all.into_iter().filter(|record| !asked.contains(record));
    Ok(left.take(most).collect())
}

/// Whether only the row of a record is here.
pub(crate) fn is_archived(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM archived WHERE document = ?1)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([record.as_bytes()], |row| row.get(0)))
        .map_err(Error::storage(DOING))
}

/// A record came whole, or more of it. What was fetched stays for a while; what is new stays as if it had just been
/// acknowledged, for whoever wrote it may have handed the record over. Not so what is read before there is a cursor:
/// a new device need not hold years of closed records for a month.
pub(crate) fn came(
    connection: &Connection,
    device: &Inner,
    record: RecordId,
    heads: Option<&Heads>,
) -> Result<(), Error> {
    let archived: Option<(bool, Vec<u8>)> = connection
        .prepare_cached("DELETE FROM archived WHERE document = ?1 RETURNING wanted, heads")
        .and_then(|mut statement| {
            statement
                .query_row([record.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(Error::storage(DOING))?;
    match archived {
        Some((wanted, kept)) if heads.is_some_and(|heads| join(heads) == kept) => {
            if wanted {
                keep(connection, device, record, FETCHED_DAYS)?;
            }
            Ok(())
        }
        _ => match settings::get::<Vec<u8>>(connection, name::CURSOR)? {
            Some(_) => was_acknowledged(connection, device, record),
            None => Ok(()),
        },
    }
}

/// The server has something of a record since now: it stays here as long as the server's last backup may be without it.
pub(crate) fn was_acknowledged(
    connection: &Connection,
    device: &Inner,
    record: RecordId,
) -> Result<(), Error> {
    match closed_days(connection)? {
        Some(days) => keep(connection, device, record, days),
        None => Ok(()),
    }
}

fn keep(connection: &Connection, device: &Inner, record: RecordId, days: u32) -> Result<(), Error> {
    let until_ms = server_now_ms(connection, device)?.saturating_add(days_ms(days));
    let sql = "UPDATE document SET keep_until_ms = max(keep_until_ms, ?2) WHERE document = ?1";
    execute(connection, sql, params![record.as_bytes(), until_ms]).map(drop)
}

/// Forgets an archived record that is no longer this technician's. Whether it was one.
pub(crate) fn forget(write: &mut Write<'_>, record: RecordId) -> Result<bool, Error> {
    let connection = write.connection()?;
    if !is_archived(connection, record)? {
        return Ok(false);
    }
    read_model::remove(connection, record)?;
    leave::forget_content(write, record)?;
    execute(
        write.connection()?,
        "DELETE FROM archived WHERE document = ?1",
        params![record.as_bytes()],
    )?;
    write.tell(Notice::RecordLeft(record));
    Ok(true)
}

/// What was acknowledged of an archived record: heads and statements.
pub(crate) struct Archived {
    pub(crate) record: RecordId,
    pub(crate) heads: Vec<ChangeHash>,
    pub(crate) statements: Vec<[u8; 32]>,
}

/// All of them, for the comparison with the server.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Archived>> {
    let row = |row: &Row<'_>| {
        let statements = row.get_ref(2)?.as_blob()?;
        Ok(Archived {
            record: record(row)?,
            heads: split(row.get_ref(1)?.as_blob()?).collect(),
            statements: split(statements).map(|digest| digest.0).collect(),
        })
    };
    connection
        .prepare_cached("SELECT document, heads, statements FROM archived")?
        .query_map([], row)?
        .collect()
}

/// Why a record cannot be read or written here.
pub(crate) fn not_here(connection: &Connection, record: RecordId) -> Error {
    match is_archived(connection, record) {
        Ok(true) => Error::Archived(record),
        Ok(false) => Error::NotFound(record),
        Err(error) => error,
    }
}

fn record(row: &Row<'_>) -> rusqlite::Result<RecordId> {
    Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)))
}

fn execute(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<usize, Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map_err(Error::storage(DOING))
}
