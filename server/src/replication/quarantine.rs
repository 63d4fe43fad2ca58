//! What enrolled devices sent and the gate refused: kept, within a quota per device, for people to look at.

use std::cell::Cell;

use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::digest::Digest;
use doorstep_sync::{
    limits::{QUARANTINE_BYTES_MAX, QUARANTINE_PIECE_BYTES_MIN},
    message::Ack,
};
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

/// Why something was refused, in Chinese, by its stable code; nothing for a code that is not known here.
#[must_use]
pub fn refusal_in_chinese(code: &str) -> Option<&'static str> {
    Some(match code {
        "malformed" => "内容残缺，无法读出",
        "too_many_changes" => "一次送来的改动过多",
        "change_too_large" | "document_too_large" => "内容过大",
        "chunk_type" => "不是允许的数据格式",
        "change_malformed" | "operations_unreadable" => "改动无法读出",
        "too_many_operations" => "操作过多",
        "too_many_actors" => "写入者过多",
        "change_empty" => "空的改动",
        "actor" | "extra_data" => "改动中有不该有的数据",
        "time" => "改动声称的时间不合理",
        "creating_change" => "不是以本系统的建单改动开始",
        "unknown_author" | "unknown_device" => "作者设备不属于本单位",
        "proof_missing" => "缺少作者证明",
        "proof_wrong" => "作者证明不符",
        "sequence_reused" => "序号已被另一改动占用",
        "sequence_jump" => "序号有跳跃",
        "previous_not_named" => "没有接上作者的前一改动",
        "operation_counter" => "操作计数不连续",
        "unloadable" | "does_not_apply" | "apply_panicked" | "not_reloadable" => "合入后文档会损坏",
        "missing_dependencies" => "缺少所依据的改动",
        "foreign_reference" => "改动涉及作者没有见过的内容",
        "operation_out_of_place" => "写在不该写的位置",
        "unknown_field" => "没有这个字段",
        "field_value" => "字段的值不符合要求",
        "outside_role" => "超出作者的权限",
        "given_once" => "该字段只能填写一次",
        "text" => "文字过长或含有不允许的字符",
        "entry_malformed" => "条目不符合要求",
        "entry_person" => "条目不是本人所记",
        "entry_edited" => "改动了只写一次的条目",
        "no_access" => "该维修单不归送来者",
        "device_revoked" => "设备已停用",
        "statement_malformed" => "不是签字凭证",
        "statement_broken" => "签字凭证已损坏或被篡改",
        "statement_of_another_device" => "签字凭证是另一台设备封存的",
        "statement_of_another_record" => "签字凭证属于另一张维修单",
        _ => return None,
    })
}
