//! What happened to units before, as the server sent it with the jobs, and as archived records left it.

use doorstep_domain::{
    ids::RecordId,
    unit_history::{EarlierRecord, unit_key},
};
use rusqlite::{Connection, params};

use crate::Error;

const KEEPING: &str = "keeping the earlier records of a unit";
const READING: &str = "reading the earlier records of a unit";

/// Keeps the earlier records that come with a job, in the place of those that came before. Whether anything differs.
pub(crate) fn replace(
    connection: &Connection,
    job: RecordId,
    records: &[EarlierRecord],
) -> Result<bool, Error> {
    let fresh: Vec<(RecordId, String)> = records
        .iter()
        .map(|earlier| Ok((earlier.record, serde_json::to_string(earlier)?)))
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| Error::damaged(KEEPING, error))?;
    if standing(connection, job)? == sorted(&fresh) {
        return Ok(false);
    }
    forget(connection, job)?;
    // The later of two, should one come twice.
    let sql = "INSERT OR REPLACE INTO earlier_record (document, record, unit_key, summary) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection
        .prepare_cached(sql)
        .map_err(Error::storage(KEEPING))?;
    for (earlier, (record, summary)) in records.iter().zip(&fresh) {
        insert
            .execute(params![
                job.as_bytes(),
                record.as_bytes(),
                unit_key(&earlier.unit_serial),
                summary
            ])
            .map_err(Error::storage(KEEPING))?;
    }
    Ok(true)
}

fn standing(connection: &Connection, job: RecordId) -> Result<Vec<(RecordId, String)>, Error> {
    let sql = "SELECT record, summary FROM earlier_record WHERE document = ?1 ORDER BY record";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let row = |row: &rusqlite::Row<'_>| {
                Ok((RecordId(uuid::Uuid::from_bytes(row.get(0)?)), row.get(1)?))
            };
            statement.query_map([job.as_bytes()], row)?.collect()
        })
        .map_err(Error::storage(READING))
}

fn sorted(records: &[(RecordId, String)]) -> Vec<(RecordId, String)> {
    let mut records = records.to_vec();
    records.sort();
    records
}

/// The job goes.
pub(crate) fn forget(connection: &Connection, job: RecordId) -> Result<(), Error> {
    connection
        .prepare_cached("DELETE FROM earlier_record WHERE document = ?1")
        .and_then(|mut statement| statement.execute([job.as_bytes()]))
        .map(drop)
        .map_err(Error::storage(KEEPING))
}

/// The summaries of a unit's records that are not whole on this device, whichever job they came with. One that cannot
/// be read is passed over.
pub(crate) fn of_unit(connection: &Connection, serial: &str) -> Result<Vec<EarlierRecord>, Error> {
    let sql =
        "SELECT summary FROM (SELECT rowid AS place, 0 AS own, record, summary FROM earlier_record
                                     WHERE unit_key = ?1
                                   UNION ALL
                                   SELECT rowid, 1, document, summary FROM archived
                                     WHERE unit_key = ?1 AND unit_key <> '')
               WHERE record NOT IN (SELECT document FROM document WHERE state <> 'stub')
               ORDER BY own, place DESC";
    let summaries: Vec<String> = connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_map([unit_key(serial)], |row| row.get(0))?
                .collect()
        })
        .map_err(Error::storage(READING))?;
    let read = |summary: String| serde_json::from_str(&summary).ok();
    Ok(summaries.into_iter().filter_map(read).collect())
}
