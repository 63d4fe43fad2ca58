//! Which record a name means.

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{RecordName, UseCaseError};
use crate::{
    Device, Error,
    store::{is_found_by_trigrams, match_words},
};

impl Device {
    /// The record with an id or a record number. Whether an id is on this device is seen when it is used.
    ///
    /// # Errors
    /// [`Error::Refused`] if no record here has the number, or what the disk says.
    pub fn find(&self, name: &RecordName) -> Result<RecordId, Error> {
        if let Ok(id) = name.0.parse() {
            return Ok(id);
        }
        let found = self
            .inner
            .store
            .read(|connection| numbered(connection, &name.0))?;
        found.ok_or_else(|| UseCaseError::NoSuchRecord.into())
    }
}

fn numbered(connection: &Connection, number: &str) -> Result<Option<RecordId>, Error> {
    // The search narrows ten thousand rows down to those that hold the number somewhere; the comparison decides.
    let narrowed = "SELECT document FROM record_row
                    WHERE row IN (SELECT rowid FROM record_search WHERE record_search MATCH ?2) AND number = ?1";
    let all = "SELECT document FROM record_row WHERE ?2 <> '' AND number = ?1";
    let sql = if is_found_by_trigrams(number) {
        narrowed
    } else {
        all
    };
    let quoted = match_words(&[number]);
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let document =
                |row: &rusqlite::Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
            statement
                .query_row(params![number, quoted], document)
                .optional()
        })
        .map_err(Error::storage("looking for a record by its number"))
}
