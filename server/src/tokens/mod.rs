//! Tokens by which other programs use the API, each in somebody's name.
//!
//! [`make`] draws one, shown once; [`revoke`] ends one; [`crate::session::Caller`] is a handler's caller, who comes with
//! a token or is signed in.

mod find;
mod make;
mod read;
mod revoke;

use axum::http::StatusCode;
use doorstep_domain::named;
use doorstep_words::{Phrase, office::programs as words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use self::find::find;
pub use self::{
    make::{MakeToken, make},
    read::{Token, tokens},
    revoke::revoke,
};
use crate::{api_error::ApiError, app::not_found, rights::NotAllowed, writer::WriteError};

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// To read.
    Read,
    /// To read and to change.
    Write,
}

named!(Scope {
    Read "read" words::scope::READ;
    Write "write" words::scope::WRITE;
});

impl Scope {
    /// Reads [`Scope::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.code() == code)
    }
}

/// Why something about tokens was not done.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The token would act for nobody of the office.
    #[error("nobody of the office has this code")]
    NoPerson,
    /// The name is empty, too long, or holds what cannot be shown.
    #[error("the name cannot be used")]
    BadName,
    /// It is to be good for no day, or for more than two years.
    #[error("the days cannot be used")]
    BadDays,
    /// There is none of this number, or it was revoked.
    #[error("there is no such token")]
    NoToken,
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let unfit = |code, words: Phrase| Self::refused(UNFIT, code, words);
        match error {
            TokenError::NotAllowed(error) => error.into(),
            TokenError::NoPerson => unfit("no_person", words::refused::NO_PERSON),
            TokenError::BadName => unfit("bad_name", words::refused::BAD_NAME),
            TokenError::BadDays => unfit("bad_days", words::refused::BAD_DAYS),
            TokenError::NoToken => not_found(),
            TokenError::Statement(error) => error.into(),
            TokenError::Write(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests;
