//! Why a report was not reviewed or archived.

use axum::http::StatusCode;
use doorstep_words::office::review::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed};

/// Why a report was not reviewed or archived.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReviewError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such record.
    #[error("there is no such record")]
    None,
    /// The record is another than was shown.
    #[error("the record was changed meanwhile")]
    ChangedMeanwhile,
    /// It is not reported, or was reviewed as it stands.
    #[error("there is nothing to review")]
    NotDue,
    /// What several wrote apart is not settled.
    #[error("what several wrote apart is not settled")]
    ConflictsOpen,
    /// What lacks is not said.
    #[error("what lacks is not said")]
    Empty,
    /// The text is too long.
    #[error("the text is too long")]
    TooLong,
    /// It was not found in order as it stands, or is archived.
    #[error("there is nothing to archive")]
    NotToArchive,
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<ReviewError> for ApiError {
    fn from(error: ReviewError) -> Self {
        use ReviewError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::Statement(error) => return error.into(),
            E::None => (StatusCode::NOT_FOUND, "not_there", words::NOT_THERE),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::NotDue => (CONFLICT, "not_due", words::NOT_DUE),
            E::ConflictsOpen => (CONFLICT, "conflicts_open", words::CONFLICTS_OPEN),
            E::Empty => (UNFIT, "empty", words::EMPTY),
            E::TooLong => (UNFIT, "too_long", words::TOO_LONG),
            E::NotToArchive => (CONFLICT, "not_to_archive", words::NOT_TO_ARCHIVE),
        };
        Self::refused(status, code, phrase)
    }
}
