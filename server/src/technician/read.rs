//! What is known of technicians.

use std::collections::BTreeMap;

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::Profile;

/// What is known of a technician.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn profile(connection: &Connection, person: &PersonId) -> rusqlite::Result<Profile> {
    let known = connection
        .prepare_cached(
            "SELECT skills, district, certificate_until, version FROM technician_profile WHERE person = ?1",
        )?
        .query_row([&person.0], read)
        .optional()?;
    Ok(known.unwrap_or_default())
}

/// What is known of all who were described, by their codes.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn profiles(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Profile>> {
    connection
        .prepare_cached(
            "SELECT skills, district, certificate_until, version, person FROM technician_profile",
        )?
        .query_map([], |row| Ok((row.get(4)?, read(row)?)))?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Profile> {
    let skills: String = row.get(0)?;
    let until: String = row.get(2)?;
    Ok(Profile {
        skills: serde_json::from_str(&skills).map_err(|_| rusqlite::Error::InvalidQuery)?,
        district: row.get(1)?,
        certificate_until: until.parse().ok(),
        version: row.get(3)?,
    })
}
