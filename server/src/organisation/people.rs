//! The people who work on records: who is there, who comes, who leaves.

use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Organisation, OrganisationError, revoke::revoke};
use crate::log::{self, Kind};

/// The longest code of a person.
const LONGEST_CODE: usize = 32;
/// What a certificate's names hold at most.
const LONGEST_NAME: usize = 64;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The code that stands in records and certificates.
    pub person: PersonId,
    /// The name that people read.
    pub name: String,
    /// What the person does.
    pub role: Role,
    /// False: has left.
    pub active: bool,
}

/// A person who is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// A short stable code such as `t-zhang`: small letters, digits and hyphens, at most 32; never given twice.
    pub person: PersonId,
    /// The name that people read: at most 64 characters.
    pub name: String,
    /// What the person does.
    pub role: Role,
}

/// Everybody, by code.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn people(connection: &Connection) -> rusqlite::Result<Vec<Person>> {
    connection
        .prepare_cached("SELECT person, name, role, active FROM person ORDER BY person")?
        .query_map([], |row| {
            let role: String = row.get(2)?;
            Ok(Person {
                person: PersonId(row.get(0)?),
                name: row.get(1)?,
                role: Role::from_code(&role).ok_or(rusqlite::Error::InvalidQuery)?,
                active: row.get(3)?,
            })
        })?
        .collect()
}

impl Organisation {
    /// Adds a person.
    ///
    /// # Errors
    /// [`OrganisationError::BadName`] or [`OrganisationError::PersonExists`].
    pub async fn add_person(&self, new: NewPerson) -> Result<(), OrganisationError> {
        let now_ms = self.environment.now_ms();
        self.writer
            .submit(move |transaction| insert_new_person(transaction, &new, now_ms))
            .await
    }

    /// Lets a person go: his devices are revoked and he sees nothing new. What he did stays his.
    ///
    /// # Errors
    /// [`OrganisationError::NoPerson`] if there is none, or he has left already.
    pub async fn dismiss_person(&self, person: PersonId) -> Result<(), OrganisationError> {
        let now_ms = self.environment.now_ms();
        let own = self.office.device;
        self.writer
            .submit(move |transaction| dismiss_in(transaction, &person, own, now_ms))
            .await
    }
}

/// Adds a person, as [`Organisation::add_person`], in a transaction.
pub(crate) fn insert_new_person(
    transaction: &Connection,
    new: &NewPerson,
    now_ms: i64,
) -> Result<(), OrganisationError> {
    if !is_code(&new.person.0) {
        return Err(OrganisationError::BadName("person's code"));
    }
    check_name(&new.name, "person's name")?;
    if find(transaction, &new.person)?.is_some() {
        return Err(OrganisationError::PersonExists);
    }
    insert_person(transaction, new, now_ms)
}

/// Lets a person go, as [`Organisation::dismiss_person`], in a transaction. `own` is the server's own device.
pub(crate) fn dismiss_in(
    transaction: &Connection,
    person: &PersonId,
    own: DeviceId,
    now_ms: i64,
) -> Result<(), OrganisationError> {
    require_active(transaction, person)?;
    let devices = super::devices(transaction)?;
    let his = |device: &&super::Device| device.person == *person && device.revoked_at_ms.is_none();
    for device in devices.iter().filter(his) {
        if device.device == own {
            return Err(OrganisationError::OwnDevice);
        }
        revoke(transaction, device, now_ms)?;
    }
    leave_scopes(transaction, person, now_ms)?;
    transaction.execute("DELETE FROM session WHERE person = ?1", [&person.0])?;
    transaction.execute("DELETE FROM login_link WHERE person = ?1", [&person.0])?;
    transaction.execute(
        "UPDATE person SET active = 0 WHERE person = ?1",
        [&person.0],
    )?;
    Ok(())
}

/// Writes a person down. A technician gets the scope that is named like him: the records assigned to him.
pub(super) fn insert_person(
    transaction: &Connection,
    new: &NewPerson,
    now_ms: i64,
) -> Result<(), OrganisationError> {
    let code = &new.person.0;
    transaction.execute(
        "INSERT INTO person (person, name, role, active) VALUES (?1, ?2, ?3, 1)",
        params![code, new.name, new.role.code()],
    )?;
    if new.role == Role::Technician {
        let scope = Digest::of(code.as_bytes());
        let seq = log::append(
            transaction,
            Kind::PersonScope,
            code.as_bytes(),
            &scope,
            now_ms,
        )?;
        transaction.execute(
            "INSERT INTO person_scope (person, scope, from_seq) VALUES (?1, ?1, ?2)",
            params![code, seq],
        )?;
    }
    Ok(())
}

/// Whether a person exists; then, whether he is still there.
pub(super) fn find(
    connection: &Connection,
    person: &PersonId,
) -> rusqlite::Result<Option<(Role, bool)>> {
    connection
        .query_row(
            "SELECT role, active FROM person WHERE person = ?1",
            [&person.0],
            |row| {
                let role: String = row.get(0)?;
                let role = Role::from_code(&role).ok_or(rusqlite::Error::InvalidQuery)?;
                Ok((role, row.get(1)?))
            },
        )
        .optional()
}

/// The role of a person who has not left.
pub(super) fn require_active(
    connection: &Connection,
    person: &PersonId,
) -> Result<Role, OrganisationError> {
    match find(connection, person)? {
        Some((role, true)) => Ok(role),
        _ => Err(OrganisationError::NoPerson),
    }
}

/// What a certificate can hold as a name.
pub(crate) fn check_name(name: &str, what: &'static str) -> Result<(), OrganisationError> {
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    if fits && !name.trim().is_empty() && !name.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(OrganisationError::BadName(what))
    }
}

/// What a code of a person or a station can be.
pub(crate) fn is_code(code: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(allowed)
}

fn leave_scopes(
    transaction: &Connection,
    person: &PersonId,
    now_ms: i64,
) -> Result<(), OrganisationError> {
    let scopes: Vec<String> = transaction
        .prepare_cached("SELECT scope FROM person_scope WHERE person = ?1 AND to_seq IS NULL")?
        .query_map([&person.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for scope in scopes {
        let digest = Digest::of(scope.as_bytes());
        let subject = person.0.as_bytes();
        let seq = log::append(transaction, Kind::PersonScope, subject, &digest, now_ms)?;
        transaction.execute(
            "UPDATE person_scope SET to_seq = ?3 WHERE person = ?1 AND scope = ?2 AND to_seq IS NULL",
            params![person.0, scope, seq],
        )?;
    }
    Ok(())
}
