//! Why the calendar was not changed.

use axum::http::StatusCode;
use doorstep_words::office::calendar::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed, writer::WriteError};

/// Why the calendar was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Something is no day, is of another year, stands twice, or has too long a name.
    #[error("a day cannot be used")]
    BadDay,
    /// Only Saturdays and Sundays are worked in exchange.
    #[error("only weekends are worked in exchange")]
    NoWeekend,
    /// Somebody else changed it since it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<CalendarError> for ApiError {
    fn from(error: CalendarError) -> Self {
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        match error {
            CalendarError::NotAllowed(error) => error.into(),
            CalendarError::BadDay => Self::refused(UNFIT, "bad_day", words::BAD_DAY),
            CalendarError::NoWeekend => Self::refused(UNFIT, "no_weekend", words::NO_WEEKEND),
            CalendarError::ChangedMeanwhile => Self::refused(
                StatusCode::CONFLICT,
                "changed_meanwhile",
                words::CHANGED_MEANWHILE,
            ),
            CalendarError::Statement(error) => error.into(),
            CalendarError::Write(error) => error.into(),
        }
    }
}
