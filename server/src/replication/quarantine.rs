//! What enrolled devices sent and the gate refused: kept, within a quota per device, for people to look at.

use std::cell::Cell;

use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::digest::Digest;
use doorstep_sync::{
    limits::{QUARANTINE_BYTES_MAX, QUARANTINE_PIECE_BYTES_MIN},
    message::Ack,
};
use doorstep_words::{Phrase, office::refusal as words};
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

/// The quarantine of one device during one request.
pub(super) struct Quarantine<'c> {
    transaction: &'c Connection,
    sender: &'c SignedDevice,
    now_ms: i64,
    /// How much is used of the quota, asked once: a device may have very many pieces there.
    used_bytes: Cell<Option<u64>>,
}

impl<'c> Quarantine<'c> {
    pub(super) fn of(transaction: &'c Connection, sender: &'c SignedDevice, now_ms: i64) -> Self {
        Self {
            transaction,
            sender,
            now_ms,
            used_bytes: Cell::new(None),
        }
    }

    /// Keeps refused bytes and words the acknowledgement. When the device's quota is used up nothing is kept, and the
    /// device is told to keep its own copy and come again.
    pub(super) fn keep(
        &self,
        document: Option<RecordId>,
        (code, why): (&str, String),
        bytes: &[u8],
    ) -> Result<Ack, ReplicationError> {
        let digest = Digest::of(bytes);
        if !self.has(&digest)? {
            let weight = QUARANTINE_PIECE_BYTES_MIN.max(bytes.len() as u64);
            let after = self.used()?.saturating_add(weight);
            if after > QUARANTINE_BYTES_MAX {
                return Ok(Ack::Later {
                    code: "quarantine_full".to_owned(),
                });
            }
            self.transaction
                .prepare_cached(
                    "INSERT INTO quarantine (device, document, code, why, digest, bytes, received_at_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    self.sender.device.0,
                    document.map(|document| *document.as_bytes()),
                    code,
                    why,
                    digest.0,
                    bytes,
                    self.now_ms
                ])?;
            self.used_bytes.set(Some(after));
        }
        Ok(Ack::Refused {
            code: code.to_owned(),
            why,
        })
    }

    fn has(&self, digest: &Digest) -> rusqlite::Result<bool> {
        self.transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM quarantine WHERE device = ?1 AND digest = ?2)",
            )?
            .query_row(params![self.sender.device.0, digest.0], |row| row.get(0))
    }

    fn used(&self) -> rusqlite::Result<u64> {
        if let Some(used) = self.used_bytes.get() {
            return Ok(used);
        }
        let used: i64 = self
            .transaction
            .prepare_cached(
                "SELECT ifnull(sum(max(length(bytes), ?2)), 0) FROM quarantine WHERE device = ?1",
            )?
            .query_row(
                params![
                    self.sender.device.0,
                    QUARANTINE_PIECE_BYTES_MIN.cast_signed()
                ],
                |row| row.get(0),
            )?;
        self.used_bytes.set(Some(used.cast_unsigned()));
        Ok(used.cast_unsigned())
    }
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

/// Why something was refused, by its stable code; nothing for a code that is not known here.
#[must_use]
pub fn refusal_words(code: &str) -> Option<Phrase> {
    Some(match code {
        "malformed" => words::MALFORMED,
        "too_many_changes" => words::TOO_MANY_CHANGES,
        "change_too_large" | "document_too_large" => words::CHANGE_TOO_LARGE,
        "chunk_type" => words::CHUNK_TYPE,
        "change_malformed" | "operations_unreadable" => words::CHANGE_MALFORMED,
        "too_many_operations" => words::TOO_MANY_OPERATIONS,
        "too_many_actors" => words::TOO_MANY_ACTORS,
        "change_empty" => words::CHANGE_EMPTY,
        "actor" | "extra_data" => words::ACTOR,
        "time" => words::TIME,
        "creating_change" => words::CREATING_CHANGE,
        "unknown_author" | "unknown_device" => words::UNKNOWN_AUTHOR,
        "proof_missing" => words::PROOF_MISSING,
        "proof_wrong" => words::PROOF_WRONG,
        "sequence_reused" => words::SEQUENCE_REUSED,
        "sequence_jump" => words::SEQUENCE_JUMP,
        "previous_not_named" => words::PREVIOUS_NOT_NAMED,
        "operation_counter" => words::OPERATION_COUNTER,
        "unloadable" | "does_not_apply" | "apply_panicked" | "not_reloadable" => words::UNLOADABLE,
        "missing_dependencies" => words::MISSING_DEPENDENCIES,
        "foreign_reference" => words::FOREIGN_REFERENCE,
        "operation_out_of_place" => words::OPERATION_OUT_OF_PLACE,
        "unknown_field" => words::UNKNOWN_FIELD,
        "field_value" => words::FIELD_VALUE,
        "outside_role" => words::OUTSIDE_ROLE,
        "given_once" => words::GIVEN_ONCE,
        "text" => words::TEXT,
        "entry_malformed" => words::ENTRY_MALFORMED,
        "entry_person" => words::ENTRY_PERSON,
        "entry_edited" => words::ENTRY_EDITED,
        "no_access" => words::NO_ACCESS,
        "device_revoked" => words::DEVICE_REVOKED,
        "statement_malformed" => words::STATEMENT_MALFORMED,
        "statement_broken" => words::STATEMENT_BROKEN,
        "statement_of_another_device" => words::STATEMENT_OF_ANOTHER_DEVICE,
        "statement_of_another_record" => words::STATEMENT_OF_ANOTHER_RECORD,
        _ => return None,
    })
}
