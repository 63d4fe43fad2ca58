//! Why a claim was not entered, or a word on it does not count.

use axum::http::StatusCode;
use doorstep_domain::expense::NoWord;
use doorstep_words::office::expense::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed, writer::WriteError};

/// Why a claim was not entered, or a word on it does not count.
#[derive(Debug, thiserror::Error)]
pub enum ExpenseError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such claim.
    #[error("there is no such claim")]
    NoExpense,
    /// There is no such person here.
    #[error("there is no such person")]
    NoPerson,
    /// The kind is none of those there are.
    #[error("there is no such kind")]
    NoKind,
    /// The amount is none, or not above zero.
    #[error("the amount cannot be used")]
    BadAmount,
    /// The day is none, or still to come.
    #[error("the day cannot be used")]
    BadDay,
    /// What for, or why not, is missing; or something is too long.
    #[error("the words are missing")]
    NoWords,
    /// No record has this number.
    #[error("there is no such record")]
    NoRecord,
    /// The word does not count now, or not from this speaker.
    #[error("the word does not count")]
    NoWord(NoWord),
    /// What is noted of a claim.
    #[error("what was noted could not be read: {0}")]
    Noted(&'static str),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<ExpenseError> for ApiError {
    fn from(error: ExpenseError) -> Self {
        use ExpenseError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NoExpense => (StatusCode::NOT_FOUND, "no_expense", words::NO_EXPENSE),
            E::NoPerson => (UNFIT, "no_person", words::NO_PERSON),
            E::NoKind => (UNFIT, "no_kind", words::NO_KIND),
            E::BadAmount => (UNFIT, "bad_amount", words::BAD_AMOUNT),
            E::BadDay => (UNFIT, "bad_day", words::BAD_DAY),
            E::NoWords => (UNFIT, "no_words", words::NO_WORDS),
            E::NoRecord => (UNFIT, "no_record", words::NO_RECORD),
            E::NoWord(why @ NoWord::NotNow) => (StatusCode::CONFLICT, "not_now", why.words()),
            E::NoWord(why @ NoWord::OwnClaim) => (StatusCode::FORBIDDEN, "own_claim", why.words()),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ E::Noted(_) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
