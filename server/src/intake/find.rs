//! Finding a record by what a person has of it.

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, OptionalExtension as _};

use crate::staff::StationCode;

/// Why a record was not found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// No record has this number or id.
    #[error("no record has this number or id")]
    None,
    /// More than one record has this number: name one by its id.
    #[error("several records have this number; name one by its id")]
    Several,
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The database could not be read.
    #[error("the database could not be used")]
    Store(#[from] crate::store::StoreError),
}

/// The record with a number, or with an id.
///
/// # Errors
/// [`FindError`].
pub fn find(connection: &Connection, name: &str) -> Result<RecordId, FindError> {
    let id: Option<RecordId> = name.parse().ok();
    let mut statement = connection
        .prepare_cached("SELECT document FROM record_row WHERE document = ?1 OR number = ?2")?;
    let bytes = id.map(|id| id.as_bytes().to_vec());
    let rows = statement.query_map((bytes, name), |row| row.get(0).map(uuid::Uuid::from_bytes))?;
    let found: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
    match found.as_slice() {
        [] => Err(FindError::None),
        [record] => Ok(RecordId(*record)),
        _ => Err(FindError::Several),
    }
}

/// The station (网点) that a record belongs to: the one the office gave it to, else that of its technician.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn station_of(
    connection: &Connection,
    record: RecordId,
) -> rusqlite::Result<Option<StationCode>> {
    let station = connection
        .prepare_cached("SELECT station FROM record_row WHERE document = ?1")?
        .query_row([record.as_bytes()], |row| row.get::<_, Option<String>>(0))
        .optional()?;
    Ok(station.flatten().map(StationCode))
}
