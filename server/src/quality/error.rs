//! Why something about quality was not done.

use axum::http::StatusCode;
use doorstep_words::{Phrase, office::quality as words};

use crate::{
    api_error::ApiError, approval::ApprovalError, csv_file::CsvError, intake::FindError,
    replication::OfficeError, rights::NotAllowed, writer::WriteError,
};

/// Why something about quality was not done.
#[derive(Debug, thiserror::Error)]
pub enum QualityError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The office is not among the people.
    #[error("the office is not among the people")]
    NoOffice,
    /// There is nothing of this number.
    #[error("there is nothing of this number")]
    None,
    /// No record has this number or id.
    #[error("there is no such record")]
    NoRecord,
    /// Several records have this number.
    #[error("several records have this number")]
    SeveralRecords,
    /// Words that must be there are empty.
    #[error("a text is missing")]
    Empty,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// A text has characters that cannot be kept.
    #[error("a text has characters that cannot be kept")]
    BadWords,
    /// The day lies ahead.
    #[error("the day lies ahead")]
    BadDay,
    /// Nothing was found, or what does not belong to this kind of check, or the same twice.
    #[error("the findings cannot be used")]
    BadFinding,
    /// There is no such technician.
    #[error("there is no such technician")]
    NoTechnician,
    /// The work is not finished.
    #[error("the work is not finished")]
    NotFinished,
    /// It is settled, or there is nothing to settle.
    #[error("there is nothing to settle")]
    Settled,
    /// The record could not be written.
    #[error("the record could not be written")]
    Office(#[from] OfficeError),
    /// Somebody else changed it since it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// Quality was told already.
    #[error("quality was told already")]
    ToldAlready,
    /// Somebody of the chain has yet to speak, or all have agreed.
    #[error("the approval runs or was granted")]
    ApprovalRuns,
    /// The approval.
    #[error("the approval did not go on")]
    Approval(#[from] ApprovalError),
    /// The file.
    #[error("the file cannot be taken")]
    File(#[from] CsvError),
    /// A stored value is not what it should be.
    #[error("reading a stored `{0}`")]
    Stored(&'static str),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<FindError> for QualityError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::None | FindError::Store(_) => Self::NoRecord,
            FindError::Several => Self::SeveralRecords,
            FindError::Statement(error) => error.into(),
        }
    }
}

impl From<QualityError> for ApiError {
    fn from(error: QualityError) -> Self {
        use QualityError as E;
        use words::refused as say;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase): (_, _, Phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::None => (StatusCode::NOT_FOUND, "not_there", say::NOT_THERE),
            E::NoRecord => (UNFIT, "no_record", say::NO_RECORD),
            E::SeveralRecords => (UNFIT, "several_records", say::SEVERAL_RECORDS),
            E::Empty => (UNFIT, "empty", say::EMPTY),
            E::TooLong => (UNFIT, "too_long", say::TOO_LONG),
            E::BadDay => (UNFIT, "bad_day", say::BAD_DAY),
            E::BadFinding => (UNFIT, "bad_finding", say::BAD_FINDING),
            E::NoTechnician => (UNFIT, "no_technician", say::NO_TECHNICIAN),
            E::NotFinished => (CONFLICT, "not_finished", say::NOT_FINISHED),
            E::Settled => (CONFLICT, "settled", say::SETTLED),
            E::BadWords => (UNFIT, "bad_words", say::BAD_WORDS),
            E::Office(error) => return Self::internal(error),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", say::CHANGED_MEANWHILE),
            E::ToldAlready => (CONFLICT, "told_already", say::TOLD_ALREADY),
            E::ApprovalRuns => (CONFLICT, "approval_runs", say::APPROVAL_RUNS),
            E::Approval(error) => return error.into(),
            E::File(_) => (UNFIT, "bad_file", say::BAD_FILE),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ (E::NoOffice | E::Stored(_)) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
