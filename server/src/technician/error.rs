//! Why a technician was not described.

use axum::http::StatusCode;
use doorstep_words::office::board::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed, writer::WriteError};

/// Why a technician was not described.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Nobody has this code, he has left, or he does not go to customers.
    #[error("there is no such technician")]
    NoTechnician,
    /// Too many kinds, or one is empty or too long.
    #[error("a skill cannot be used")]
    BadSkill,
    /// The district is too long, or holds what cannot be shown.
    #[error("the district cannot be used")]
    BadDistrict,
    /// What was typed is no day.
    #[error("the day cannot be used")]
    BadDay,
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

impl From<ProfileError> for ApiError {
    fn from(error: ProfileError) -> Self {
        use ProfileError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NoTechnician => (StatusCode::NOT_FOUND, "no_technician", words::NO_TECHNICIAN),
            E::BadSkill => (UNFIT, "bad_skill", words::BAD_SKILL),
            E::BadDistrict => (UNFIT, "bad_district", words::BAD_DISTRICT),
            E::BadDay => (UNFIT, "bad_day", words::BAD_DAY),
            E::ChangedMeanwhile => (
                StatusCode::CONFLICT,
                "changed_meanwhile",
                words::CHANGED_MEANWHILE,
            ),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
        };
        Self::refused(status, code, phrase)
    }
}
