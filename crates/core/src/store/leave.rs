//! A record that the office took away: what is unsent goes first, then all of it.

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Write, read_model};
use crate::{Error, Notice};

const DOING: &str = "handing a record over";

/// The record is no longer this device's. It goes now, or as soon as nothing of it is unsent.
pub(crate) fn leave(write: &mut Write<'_>, record: RecordId) -> Result<(), Error> {
    let sql = "UPDATE document SET state = 'leaving' WHERE document = ?1 AND state = 'visible'";
    execute(write.connection()?, sql, record)?;
    go_if_sent(write, record)
}

/// Forgets a record that is leaving, if everything of it is acknowledged. What was refused stays until a person has
/// seen it, and longer: it is nowhere else but in the office's quarantine.
pub(crate) fn go_if_sent(write: &mut Write<'_>, record: RecordId) -> Result<(), Error> {
    let connection = write.connection()?;
    if !is_leaving(connection, record)? || read_model::marks(connection, record)?.unsent {
        return Ok(());
    }
    read_model::remove(connection, record)?;
    for sql in [
        "DELETE FROM change WHERE document = ?1 AND state <> 'refused'",
        "DELETE FROM statement WHERE document = ?1 AND state <> 'refused'",
        "DELETE FROM author_proof WHERE document = ?1",
        "UPDATE document SET state = 'stub', snapshot = NULL, snapshot_place = NULL WHERE document = ?1",
        "DELETE FROM document WHERE document = ?1
            AND NOT EXISTS (SELECT 1 FROM change WHERE document = ?1)
            AND NOT EXISTS (SELECT 1 FROM statement WHERE document = ?1)",
    ] {
        execute(connection, sql, record)?;
    }
    write.forget(record);
    write.tell(Notice::RecordLeft(record));
    Ok(())
}

fn is_leaving(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT state = 'leaving' FROM document WHERE document = ?1")
        .and_then(|mut statement| statement.query_row([record.as_bytes()], |row| row.get(0)).optional())
        .map(Option::unwrap_or_default)
        .map_err(Error::storage(DOING))
}

fn execute(connection: &Connection, sql: &str, record: RecordId) -> Result<(), Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params![record.as_bytes()]))
        .map(drop)
        .map_err(Error::storage(DOING))
}
