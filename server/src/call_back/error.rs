//! Why a call was not written down.

use axum::http::StatusCode;
use doorstep_words::office::call_back::refused as words;

use crate::{
    api_error::ApiError, complaint::ComplaintError, replication::OfficeError, rights::NotAllowed,
    writer::WriteError,
};

/// Why a call was not written down.
#[derive(Debug, thiserror::Error)]
pub enum CallBackError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No call is due about this.
    #[error("no call is due about this")]
    NotDue,
    /// The customer was reached already.
    #[error("the customer was reached already")]
    AlreadyReached,
    /// Who was reached is at least asked whether he is satisfied.
    #[error("the answers are not enough")]
    NotEnough,
    /// The day to call again is none, or is past.
    #[error("the day cannot be used")]
    BadDay,
    /// The note is too long.
    #[error("the note is too long")]
    TooLong,
    /// A second service needs a finished one.
    #[error("the record does not allow a second service now")]
    NoSecondService,
    /// What follows from the answers could not be written.
    #[error("the record could not be written")]
    Office(#[source] OfficeError),
    /// The complaint that follows from the answers could not be taken.
    #[error("the complaint could not be taken")]
    Complaint(#[from] ComplaintError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<OfficeError> for CallBackError {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Refused(_) => Self::NoSecondService,
            other => Self::Office(other),
        }
    }
}

impl From<CallBackError> for ApiError {
    fn from(error: CallBackError) -> Self {
        use CallBackError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NotDue => (StatusCode::NOT_FOUND, "not_due", words::NOT_DUE),
            E::AlreadyReached => (CONFLICT, "already_reached", words::ALREADY_REACHED),
            E::NotEnough => (UNFIT, "not_enough", words::NOT_ENOUGH),
            E::BadDay => (UNFIT, "bad_day", words::BAD_DAY),
            E::TooLong => (UNFIT, "too_long", words::TOO_LONG),
            E::NoSecondService => (CONFLICT, "no_second_service", words::NO_SECOND_SERVICE),
            E::Office(error) => return Self::internal(error),
            E::Complaint(error) => return error.into(),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
        };
        Self::refused(status, code, phrase)
    }
}
