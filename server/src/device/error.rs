//! Why something was not done with a device.

use axum::http::StatusCode;
use doorstep_words::office::devices::refused as words;

use crate::{
    api_error::ApiError, app::not_found, organisation::OrganisationError, rights::NotAllowed,
    writer::WriteError,
};

/// Why something was not done with a device.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The organisation refuses.
    #[error("the organisation refuses it")]
    Organisation(#[from] OrganisationError),
    /// It was revoked before.
    #[error("it was revoked before")]
    RevokedBefore,
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<DeviceError> for ApiError {
    fn from(error: DeviceError) -> Self {
        use DeviceError as E;
        use OrganisationError as O;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::Organisation(O::NoDevice) => return not_found(),
            E::Organisation(O::NoPerson) => (UNFIT, "no_person", words::NO_PERSON),
            E::Organisation(O::BadName(_)) => (UNFIT, "bad_name", words::BAD_NAME),
            E::Organisation(O::OwnDevice) => (CONFLICT, "own_device", words::OWN_DEVICE),
            E::RevokedBefore => (CONFLICT, "revoked_before", words::REVOKED_BEFORE),
            E::Organisation(error) => return error.into(),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
        };
        Self::refused(status, code, phrase)
    }
}
