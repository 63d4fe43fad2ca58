//! What enrolled devices sent and the gate refused: kept, within a quota per device, for people to look at.

use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::digest::Digest;
use doorstep_sync::{limits::QUARANTINE_BYTES_MAX, message::Ack};
use rusqlite::{Connection, params};

use super::ReplicationError;
use crate::authenticate::SignedDevice;

/// One refused push as the office lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its number.
    pub id: i64,
    /// Who sent it.
    pub device: DeviceId,
    /// What it was about, if that could be read.
    pub document: Option<RecordId>,
    /// Why it was refused: the stable code.
    pub code: String,
    /// Why it was refused, in words.
    pub why: String,
    /// How many bytes are kept.
    pub bytes: i64,
    /// When it came, by the server's clock.
    pub received_at_ms: i64,
}

/// Keeps refused bytes and words the acknowledgement. When the device's quota is used up nothing is kept, and the
/// device is told to keep its own copy and come again.
pub(super) fn keep(
    transaction: &Connection,
    sender: &SignedDevice,
    document: Option<RecordId>,
    (code, why): (&str, String),
    bytes: &[u8],
    now_ms: i64,
) -> Result<Ack, ReplicationError> {
    let digest = Digest::of(bytes);
    let (kept, already): (i64, bool) = transaction
        .prepare_cached(
            "SELECT ifnull(sum(length(bytes)), 0), ifnull(max(digest = ?2), 0) FROM quarantine WHERE device = ?1",
        )?
        .query_row(params![sender.device.0, digest.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if !already {
        let after = kept.cast_unsigned().saturating_add(bytes.len() as u64);
        if after > QUARANTINE_BYTES_MAX {
            return Ok(Ack::Later {
                code: "quarantine_full".to_owned(),
            });
        }
        transaction
            .prepare_cached(
                "INSERT INTO quarantine (device, document, code, why, digest, bytes, received_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                sender.device.0,
                document.map(|document| *document.as_bytes()),
                code,
                why,
                digest.0,
                bytes,
                now_ms
            ])?;
    }
    Ok(Ack::Refused {
        code: code.to_owned(),
        why,
    })
}

/// What is in quarantine, the newest first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn quarantined(connection: &Connection) -> rusqlite::Result<Vec<Quarantined>> {
    connection
        .prepare_cached(
            "SELECT id, device, document, code, why, length(bytes), received_at_ms FROM quarantine ORDER BY id DESC",
        )?
        .query_map([], |row| {
            let document: Option<[u8; 16]> = row.get(2)?;
            Ok(Quarantined {
                id: row.get(0)?,
                device: DeviceId(row.get(1)?),
                document: document.and_then(|id| RecordId::from_slice(&id).ok()),
                code: row.get(3)?,
                why: row.get(4)?,
                bytes: row.get(5)?,
                received_at_ms: row.get(6)?,
            })
        })?
        .collect()
}
