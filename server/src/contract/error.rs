//! Why something about a contract was not done.

use axum::http::StatusCode;
use doorstep_words::office::contract::refused as words;

use crate::{
    api_error::{ApiError, FieldFault},
    catalogue::CatalogueError,
    intake::CallError,
    replication::OfficeError,
    rights::NotAllowed,
    writer::WriteError,
};

/// Why something about a contract was not done.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such contract.
    #[error("there is no such contract")]
    None,
    /// The contract is about no such unit, or about it no longer.
    #[error("the contract is about no such unit")]
    NoUnit,
    /// Some of what was told cannot be used.
    #[error("some fields cannot be used")]
    Unfit(Vec<FieldFault>),
    /// It is about no unit, or about too many.
    #[error("a contract is about one unit at least, and not about too many")]
    UnitCount,
    /// Somebody else changed it since it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// It was ended.
    #[error("it was ended")]
    Ended,
    /// A visit to the unit is under way.
    #[error("a visit to the unit is under way")]
    VisitUnderWay,
    /// All visits that the contract promises for the unit were made.
    #[error("all visits to the unit were made")]
    AllMade,
    /// The call of a visit.
    #[error("the visit could not be taken in")]
    Call(#[from] CallError),
    /// The record could not be written.
    #[error("the record could not be written")]
    Office(#[from] OfficeError),
    /// The catalogue, by which the kinds of appliances are checked.
    #[error("the catalogue could not be read")]
    Catalogue(#[from] CatalogueError),
    /// A stored value is not what it should be.
    #[error("reading a stored `{0}`")]
    Stored(&'static str),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<ContractError> for ApiError {
    fn from(error: ContractError) -> Self {
        use ContractError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::None => (StatusCode::NOT_FOUND, "no_contract", words::NO_CONTRACT),
            E::NoUnit => (StatusCode::NOT_FOUND, "no_unit", words::NO_UNIT),
            E::UnitCount => (UNFIT, "unit_count", words::UNIT_COUNT),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::Ended => (CONFLICT, "ended", words::ENDED),
            E::VisitUnderWay => (CONFLICT, "visit_under_way", words::VISIT_UNDER_WAY),
            E::AllMade => (CONFLICT, "all_made", words::ALL_MADE),
            E::NotAllowed(error) => return error.into(),
            E::Unfit(faults) => return Self::unfit(faults),
            E::Call(error) => return error.into(),
            E::Office(error) => return Self::internal(error),
            E::Statement(error) => return error.into(),
            E::Write(error) => return error.into(),
            other @ (E::Catalogue(_) | E::Stored(_)) => return Self::internal(other),
        };
        Self::refused(status, code, phrase)
    }
}
