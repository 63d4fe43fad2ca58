//! What was refused, at the office or by another device, with its reason in words.

use doorstep_domain::ids::RecordId;
use serde::Serialize;

use super::Words;
use crate::{Device, Error};

/// Something of a record that was not taken, or did not go along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedView {
    /// The record's id; none where it cannot be told.
    pub record: Option<String>,
    /// Its number; empty where the record is not on this device.
    pub number: String,
    /// Why.
    #[serde(flatten)]
    pub why: Words,
}

impl Device {
    /// What was refused and waits for a person.
    ///
    /// # Errors
    /// What the disk says.
    pub fn refused_view(&self) -> Result<Vec<RefusedView>, Error> {
        let refused = self.attention()?;
        let view = |(record, code): (Option<RecordId>, &str)| self.refused_by(record, code);
        let each = refused.iter().map(|one| (one.record, one.code.as_str()));
        each.map(view).collect()
    }

    /// A refusal by its code.
    pub(crate) fn refused_by(
        &self,
        record: Option<RecordId>,
        code: &str,
    ) -> Result<RefusedView, Error> {
        let number = record.map(|record| self.number_of(record)).transpose()?;
        Ok(RefusedView {
            record: record.map(|record| record.to_string()),
            number: number.unwrap_or_default(),
            why: words(code),
        })
    }
}

/// Why something was refused; of a code that a newer server gives, that it is not known here.
fn words(code: &str) -> Words {
    let (chinese, english) = of_a_change(code).or_else(|| of_a_record(code)).unwrap_or((
        "本机不认识的原因",
        "a reason that this program does not know",
    ));
    Words::new(code, chinese, english)
}

fn of_a_record(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "no_access" => (
            "该维修单已不归本人",
            "the record is no longer this technician's",
        ),
        "device_revoked" => ("设备已停用", "the device was revoked"),
        "already_there" => ("对方已有", "the other device has it already"),
        "not_held" => ("不归本人，不能移交", "only who holds a record passes it on"),
        "no_proof" => (
            "缺少他人所写内容的作者证明，先联网同步",
            "the proof of somebody else's work is not here yet: contact the office first",
        ),
        "too_large" => ("内容过大", "it is too large"),
        "another_file" => (
            "本文件已满，请另作一个",
            "this file is full: make another one",
        ),
        "record_not_here" => (
            "没有随附所属的维修单",
            "its record is neither here nor in the file",
        ),
        "certificate_untrusted" => (
            "设备证书不是本单位签发",
            "the device's certificate is not the organisation's",
        ),
        "statement_malformed" => ("不是签字凭证", "it is no sealed statement"),
        "statement_broken" => (
            "签字凭证已损坏或被篡改",
            "the sealed statement is broken or tampered with",
        ),
        "statement_of_another_device" => (
            "签字凭证是另一台设备封存的",
            "the statement was sealed by another device",
        ),
        "statement_of_another_record" => (
            "签字凭证属于另一张维修单",
            "the statement is about another record",
        ),
        _ => return None,
    })
}

/// The gate's codes: what is not as an honest device of the organisation writes it.
fn of_a_change(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "malformed" | "change_malformed" | "operations_unreadable" | "chunk_type" => {
            ("内容残缺，无法读出", "it cannot be read")
        }
        "too_many_changes"
        | "change_too_large"
        | "document_too_large"
        | "too_many_operations"
        | "too_many_actors" => ("内容过大", "it is too large"),
        "change_empty"
        | "actor"
        | "extra_data"
        | "time"
        | "creating_change"
        | "operation_out_of_place"
        | "unknown_field"
        | "foreign_reference" => ("改动不合规则", "the change is not in order"),
        "unknown_author" | "unknown_device" => (
            "作者设备不属于本单位",
            "it is by a device that the organisation does not know",
        ),
        "proof_missing" | "proof_wrong" => (
            "作者证明缺失或不符",
            "the author's proof is missing or wrong",
        ),
        "sequence_reused"
        | "sequence_jump"
        | "previous_not_named"
        | "operation_counter"
        | "missing_dependencies" => (
            "没有接上作者的前一改动",
            "what the change stands on is missing",
        ),
        "unloadable" | "does_not_apply" | "apply_panicked" | "not_reloadable" => {
            ("合入后维修单会损坏", "the record would be damaged by it")
        }
        "field_value" | "text" | "entry_malformed" => {
            ("填写的内容不符合要求", "what was filled in is not in order")
        }
        "outside_role" => ("超出作者的权限", "the author may not do this"),
        "given_once" => ("该字段只能填写一次", "the field is given once"),
        "entry_person" => ("条目不是本人所记", "the entry names another person"),
        "entry_edited" => ("改动了只写一次的条目", "an entry is written once"),
        _ => return None,
    })
}
