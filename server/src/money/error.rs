//! Why finance's part was not done.

use axum::http::StatusCode;
use doorstep_words::office::money::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed, writer::WriteError};

/// Why finance's part was not done.
#[derive(Debug, thiserror::Error)]
pub enum MoneyError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No technician handed cash in by such a slip.
    #[error("there is no such slip")]
    NoSlip,
    /// The record has nothing to invoice, or there is none, or the invoice is not there.
    #[error("there is no such invoice")]
    NoInvoice,
    /// It stands otherwise than it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// An amount that cannot be.
    #[error("the amount cannot be used")]
    BadAmount,
    /// A reason is missing or too long.
    #[error("a reason is missing")]
    NoReason,
    /// The invoice's number is missing or too long.
    #[error("the number is missing")]
    NoNumber,
    /// Another invoice has the number.
    #[error("the number was used before")]
    NumberUsed,
    /// A day that cannot be, or is still to come.
    #[error("the day cannot be used")]
    BadDay,
    /// What was noted of a record.
    #[error("what was noted could not be read: {0}")]
    Noted(&'static str),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<MoneyError> for ApiError {
    fn from(error: MoneyError) -> Self {
        use MoneyError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const MISSING: StatusCode = StatusCode::NOT_FOUND;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NoSlip => (MISSING, "no_slip", words::NO_SLIP),
            E::NoInvoice => (MISSING, "no_invoice", words::NO_INVOICE),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::BadAmount => (UNFIT, "bad_amount", words::BAD_AMOUNT),
            E::NoReason => (UNFIT, "no_reason", words::NO_REASON),
            E::NoNumber => (UNFIT, "no_number", words::NO_NUMBER),
            E::NumberUsed => (CONFLICT, "number_used", words::NUMBER_USED),
            E::BadDay => (UNFIT, "bad_day", words::BAD_DAY),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ E::Noted(_) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
