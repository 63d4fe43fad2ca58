//! Why a word was not taken.

use axum::http::StatusCode;
use doorstep_words::office::approval::refused as words;

use crate::{api_error::ApiError, rights::NotAllowed};

/// Why a word was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// The clerk may not speak for this post.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such approval.
    #[error("there is no such approval")]
    None,
    /// Somebody spoke since it was shown, or it has ended.
    #[error("somebody spoke meanwhile")]
    SpokenMeanwhile,
    /// The post may not say this now.
    #[error("this cannot be said now")]
    NotNow,
    /// A refusal and a sending back say why.
    #[error("the reason is missing")]
    NoReason,
    /// An outside post's word names who said it.
    #[error("who said it is missing")]
    NobodySaidIt,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// A stored value is not what it should be.
    #[error("reading a stored `{0}`")]
    Stored(&'static str),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<ApprovalError> for ApiError {
    fn from(error: ApprovalError) -> Self {
        use ApprovalError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::None => (StatusCode::NOT_FOUND, "no_approval", words::NO_APPROVAL),
            E::SpokenMeanwhile => (CONFLICT, "spoken_meanwhile", words::SPOKEN_MEANWHILE),
            E::NotNow => (CONFLICT, "not_now", words::NOT_NOW),
            E::NoReason => (UNFIT, "no_reason", words::NO_REASON),
            E::NobodySaidIt => (UNFIT, "nobody_said_it", words::NOBODY_SAID_IT),
            E::TooLong => (UNFIT, "too_long", words::TOO_LONG),
            E::Statement(error) => return error.into(),
            other @ E::Stored(_) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
