//! What the office knows of a device.

use chrono::{DateTime, SecondsFormat, Utc};
use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::digest::Digest;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use crate::organisation::{Device, device, devices};

/// The most statements out of place that are listed.
const MISPLACED_MAX: usize = 50;

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceTold {
    /// Its id.
    pub device: String,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub person: String,
    /// `office` or `technician`.
    pub role: &'static str,
    /// The number that its record numbers carry; 0 is the server itself.
    pub number: i64,
    /// SHA-256 of its public key.
    pub fingerprint: String,
    /// Since when it is known.
    pub enrolled_at: String,
    /// Since when it is revoked.
    pub revoked_at: Option<String>,
    /// Its person still works here.
    pub person_is_active: bool,
    /// When it last sent a signed request, to about five minutes.
    pub last_contact_at: Option<String>,
    /// What it says it runs.
    pub version: Option<String>,
}

/// A statement that does not fit its device's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Misplaced {
    /// The record that it is about.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The statement.
    pub statement: String,
    /// Its place in the chain.
    pub counter: i64,
    /// `gap`: one before it is missing; `fork`: another one has its place.
    pub chain: String,
}

impl From<&Device> for DeviceTold {
    fn from(device: &Device) -> Self {
        Self {
            device: device.device.to_string(),
            name: device.name.clone(),
            person: device.person.0.clone(),
            role: device.role.code(),
            number: device.number,
            fingerprint: Digest::of(&device.public_key.to_sec1_uncompressed()).to_string(),
            enrolled_at: at(device.enrolled_at_ms),
            revoked_at: device.revoked_at_ms.map(at),
            person_is_active: device.person_is_active,
            last_contact_at: device.last_seen_ms.map(at),
            version: device.last_version.clone(),
        }
    }
}

fn at(at_ms: i64) -> String {
    let at = DateTime::<Utc>::from_timestamp_millis(at_ms).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// All devices, by number.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn devices_told(connection: &Connection) -> rusqlite::Result<Vec<DeviceTold>> {
    Ok(devices(connection)?.iter().map(DeviceTold::from).collect())
}

/// One device; none of this id.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn device_told(connection: &Connection, id: DeviceId) -> rusqlite::Result<Option<DeviceTold>> {
    Ok(device(connection, id)?.as_ref().map(DeviceTold::from))
}

/// The statements of a device that do not fit its chain, the newest first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn misplaced(connection: &Connection, id: DeviceId) -> rusqlite::Result<Vec<Misplaced>> {
    connection
        .prepare_cached(&format!(
            "SELECT document, digest, counter, chain_flag FROM evidence
             WHERE device = ?1 AND chain_flag <> 'ok' ORDER BY counter DESC LIMIT {MISPLACED_MAX}"
        ))?
        .query_map([id.as_bytes()], |row| {
            Ok(Misplaced {
                record: RecordId(uuid::Uuid::from_bytes(row.get(0)?)),
                statement: Digest(row.get(1)?).to_string(),
                counter: row.get(2)?,
                chain: row.get(3)?,
            })
        })?
        .collect()
}
