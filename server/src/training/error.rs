//! Why something about training was not done.

use axum::http::StatusCode;
use doorstep_words::office::training::refused as words;

use crate::{
    api_error::{ApiError, FieldFault},
    rights::NotAllowed,
    writer::WriteError,
};

/// Why something about training was not done.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Nobody has this code, or he is no technician.
    #[error("there is no such technician")]
    NoTechnician,
    /// Nothing of this number was noted, or it was struck before.
    #[error("there is no such note")]
    NoNote,
    /// Some of what was told cannot be used.
    #[error("some fields cannot be used")]
    Unfit(Vec<FieldFault>),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<TrainingError> for ApiError {
    fn from(error: TrainingError) -> Self {
        const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
        match error {
            TrainingError::NoTechnician => {
                Self::refused(NOT_FOUND, "no_technician", words::NO_TECHNICIAN)
            }
            TrainingError::NoNote => Self::refused(NOT_FOUND, "no_note", words::NO_NOTE),
            TrainingError::NotAllowed(error) => error.into(),
            TrainingError::Unfit(faults) => Self::unfit(faults),
            TrainingError::Statement(error) => error.into(),
            TrainingError::Write(error) => error.into(),
        }
    }
}
