//! What happened to a unit before, out of the records that are on this device and of those that came with its jobs as
//! summaries.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, Record},
    unit_history::UnitHistory,
};
use rusqlite::{Connection, params};

use crate::{
    Device, Error,
    store::{earlier, is_found_by_trigrams, match_words},
};

impl Device {
    /// The earlier records of a record's unit: those that are on this device, read from them as they are now, and those
    /// of which the server sent a summary.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn unit_history(&self, record: &Record) -> Result<UnitHistory, Error> {
        let serial = record.words(Field::UnitSerial).trim();
        if serial.is_empty() {
            return Ok(UnitHistory::default());
        }
        let (same, summaries) = self.inner.store.read(|connection| {
            Ok((
                with_serial(connection, serial)?,
                earlier::of_unit(connection, serial)?,
            ))
        })?;
        let mut others = Vec::new();
        for other in same.into_iter().filter(|other| *other != record.id) {
            match self.record(other) {
                Ok(other) => others.push(other),
                // It left this device meanwhile, or was put away: then its summary is here.
                Err(Error::NotFound(_) | Error::Archived(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let others = others.iter().map(|other| &**other);
        Ok(UnitHistory::with_summaries(record, others, summaries))
    }
}

/// The records whose serial number holds this one, in letters of any case; which of them are of the same unit, the
/// domain says.
fn with_serial(connection: &Connection, serial: &str) -> Result<Vec<RecordId>, Error> {
    // The search narrows ten thousand rows down to those that hold the number somewhere.
    let narrowed = "SELECT document FROM record_row
                    WHERE row IN (SELECT rowid FROM record_search WHERE record_search MATCH ?2)
                      AND trim(unit_serial) = ?1 COLLATE NOCASE";
    let all =
        "SELECT document FROM record_row WHERE ?2 <> '' AND trim(unit_serial) = ?1 COLLATE NOCASE";
    let sql = if is_found_by_trigrams(serial) {
        narrowed
    } else {
        all
    };
    let quoted = match_words(&[serial]);
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let document =
                |row: &rusqlite::Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
            statement
                .query_map(params![serial, quoted], document)?
                .collect()
        })
        .map_err(Error::storage("looking for the earlier records of a unit"))
}
