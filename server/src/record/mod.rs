//! What the office does with one record: [`hand_out`] to a technician, [`decide`] what he asks, [`settle`] a clash,
//! [`correct`] a field, [`take_back`] an entry, [`cancel`] the whole.
//!
//! All of it becomes part of the record, through the office's desk, by the clerk who did it. Whoever changes a value names
//! the values that he was shown: if others stand now he is refused and shown those.

mod cancel;
mod correct;
mod decide;
mod error;
mod hand_out;
mod settle;
mod take_back;

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue, Record},
};
use doorstep_replica::ChangeHash;
use rusqlite::Connection;
use serde::Serialize;

pub use self::{
    cancel::{CancelRecord, cancel},
    correct::{CorrectField, correct, may_be_corrected},
    decide::{DecideQuestion, decide},
    error::RecordError,
    hand_out::{HandOut, ShownToDispatcher, hand_out, technicians},
    settle::{SettleConflict, settle},
    take_back::{TakeBack, may_be_taken_back, take_back},
};
use crate::{
    audit,
    intake::station_of,
    replication::OfficeDesk,
    rights::{Action, can},
    staff::{Clerk, StationCode},
};

/// The longest reason, in characters.
pub const REASON_CHARACTERS_MAX: usize = 500;

/// The values that stand in a field, each once, in their order. One, unless several wrote apart.
#[must_use]
pub fn standing(record: &Record, field: Field) -> Vec<FieldValue> {
    let reading = record.fields.get(&field);
    let candidates = reading.map_or(&[][..], |reading| &reading.candidates);
    let values: BTreeSet<_> = candidates
        .iter()
        .map(|candidate| &candidate.value)
        .collect();
    values.into_iter().cloned().collect()
}

/// What a clerk did, for the audit: the values and the reason stand in the record, which can be erased; here are none.
#[derive(Debug, Serialize)]
struct Done<'d> {
    did: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
    /// The change of the record, by which the history knows who it was.
    change: String,
}

/// A record that the clerk may read; one of another station is not there for him.
fn readable(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
) -> Result<(Record, Option<StationCode>), RecordError> {
    let station = station_of(desk.connection(), id)?;
    if !can(clerk, Action::ReadRecords, station.as_ref()) {
        return Err(RecordError::None);
    }
    Ok((desk.edit(id, &[])?, station))
}

fn is_as_shown(record: &Record, field: Field, shown: &[FieldValue]) -> Result<(), RecordError> {
    let shown: BTreeSet<&FieldValue> = shown.iter().collect();
    let standing = standing(record, field);
    if standing.iter().collect::<BTreeSet<_>>() == shown {
        Ok(())
    } else {
        Err(RecordError::ChangedMeanwhile)
    }
}

fn given(reason: &str) -> Result<String, RecordError> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(RecordError::NoReason),
        count if count > REASON_CHARACTERS_MAX => Err(RecordError::TooLong),
        _ => Ok(reason.to_owned()),
    }
}

fn note(
    connection: &Connection,
    clerk: &Clerk,
    id: RecordId,
    (did, field): (&str, Option<Field>),
    now_ms: i64,
) -> Result<(), RecordError> {
    let change = connection
        .prepare_cached("SELECT hash FROM change WHERE document = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .map(ChangeHash)?;
    let change = change.to_string();
    let done = Done { did, field, change };
    let subject = id.to_string();
    audit::note(
        connection,
        clerk,
        audit::Deed::RecordChanged,
        &subject,
        &done,
        now_ms,
    )?;
    Ok(())
}
