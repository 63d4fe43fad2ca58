//! Who is there.

use std::collections::BTreeSet;

use doorstep_domain::{ids::PersonId, rights::Role};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Clerk, OfficeRole, StationCode};

const TECHNICIAN: &str = Role::Technician.code();

/// One of the people, as the page and the API show him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Colleague {
    /// His code.
    pub person: String,
    /// The name that people read.
    pub name: String,
    /// True: goes to customers; false: works at the office.
    pub technician: bool,
    /// False: has left.
    pub active: bool,
    /// What he does at the office.
    pub roles: BTreeSet<OfficeRole>,
    /// Where he works; of the office, nowhere means everywhere.
    pub stations: BTreeSet<StationCode>,
    /// He has set a password.
    pub has_password: bool,
    /// He is asked for a one-time code, too.
    pub has_code: bool,
}

impl Colleague {
    /// What a form shows that changes him: another value means that somebody else changed him meanwhile.
    #[must_use]
    pub fn version(&self) -> String {
        let words = serde_json::to_string(&(&self.name, self.active, &self.roles, &self.stations));
        let digest =
            doorstep_evidence::digest::Digest::of(words.unwrap_or_default().as_bytes()).to_string();
        digest.chars().take(16).collect()
    }
}

/// Somebody of the office who has not left; nothing for everybody else.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn clerk(connection: &Connection, person: &PersonId) -> rusqlite::Result<Option<Clerk>> {
    let name: Option<String> = connection
        .prepare_cached("SELECT name FROM person WHERE person = ?1 AND role = ?2 AND active = 1")?
        .query_row(params![person.0, Role::Office.code()], |row| row.get(0))
        .optional()?;
    let Some(name) = name else { return Ok(None) };
    Ok(Some(Clerk {
        person: person.clone(),
        name,
        roles: roles(connection, &person.0)?,
        stations: stations_of(connection, &person.0)?,
    }))
}

/// One of the people.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn colleague(
    connection: &Connection,
    person: &PersonId,
) -> rusqlite::Result<Option<Colleague>> {
    let people = read(connection, "WHERE person.person = ?1", params![person.0])?;
    Ok(people.into_iter().next())
}

/// Everybody: who is there before who has left, by name.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn colleagues(connection: &Connection) -> rusqlite::Result<Vec<Colleague>> {
    read(connection, "", params![])
}

fn read(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Colleague>> {
    let mut people = connection
        .prepare_cached(&format!(
            "SELECT person.person, name, role = '{TECHNICIAN}', active, account.person IS NOT NULL,
                    account.code_key IS NOT NULL
             FROM person LEFT JOIN account ON account.person = person.person
             {condition} ORDER BY active DESC, name, person.person",
        ))?
        .query_map(values, |row| {
            Ok(Colleague {
                person: row.get(0)?,
                name: row.get(1)?,
                technician: row.get(2)?,
                active: row.get(3)?,
                roles: BTreeSet::new(),
                stations: BTreeSet::new(),
                has_password: row.get(4)?,
                has_code: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for colleague in &mut people {
        colleague.roles = roles(connection, &colleague.person)?;
        colleague.stations = stations_of(connection, &colleague.person)?;
    }
    Ok(people)
}

fn roles(connection: &Connection, person: &str) -> rusqlite::Result<BTreeSet<OfficeRole>> {
    let codes = connection
        .prepare_cached("SELECT role FROM person_role WHERE person = ?1")?
        .query_map([person], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    // A role of a newer program gives nothing here.
    Ok(codes
        .iter()
        .filter_map(|code| OfficeRole::from_code(code))
        .collect())
}

fn stations_of(connection: &Connection, person: &str) -> rusqlite::Result<BTreeSet<StationCode>> {
    connection
        .prepare_cached("SELECT station FROM person_station WHERE person = ?1")?
        .query_map([person], |row| row.get(0).map(StationCode))?
        .collect()
}
