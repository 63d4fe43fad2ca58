//! What is here of a record, in eight bytes: two devices with the same eight have the same of it.

use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;
use doorstep_sync::digest::{Holding, short_digest};
use rusqlite::{Connection, Row, params};

use crate::{Error, store::documents::add_head};

const DOING: &str = "summing up what is here";

/// The records that are here: those with something unsent first, then the open ones, then by what was done last.
pub(super) fn records(
    connection: &Connection,
    most: Option<usize>,
) -> Result<Vec<RecordId>, Error> {
    let sql = "SELECT record_row.document FROM record_row JOIN document USING (document)
               WHERE document.state <> 'stub' ORDER BY unsent DESC, done, updated_s DESC, row LIMIT ?1";
    let most = most.map_or(-1, |most| i64::try_from(most).unwrap_or(-1));
    let row = |row: &Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([most], row)?.collect())
        .map_err(Error::storage(DOING))
}

/// The digests of the newest records.
pub(super) fn newest(connection: &Connection, most: usize) -> Result<Vec<[u8; 8]>, Error> {
    records(connection, Some(most))?
        .into_iter()
        .map(|record| digest(connection, record))
        .collect()
}

/// The digest of a record with everything that counts, sent or not.
pub(super) fn digest(connection: &Connection, record: RecordId) -> Result<[u8; 8], Error> {
    let mut holding = Holding::default();
    let sql = "SELECT hash, deps FROM change
               WHERE document = ?1 AND state IN ('pending', 'acknowledged', 'once') ORDER BY place";
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(Error::storage(DOING))?;
    let mut rows = statement
        .query(params![record.as_bytes()])
        .map_err(Error::storage(DOING))?;
    while let Some(row) = rows.next().map_err(Error::storage(DOING))? {
        let (hash, deps): ([u8; 32], Vec<u8>) = row
            .get(0)
            .and_then(|hash| Ok((hash, row.get(1)?)))
            .map_err(Error::storage(DOING))?;
        add_head(&mut holding.heads, ChangeHash(hash), &deps);
    }
    holding.heads.sort_unstable();
    let sql =
        "SELECT digest FROM statement WHERE document = ?1 AND state <> 'refused' ORDER BY digest";
    holding.statements = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([record.as_bytes()], |row| row.get(0))?
                .collect()
        })
        .map_err(Error::storage(DOING))?;
    Ok(short_digest(record, &holding))
}
