//! Records of one visit: which were merged into which, and which look as if they should be.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    duplicate::{Likeness, Traits, stays},
    ids::RecordId,
    record::Record,
};
use rusqlite::{Connection, Row, params};

use crate::Error;

const DOING: &str = "looking for records of one visit";

/// Notes into which record this one was merged, if it was, as far as that differs from what `before` said.
pub(super) fn note(
    connection: &Connection,
    record: &Record,
    before: Option<&Record>,
) -> Result<(), Error> {
    let into = stays(record);
    if before.is_some_and(|before| stays(before) == into) {
        return Ok(());
    }
    match into {
        Some(stays) => {
            let sql = "INSERT INTO duplicate (document, stays) VALUES (?1, ?2)
                       ON CONFLICT (document) DO UPDATE SET stays = ?2";
            execute(
                connection,
                sql,
                params![record.id.as_bytes(), stays.as_bytes()],
            )
        }
        None => forget(connection, record.id),
    }
}

/// The record is no longer here.
pub(super) fn forget(connection: &Connection, record: RecordId) -> Result<(), Error> {
    let sql = "DELETE FROM duplicate WHERE document = ?1";
    execute(connection, sql, params![record.as_bytes()])
}

/// No record is here, but those of which there is only a row.
pub(super) fn clear(connection: &Connection) -> Result<(), Error> {
    let sql = "DELETE FROM duplicate WHERE document NOT IN (SELECT document FROM archived)";
    execute(connection, sql, params![])
}

/// The records that were merged into this one.
pub(crate) fn merged_into(
    connection: &Connection,
    stays: RecordId,
) -> Result<Vec<RecordId>, Error> {
    let sql = "SELECT document FROM duplicate WHERE stays = ?1 ORDER BY document";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(DOING))?;
    statement
        .query_map([stays.as_bytes()], |row| record(row.get(0)?))
        .and_then(Iterator::collect)
        .map_err(Error::storage(DOING))
}

/// The open records that are likely to be about the same visit, each with what speaks for it.
pub(crate) fn likely(
    connection: &Connection,
    own: &Record,
) -> Result<BTreeMap<RecordId, BTreeSet<Likeness>>, Error> {
    let traits = Traits::of(own);
    let sql =
        "SELECT document, unit_serial, customer_phone, customer_address, unit_kind FROM record_row
               WHERE status NOT IN ('reported', 'cancelled') AND document <> ?1";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(DOING))?;
    let compare = |row: &Row<'_>| {
        let words = |column: usize| row.get::<_, String>(column);
        let other = Traits::new(&words(1)?, &words(2)?, &words(3)?, &words(4)?);
        Ok((record(row.get(0)?)?, traits.likeness(&other)))
    };
    let rows = statement
        .query_map([own.id.as_bytes()], compare)
        .map_err(Error::storage(DOING))?;
    let alike = rows.filter(|row| row.as_ref().map_or(true, |(_, why)| !why.is_empty()));
    alike
        .collect::<rusqlite::Result<_>>()
        .map_err(Error::storage(DOING))
}

#[allow(clippy::unnecessary_wraps)] // as rusqlite asks for it
fn record(document: [u8; 16]) -> rusqlite::Result<RecordId> {
    Ok(RecordId(uuid::Uuid::from_bytes(document)))
}

fn execute(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<(), Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .map(drop)
        .map_err(Error::storage(DOING))
}
