//! Service stations (网点).

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Clerk, StaffError, StationCode};
use crate::{
    audit::{Deed, note},
    organisation::{check_name, is_code},
    rights::{Action, require},
};

/// A service station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Station {
    /// Its code.
    pub station: StationCode,
    /// The name that people read.
    pub name: String,
    /// False: closed.
    pub active: bool,
}

/// A station that is to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStation {
    /// A short stable code: small letters, digits and hyphens, at most 32; never given twice.
    #[schema(min_length = 1, max_length = 32, pattern = "^[a-z0-9-]+$")]
    pub station: String,
    /// The name that people read: at most 64 characters.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
}

/// All of them, the open ones first, by name.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn stations(connection: &Connection) -> rusqlite::Result<Vec<Station>> {
    connection
        .prepare_cached(
            "SELECT station, name, active FROM station ORDER BY active DESC, name, station",
        )?
        .query_map([], |row| {
            Ok(Station {
                station: StationCode(row.get(0)?),
                name: row.get(1)?,
                active: row.get(2)?,
            })
        })?
        .collect()
}

/// Opens a station.
///
/// # Errors
/// [`StaffError`].
pub fn add_station(
    transaction: &Connection,
    clerk: &Clerk,
    request: &AddStation,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    if !is_code(&request.station) {
        return Err(StaffError::BadCode);
    }
    let name = request.name.trim();
    check_name(name, "station's name").map_err(|_| StaffError::BadName)?;
    let added = transaction.execute(
        "INSERT INTO station (station, name, active) VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING",
        params![request.station, name],
    )?;
    if added == 0 {
        return Err(StaffError::CodeTaken);
    }
    note(
        transaction,
        clerk,
        Deed::StationAdded,
        &request.station,
        request,
        now_ms,
    )?;
    Ok(())
}

/// Closes a station at which nobody works any more.
///
/// # Errors
/// [`StaffError::StationInUse`], [`StaffError::NoStation`].
pub fn close_station(
    transaction: &Connection,
    clerk: &Clerk,
    station: &StationCode,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    let is_used: Option<i64> = transaction
        .query_row(
            "SELECT 1 FROM person_station JOIN person USING (person)
             WHERE station = ?1 AND active = 1 LIMIT 1",
            [&station.0],
            |row| row.get(0),
        )
        .optional()?;
    if is_used.is_some() {
        return Err(StaffError::StationInUse);
    }
    let closed = transaction.execute(
        "UPDATE station SET active = 0 WHERE station = ?1 AND active = 1",
        [&station.0],
    )?;
    if closed == 0 {
        return Err(StaffError::NoStation);
    }
    note(
        transaction,
        clerk,
        Deed::StationClosed,
        &station.0,
        &(),
        now_ms,
    )?;
    Ok(())
}
