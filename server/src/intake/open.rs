//! Opening the record of a call, from a file or from the telephone.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue},
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::Edit;
use rusqlite::OptionalExtension as _;

use super::IntakeError;
use crate::replication::{NewRecord, OfficeDesk};

pub(super) fn open(
    desk: &OfficeDesk<'_>,
    record: RecordId,
    call: &[Edit],
    number: &str,
    received_at: DateTime<FixedOffset>,
) -> Result<(), IntakeError> {
    let mut edits = vec![
        Edit::Field(Field::Number, number.into()),
        Edit::Field(
            Field::ReceivedAt,
            FieldValue::Words(received_at.to_rfc3339()),
        ),
    ];
    edits.extend_from_slice(call);
    desk.create(record, &NewRecord { edits })?;
    Ok(())
}

/// The number of a record that is there.
pub(super) fn standing_number(
    desk: &OfficeDesk<'_>,
    record: RecordId,
) -> Result<Option<String>, IntakeError> {
    let number = desk
        .connection()
        .prepare_cached("SELECT number FROM record_row WHERE document = ?1")?
        .query_row([record.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(number)
}

/// The record of a call by what it is known by: always the same in this organisation. `from` says by whom it is known so.
pub(crate) fn record_of(organisation: &Digest, from: &str, reference: &str) -> RecordId {
    let digest = Digest::of(format!("doorstep {from}\n{organisation}\n{reference}").as_bytes());
    RecordId(uuid::Builder::from_custom_bytes(digest.first_half()).into_uuid())
}
