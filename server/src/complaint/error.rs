//! Why something about a complaint was not done.

use axum::http::StatusCode;
use doorstep_words::office::complaint::refused as words;

use crate::{
    api_error::ApiError, approval::ApprovalError, environment::NoRandomness, intake::FindError,
    replication::OfficeError, rights::NotAllowed, writer::WriteError,
};

/// Why something about a complaint was not done.
#[derive(Debug, thiserror::Error)]
pub enum ComplaintError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such complaint.
    #[error("there is no such complaint")]
    None,
    /// No record has this number or id.
    #[error("there is no such record")]
    NoRecord,
    /// Several records have this number.
    #[error("several records have this number")]
    SeveralRecords,
    /// A crisis is taken with its record: agreement and receipts stand there.
    #[error("a crisis needs its record")]
    NeedsRecord,
    /// Words that must be there are empty.
    #[error("a text is missing")]
    Empty,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// An amount is missing, or is none.
    #[error("the amount cannot be used")]
    BadAmount,
    /// Somebody else changed it since it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// It is closed or withdrawn.
    #[error("it is closed")]
    Closed,
    /// What was offered before still passes its chain.
    #[error("an approval still runs")]
    ApprovalRuns,
    /// Something stands in the way of the end.
    #[error("something still stands in the way")]
    Lacks,
    /// The insurer knows already, or there is nothing that he must be told.
    #[error("there is nothing to tell the insurer")]
    NothingToTell,
    /// The approval.
    #[error("the approval did not go on")]
    Approval(#[from] ApprovalError),
    /// The record could not be written.
    #[error("the record could not be written")]
    Office(#[from] OfficeError),
    /// A stored value is not what it should be.
    #[error("reading a stored `{0}`")]
    Stored(&'static str),
    /// No randomness.
    #[error("an id could not be drawn")]
    Random(#[from] NoRandomness),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<FindError> for ComplaintError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::None | FindError::Store(_) => Self::NoRecord,
            FindError::Several => Self::SeveralRecords,
            FindError::Statement(error) => error.into(),
        }
    }
}

impl From<ComplaintError> for ApiError {
    fn from(error: ComplaintError) -> Self {
        use ComplaintError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::None => (StatusCode::NOT_FOUND, "no_complaint", words::NO_COMPLAINT),
            E::NoRecord => (UNFIT, "no_record", words::NO_RECORD),
            E::SeveralRecords => (UNFIT, "several_records", words::SEVERAL_RECORDS),
            E::NeedsRecord => (UNFIT, "needs_record", words::NEEDS_RECORD),
            E::Empty => (UNFIT, "empty", words::EMPTY),
            E::TooLong => (UNFIT, "too_long", words::TOO_LONG),
            E::BadAmount => (UNFIT, "bad_amount", words::BAD_AMOUNT),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::Closed => (CONFLICT, "closed", words::CLOSED),
            E::ApprovalRuns => (CONFLICT, "approval_runs", words::APPROVAL_RUNS),
            E::Lacks => (CONFLICT, "lacks", words::LACKS),
            E::NothingToTell => (CONFLICT, "nothing_to_tell", words::NOTHING_TO_TELL),
            E::Office(OfficeError::Refused(_)) => {
                (CONFLICT, "refused_by_record", words::REFUSED_BY_RECORD)
            }
            E::Approval(error) => return error.into(),
            E::Office(error) => return Self::internal(error),
            E::Random(error) => return error.into(),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ E::Stored(_) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
