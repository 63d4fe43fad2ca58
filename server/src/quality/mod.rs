//! Quality on the server: the units of each batch, what has failed of them, and the alert when a batch passes its limit.
//!
//! The rule is [`doorstep_domain::quality`]. [`note`] is called whenever a record becomes another and writes its row of
//! `failure`; it raises the alert in the same transaction. [`import`] brings units by batch in and counts again. The alert's
//! key is model, batch and cause, and a row that stands is never written again: so it is raised exactly once.

mod alert;
mod batch;
mod failures;
mod import;
mod note;

use axum::http::StatusCode;
use doorstep_words::{Phrase, office::quality as words};

pub(crate) use self::{
    alert::{Alert, alerts},
    failures::{Failed, FailureCount, Group, UnitPlace, count_of, failure_counts, failures_of},
    note::note,
};
pub use self::{
    batch::Batch,
    import::{Imported, import, preview},
};
use crate::{api_error::ApiError, csv_file::CsvError, rights::NotAllowed, writer::WriteError};

/// Why something about quality was not done.
#[derive(Debug, thiserror::Error)]
pub enum QualityError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The office is not among the people.
    #[error("the office is not among the people")]
    NoOffice,
    /// The file.
    #[error("the file cannot be taken")]
    File(#[from] CsvError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<QualityError> for ApiError {
    fn from(error: QualityError) -> Self {
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let unfit = |code, words: Phrase| Self::refused(UNFIT, code, words);
        match error {
            QualityError::NotAllowed(error) => error.into(),
            QualityError::File(_) => unfit("bad_file", words::refused::BAD_FILE),
            QualityError::NoOffice => Self::internal(error),
            QualityError::Statement(error) => error.into(),
            QualityError::Write(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests;
