//! The devices that have, or had, a certificate of ours.

use chrono::{DateTime, TimeDelta, Utc};
use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::{
    certificate::{CertificateError, DeviceCertificate, Validity},
    digest::Digest,
    key::PublicKey,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params, types::Type};

use super::OrganisationError;
use crate::log::{self, Kind};

/// A certificate says whose device it is; it does not end its use, which is what revocation is for. So it outlives
/// any phone.
const CERTIFICATE_DAYS: i64 = 3650;
/// Devices whose clocks are late sign within the validity too.
const CLOCK_MARGIN_DAYS: i64 = 1;

/// One device, as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id, which follows from its key.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// What people call it.
    pub name: String,
    /// On whose behalf it writes: what its certificate says.
    pub role: Role,
    /// The number that its record numbers carry; 0 is the server itself.
    pub number: i64,
    /// Its key.
    pub public_key: PublicKey,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// Since when it is known, in milliseconds since 1970.
    pub enrolled_at_ms: i64,
    /// Since when it is revoked, in milliseconds since 1970.
    pub revoked_at_ms: Option<i64>,
    /// Whether its person still works here.
    pub person_is_active: bool,
    /// When it last sent a signed request, to about five minutes, in milliseconds since 1970.
    pub last_seen_ms: Option<i64>,
    /// What it says it runs.
    pub last_version: Option<String>,
}

impl Device {
    /// Revoked, or its person has left: nothing is given to it, and what it brings goes to quarantine.
    #[must_use]
    pub const fn is_revoked(&self) -> bool {
        self.revoked_at_ms.is_some() || !self.person_is_active
    }
}

const COLUMNS: &str =
    "SELECT device, device.person, device.name, device.role, number, public_key, certificate,
        enrolled_at_ms, revoked_at_ms, active, last_seen_ms, last_version
    FROM device JOIN person ON person.person = device.person";

/// One device; none if the database does not know it.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn device(connection: &Connection, device: DeviceId) -> rusqlite::Result<Option<Device>> {
    connection
        .prepare_cached(&format!("{COLUMNS} WHERE device = ?1"))?
        .query_row([device.as_bytes()], read)
        .optional()
}

/// All devices, by number.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn devices(connection: &Connection) -> rusqlite::Result<Vec<Device>> {
    connection
        .prepare_cached(&format!("{COLUMNS} ORDER BY number"))?
        .query_map([], read)?
        .collect()
}

/// Writes a device down and tells the others by the log; everything but its number stands in its certificate.
pub(super) fn register(
    transaction: &Connection,
    certificate: &DeviceCertificate,
    number: i64,
    kind: Kind,
    now_ms: i64,
) -> Result<DeviceId, OrganisationError> {
    let role = Role::from_code(certificate.role()).ok_or(OrganisationError::BadName("role"))?;
    let device = certificate.device_id();
    transaction.execute(
        "INSERT INTO device (device, person, name, role, number, public_key, certificate, enrolled_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            device.as_bytes(),
            certificate.person().0,
            certificate.device_name(),
            role.code(),
            number,
            certificate.public_key().to_sec1_uncompressed(),
            certificate.der(),
            now_ms
        ],
    )?;
    let digest = Digest::of(certificate.der());
    log::append(transaction, kind, device.as_bytes(), &digest, now_ms)?;
    Ok(device)
}

/// The next number that no device had.
pub(super) fn next_number(transaction: &Connection) -> rusqlite::Result<i64> {
    transaction.query_row(
        "UPDATE organisation SET next_device_number = next_device_number + 1
         RETURNING next_device_number - 1",
        [],
        |row| row.get(0),
    )
}

/// From when to when a certificate issued now is meant to be used.
pub(super) fn certificate_validity(now: DateTime<Utc>) -> Result<Validity, CertificateError> {
    let from = now.checked_sub_signed(TimeDelta::days(CLOCK_MARGIN_DAYS));
    let until = now.checked_add_signed(TimeDelta::days(CERTIFICATE_DAYS));
    match (from, until) {
        (Some(not_before), Some(not_after)) => Ok(Validity {
            not_before,
            not_after,
        }),
        _ => Err(CertificateError::Validity),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Device> {
    let role: String = row.get(3)?;
    let public_key: Vec<u8> = row.get(5)?;
    Ok(Device {
        device: DeviceId(row.get(0)?),
        person: PersonId(row.get(1)?),
        name: row.get(2)?,
        role: Role::from_code(&role).ok_or(rusqlite::Error::InvalidQuery)?,
        number: row.get(4)?,
        public_key: PublicKey::from_sec1(&public_key).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(5, Type::Blob, Box::new(error))
        })?,
        certificate: row.get(6)?,
        enrolled_at_ms: row.get(7)?,
        revoked_at_ms: row.get(8)?,
        person_is_active: row.get(9)?,
        last_seen_ms: row.get(10)?,
        last_version: row.get(11)?,
    })
}
