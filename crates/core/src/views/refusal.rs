//! What was refused, at the office or by another device, with its reason in words.

use doorstep_domain::ids::RecordId;
use doorstep_words::{Phrase, view::refusal as words};
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
    let phrase = of_a_change(code)
        .or_else(|| of_a_record(code))
        .unwrap_or(words::UNKNOWN_REASON);
    Words::of(code, phrase)
}

fn of_a_record(code: &str) -> Option<Phrase> {
    Some(match code {
        "no_access" => words::RECORD_NO_LONGER_TECHNICIANS,
        "device_revoked" => words::THE_DEVICE_WAS_REVOKED,
        "already_there" => words::OTHER_DEVICE_HAS_ALREADY,
        "not_held" => words::NOT_HELD,
        "no_proof" => words::NO_PROOF,
        "too_large" => words::IT_IS_TOO_LARGE,
        "another_file" => words::ANOTHER_FILE,
        "record_not_here" => words::RECORD_NOT_HERE,
        "certificate_untrusted" => words::DEVICES_CERTIFICATE_NOT_ORGANISATIONS,
        "statement_malformed" => words::NO_SEALED_STATEMENT,
        "statement_broken" => words::SEALED_STATEMENT_BROKEN_TAMPERED,
        "statement_of_another_device" => words::STATEMENT_SEALED_ANOTHER_DEVICE,
        "statement_of_another_record" => words::STATEMENT_ABOUT_ANOTHER_RECORD,
        _ => return None,
    })
}

/// The gate's codes: what is not as an honest device of the organisation writes it.
fn of_a_change(code: &str) -> Option<Phrase> {
    Some(match code {
        "malformed" | "change_malformed" | "operations_unreadable" | "chunk_type" => {
            words::IT_CANNOT_BE_READ
        }
        "too_many_changes"
        | "change_too_large"
        | "document_too_large"
        | "too_many_operations"
        | "too_many_actors" => words::IT_IS_TOO_LARGE,
        "change_empty"
        | "actor"
        | "extra_data"
        | "time"
        | "creating_change"
        | "operation_out_of_place"
        | "unknown_field"
        | "foreign_reference" => words::CHANGE_NOT_ORDER,
        "unknown_author" | "unknown_device" => words::UNKNOWN_DEVICE,
        "proof_missing" | "proof_wrong" => words::AUTHORS_PROOF_MISSING_WRONG,
        "sequence_reused"
        | "sequence_jump"
        | "previous_not_named"
        | "operation_counter"
        | "missing_dependencies" => words::WHAT_CHANGE_STANDS_MISSING,
        "unloadable" | "does_not_apply" | "apply_panicked" | "not_reloadable" => {
            words::RECORD_WOULD_DAMAGED
        }
        "field_value" | "text" | "entry_malformed" => words::WHAT_FILLED_NOT_ORDER,
        "outside_role" => words::AUTHOR_MAY_NOT_DO,
        "given_once" => words::FIELD_GIVEN_ONCE,
        "entry_person" => words::ENTRY_NAMES_ANOTHER_PERSON,
        "entry_edited" => words::ENTRY_WRITTEN_ONCE,
        _ => return None,
    })
}
