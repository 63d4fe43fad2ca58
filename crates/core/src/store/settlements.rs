//! Clashes that somebody else settled: told to whoever wrote one of the values here, until he has seen it.

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    record::{Record, What},
};
use rusqlite::{Connection, params};

use crate::Error;

const DOING: &str = "noting a clash that was settled";

/// The settlements that stand in a record.
pub(crate) fn standing(record: &Record) -> BTreeSet<EntryId> {
    let settled = record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::Settled { .. }));
    settled.map(|(id, _)| id).collect()
}

/// Notes what came in of others since the record read as it did. Whether it is anything.
pub(crate) fn note(
    connection: &Connection,
    record: &Record,
    before: &BTreeSet<EntryId>,
    own: &PersonId,
) -> Result<bool, Error> {
    let mut is_any = false;
    for (id, entry) in record.valid_entries() {
        let of_others = matches!(entry.what, What::Settled { .. }) && entry.by != *own;
        if of_others && !before.contains(&id) {
            let sql = "INSERT OR IGNORE INTO settlement (document, entry) VALUES (?1, ?2)";
            connection
                .prepare_cached(sql)
                .and_then(|mut statement| {
                    statement.execute(params![record.id.as_bytes(), id.0.as_bytes()])
                })
                .map_err(Error::storage(DOING))?;
            is_any = true;
        }
    }
    Ok(is_any)
}

/// What nobody has seen yet, the longest waiting first.
pub(crate) fn unseen(connection: &Connection) -> Result<Vec<(RecordId, EntryId)>, Error> {
    let sql = "SELECT document, entry FROM settlement WHERE NOT seen ORDER BY entry";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(DOING))?;
    let rows = statement.query_map([], |row| {
        let id = |column: usize| row.get(column).map(uuid::Uuid::from_bytes);
        Ok((RecordId(id(0)?), EntryId(id(1)?)))
    });
    rows.and_then(Iterator::collect)
        .map_err(Error::storage(DOING))
}
