//! A record that the office took away: what is unsent goes first, then all of it.

use doorstep_domain::ids::RecordId;
use doorstep_replica::Actor;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Write, archive, earlier, read_model};
use crate::{Error, Notice};

const DOING: &str = "handing a record over";

/// The record is no longer this device's. It goes now, or as soon as nothing of it is unsent. Whether it went.
pub(crate) fn leave(write: &mut Write<'_>, record: RecordId) -> Result<bool, Error> {
    if archive::forget(write, record)? {
        return Ok(true);
    }
    let sql = "UPDATE document SET state = 'leaving' WHERE document = ?1 AND state = 'visible'";
    execute(write.connection()?, sql, record)?;
    go_if_sent(write, record)
}

/// Forgets a record that is leaving, if everything of it is acknowledged. What was refused stays until a person has
/// seen it, and longer: it is nowhere else but in the office's quarantine. So does the past of it, without which nobody
/// could read what it did. Whether it went.
pub(crate) fn go_if_sent(write: &mut Write<'_>, record: RecordId) -> Result<bool, Error> {
    let connection = write.connection()?;
    if !is_leaving(connection, record)? || read_model::marks(connection, record)?.unsent {
        return Ok(false);
    }
    read_model::remove(connection, record)?;
    forget_content(write, record)?;
    write.tell(Notice::RecordLeft(record));
    Ok(true)
}

/// Forgets what a record says, but not its row of the list, nor what was refused of it.
pub(super) fn forget_content(write: &mut Write<'_>, record: RecordId) -> Result<(), Error> {
    let connection = write.connection()?;
    let wrote_here = wrote_here(connection, record, write.drawn_actor())?;
    let going: &[&str] = if has_refused(connection, record)? {
        &KEEPING
    } else {
        &FORGETTING
    };
    for sql in going {
        execute(connection, sql, record)?;
    }
    earlier::forget(connection, record)?;
    if wrote_here {
        // A server that was restored may give the record back without what was written here, and others still have that:
        // the same numbers of the same actor would be two histories.
        write.draw_new_actor();
    }
    write.forget(record);
    Ok(())
}

/// Whether an actor made changes of the record.
fn wrote_here(
    connection: &Connection,
    record: RecordId,
    actor: Option<Actor>,
) -> Result<bool, Error> {
    let Some(actor) = actor else { return Ok(false) };
    let sql = "SELECT EXISTS (SELECT 1 FROM change WHERE document = ?1 AND actor = ?2)";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.query_row(params![record.as_bytes(), actor.0], |row| row.get(0))
        })
        .map_err(Error::storage(DOING))
}

const KEEPING: [&str; 3] = [
    "DELETE FROM settlement WHERE document = ?1",
    "DELETE FROM author_proof WHERE document = ?1",
    "UPDATE document SET state = 'stub', snapshot = NULL, snapshot_place = NULL WHERE document = ?1",
];
const FORGETTING: [&str; 5] = [
    "DELETE FROM settlement WHERE document = ?1",
    "DELETE FROM author_proof WHERE document = ?1",
    "DELETE FROM change WHERE document = ?1",
    "DELETE FROM statement WHERE document = ?1",
    "DELETE FROM document WHERE document = ?1",
];

fn has_refused(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM change WHERE document = ?1 AND state = 'refused')
               OR EXISTS (SELECT 1 FROM statement WHERE document = ?1 AND state = 'refused')";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([record.as_bytes()], |row| row.get(0)))
        .map_err(Error::storage(DOING))
}

fn is_leaving(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT state = 'leaving' FROM document WHERE document = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([record.as_bytes()], |row| row.get(0))
                .optional()
        })
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
