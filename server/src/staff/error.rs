//! Why something about the people of the office was not done.

use axum::http::StatusCode;
use doorstep_words::{Phrase, office::people as words};

use crate::{
    api_error::ApiError, environment::NoRandomness, organisation::OrganisationError,
    rights::NotAllowed, writer::WriteError,
};

/// Why something about the people of the office was not done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Nobody has this code, or he has left.
    #[error("there is no such person")]
    NoPerson,
    /// A code must be small letters, digits and hyphens.
    #[error("the code cannot be used")]
    BadCode,
    /// The name is empty, too long, or holds what cannot be shown.
    #[error("the name cannot be used")]
    BadName,
    /// The code is taken; codes are never given twice.
    #[error("the code is taken")]
    CodeTaken,
    /// There is no such station, or it is closed.
    #[error("there is no such station")]
    NoStation,
    /// A technician works for one station, and only people of the office have its roles.
    #[error("a technician has no roles at the office and one station at most")]
    NotForTechnicians,
    /// Somebody must be able to keep people and rights.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// Somebody else changed it since it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// People or records are still with the station.
    #[error("the station is still in use")]
    StationInUse,
    /// The password is too short, too long, or one that everybody tries.
    #[error("the password is too weak")]
    WeakPassword,
    /// The password was not typed the same way twice.
    #[error("the two passwords differ")]
    NotTheSame,
    /// The password that was typed as the present one is not it.
    #[error("the present password is wrong")]
    WrongPassword,
    /// The one-time code is not the one of this minute, or was used already.
    #[error("the one-time code is wrong")]
    WrongCode,
    /// The link was used, has expired, or was never given out.
    #[error("the link is not good")]
    LinkInvalid,
    /// The organisation's people.
    #[error("the people could not be changed")]
    Organisation(#[from] OrganisationError),
    /// A password could not be made unreadable.
    #[error("the password could not be hashed")]
    Hashing,
    /// No randomness.
    #[error("a secret could not be drawn")]
    Random(#[from] NoRandomness),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<StaffError> for ApiError {
    fn from(error: StaffError) -> Self {
        use StaffError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let refused: (StatusCode, &'static str, Phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::NoPerson => (
                StatusCode::NOT_FOUND,
                "no_person",
                words::refused::NO_PERSON,
            ),
            E::BadCode => (UNFIT, "bad_code", words::refused::BAD_CODE),
            E::BadName => (UNFIT, "bad_name", words::refused::BAD_NAME),
            E::CodeTaken => (CONFLICT, "code_taken", words::refused::CODE_TAKEN),
            E::NoStation => (UNFIT, "no_station", words::refused::NO_STATION),
            E::NotForTechnicians => (
                UNFIT,
                "not_for_technicians",
                words::refused::NOT_FOR_TECHNICIANS,
            ),
            E::LastAdministrator => (
                CONFLICT,
                "last_administrator",
                words::refused::LAST_ADMINISTRATOR,
            ),
            E::ChangedMeanwhile => (
                CONFLICT,
                "changed_meanwhile",
                words::refused::CHANGED_MEANWHILE,
            ),
            E::StationInUse => (CONFLICT, "station_in_use", words::refused::STATION_IN_USE),
            E::WeakPassword => (UNFIT, "weak_password", words::refused::WEAK_PASSWORD),
            E::NotTheSame => (UNFIT, "not_the_same", words::refused::NOT_THE_SAME),
            E::WrongPassword => (UNFIT, "wrong_password", words::refused::WRONG_PASSWORD),
            E::WrongCode => (UNFIT, "wrong_code", words::refused::WRONG_CODE),
            E::LinkInvalid => (
                StatusCode::UNAUTHORIZED,
                "login_link_invalid",
                words::refused::LINK_INVALID,
            ),
            E::Organisation(error) => return error.into(),
            E::Random(error) => return error.into(),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            E::Hashing => return Self::internal(error),
        };
        let (status, code, phrase) = refused;
        Self::refused(status, code, phrase)
    }
}
