//! Why something was not done with a record.

use axum::http::StatusCode;
use doorstep_words::office::record_forms::refused as words;

use crate::{
    api_error::ApiError,
    app::not_found,
    replication::{OfficeError, ReplicationError},
    rights::NotAllowed,
    writer::WriteError,
};

/// Why something was not done with a record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such record, or none for this clerk.
    #[error("there is no such record")]
    None,
    /// The field has one value, or its clash was settled meanwhile.
    #[error("the field is not in conflict")]
    NoConflict,
    /// The field is in conflict: it is settled, not corrected.
    #[error("the field is in conflict")]
    InConflict,
    /// Other values stand than were shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// The value does not fit the field.
    #[error("the value does not fit the field")]
    BadValue,
    /// The field has this value already.
    #[error("the field has this value already")]
    SameValue,
    /// The field is changed elsewhere, or by nobody at the office.
    #[error("the field is not corrected here")]
    NotCorrectedHere,
    /// A reason must be given.
    #[error("a reason is missing")]
    NoReason,
    /// The reason is too long.
    #[error("the reason is too long")]
    TooLong,
    /// The record has no such entry that the office takes back: what the customer signed and what hangs on a van is taken
    /// back where it was done.
    #[error("the office does not take this back")]
    NotTakenBackHere,
    /// The entry was taken back before.
    #[error("it was taken back before")]
    TakenBackBefore,
    /// Somebody else answered the question meanwhile.
    #[error("it was decided before")]
    DecidedBefore,
    /// Records are handed to technicians who have not left and work where the clerk does.
    #[error("the person is no technician here")]
    NoTechnician,
    /// The record could not be written.
    #[error("the record could not be written")]
    Office(#[from] OfficeError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<ReplicationError> for RecordError {
    fn from(error: ReplicationError) -> Self {
        Self::Office(error.into())
    }
}

impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        use RecordError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::None | E::Office(OfficeError::NoSuchRecord) => return not_found(),
            E::NoConflict => (CONFLICT, "no_conflict", words::NO_CONFLICT),
            E::InConflict => (CONFLICT, "in_conflict", words::IN_CONFLICT),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::BadValue => (UNFIT, "bad_value", words::BAD_VALUE),
            E::SameValue => (UNFIT, "same_value", words::SAME_VALUE),
            E::NotCorrectedHere => (UNFIT, "not_corrected_here", words::NOT_CORRECTED_HERE),
            E::NoReason => (UNFIT, "no_reason", words::NO_REASON),
            E::TooLong => (UNFIT, "too_long", words::TOO_LONG),
            E::NotTakenBackHere => (CONFLICT, "not_taken_back_here", words::NOT_TAKEN_BACK_HERE),
            E::TakenBackBefore => (CONFLICT, "taken_back_before", words::TAKEN_BACK_BEFORE),
            E::DecidedBefore => (CONFLICT, "decided_before", words::DECIDED_BEFORE),
            E::NoTechnician => (UNFIT, "no_technician", words::NO_TECHNICIAN),
            E::Office(OfficeError::Refused(refusal)) => (CONFLICT, refusal.code(), refusal.words()),
            E::Office(OfficeError::Entry(_)) => (UNFIT, "bad_value", words::BAD_VALUE),
            E::Office(error) => return Self::internal(error),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
        };
        Self::refused(status, code, phrase)
    }
}
