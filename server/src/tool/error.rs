//! Why the register of tools was not changed.

use axum::http::StatusCode;
use doorstep_words::office::tool::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed, writer::WriteError};

/// Why the register of tools was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such tool.
    #[error("there is no such tool")]
    NoTool,
    /// It stands otherwise than it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// The inventory number or the name is missing or too long.
    #[error("the number or the name is missing")]
    NoName,
    /// Another tool has the inventory number.
    #[error("another tool has this number")]
    NumberTaken,
    /// The last day of the calibration is none.
    #[error("the day cannot be used")]
    BadDay,
    /// There is no such station.
    #[error("there is no such station")]
    NoStation,
    /// There is no such person here, or he left.
    #[error("there is no such person")]
    NoPerson,
    /// A state or a reason is missing or too long.
    #[error("the words are missing")]
    NoWords,
    /// The tool is elsewhere: it is issued already, it is not issued, or it is gone.
    #[error("the tool is not where this could be done")]
    NotThere,
    /// What is noted of a tool.
    #[error("what was noted could not be read: {0}")]
    Noted(&'static str),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<ToolError> for ApiError {
    fn from(error: ToolError) -> Self {
        use ToolError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NoTool => (StatusCode::NOT_FOUND, "no_tool", words::NO_TOOL),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::NoName => (UNFIT, "no_name", words::NO_NAME),
            E::NumberTaken => (CONFLICT, "number_taken", words::NUMBER_TAKEN),
            E::BadDay => (UNFIT, "bad_day", words::BAD_DAY),
            E::NoStation => (UNFIT, "no_station", words::NO_STATION),
            E::NoPerson => (UNFIT, "no_person", words::NO_PERSON),
            E::NoWords => (UNFIT, "no_words", words::NO_WORDS),
            E::NotThere => (CONFLICT, "not_there", words::NOT_THERE),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ E::Noted(_) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
