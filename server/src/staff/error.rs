//! Why something about the people of the office was not done.

use axum::http::StatusCode;
use doorstep_words::{Phrase, office::people::refused as words};

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

impl StaffError {
    /// What a person is told, with the answer's status and its code for programs; nothing for what is not his to mend.
    fn told(&self) -> Option<(StatusCode, &'static str, Phrase)> {
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        Some(match self {
            Self::NoPerson => (StatusCode::NOT_FOUND, "no_person", words::NO_PERSON),
            Self::BadCode => (UNFIT, "bad_code", words::BAD_CODE),
            Self::BadName => (UNFIT, "bad_name", words::BAD_NAME),
            Self::CodeTaken => (CONFLICT, "code_taken", words::CODE_TAKEN),
            Self::NoStation => (UNFIT, "no_station", words::NO_STATION),
            Self::NotForTechnicians => (UNFIT, "not_for_technicians", words::NOT_FOR_TECHNICIANS),
            Self::LastAdministrator => (CONFLICT, "last_administrator", words::LAST_ADMINISTRATOR),
            Self::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            Self::StationInUse => (CONFLICT, "station_in_use", words::STATION_IN_USE),
            Self::WeakPassword => (UNFIT, "weak_password", words::WEAK_PASSWORD),
            Self::NotTheSame => (UNFIT, "not_the_same", words::NOT_THE_SAME),
            Self::WrongPassword => (UNFIT, "wrong_password", words::WRONG_PASSWORD),
            Self::WrongCode => (UNFIT, "wrong_code", words::WRONG_CODE),
            Self::LinkInvalid => (
                StatusCode::UNAUTHORIZED,
                "login_link_invalid",
                words::LINK_INVALID,
            ),
            Self::NotAllowed(_)
            | Self::Organisation(_)
            | Self::Hashing
            | Self::Random(_)
            | Self::Statement(_)
            | Self::Write(_) => return None,
        })
    }

    /// What a person is told; nothing for what is not his to mend.
    #[must_use]
    pub fn words(&self) -> Option<Phrase> {
        self.told().map(|(_, _, words)| words)
    }
}

impl From<StaffError> for ApiError {
    fn from(error: StaffError) -> Self {
        if let Some((status, code, words)) = error.told() {
            return Self::refused(status, code, words);
        }
        match error {
            StaffError::NotAllowed(error) => error.into(),
            StaffError::Organisation(error) => error.into(),
            StaffError::Random(error) => error.into(),
            StaffError::Statement(error) => error.into(),
            StaffError::Write(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
