//! Why the store did not do it.

use axum::http::StatusCode;
use doorstep_words::office::parts::refused as words;

use super::BalanceError;
use crate::{
    api_error::ApiError,
    catalogue::CatalogueError,
    organisation::OrganisationError,
    replication::{OfficeError, ReplicationError},
    rights::NotAllowed,
    writer::WriteError,
};

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// The clerk may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The person.
    #[error("pieces cannot be moved for this person")]
    Person(#[from] OrganisationError),
    /// The person is no technician: only technicians have a van.
    #[error("the person is no technician")]
    NoTechnician,
    /// No entry of the technician's van has the id, or it is of another kind.
    #[error("no such entry of this van")]
    NoSuchMovement,
    /// It stands otherwise than it was shown.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// A number of pieces that cannot be.
    #[error("the number of pieces cannot be used")]
    BadQuantity,
    /// A reason is missing or too long.
    #[error("a reason is missing")]
    NoReason,
    /// The part's code is missing or too long.
    #[error("the part is missing")]
    NoPart,
    /// A supplier is missing, or his name is too long.
    #[error("the supplier is missing")]
    NoSupplier,
    /// There is no such store.
    #[error("there is no such store")]
    NoStore,
    /// The catalogue, which has the parts' names.
    #[error("the catalogue could not be read")]
    Catalogue(#[from] CatalogueError),
    /// What was noted of vans and records.
    #[error("what was noted could not be read")]
    Noted(#[from] BalanceError),
    /// The entry could not be written.
    #[error("the van could not be written")]
    Office(#[from] OfficeError),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

impl From<WriteError> for StockError {
    fn from(error: WriteError) -> Self {
        Self::Office(error.into())
    }
}

impl From<ReplicationError> for StockError {
    fn from(error: ReplicationError) -> Self {
        Self::Office(error.into())
    }
}

impl From<StockError> for ApiError {
    fn from(error: StockError) -> Self {
        use StockError as E;
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        let (status, code, phrase) = match error {
            E::NotAllowed(error) => return error.into(),
            E::Person(_) | E::NoTechnician => {
                (StatusCode::NOT_FOUND, "no_technician", words::NO_TECHNICIAN)
            }
            E::NoSuchMovement => (StatusCode::NOT_FOUND, "no_movement", words::NO_MOVEMENT),
            E::ChangedMeanwhile => (CONFLICT, "changed_meanwhile", words::CHANGED_MEANWHILE),
            E::BadQuantity => (UNFIT, "bad_quantity", words::BAD_QUANTITY),
            E::NoReason => (UNFIT, "no_reason", words::NO_REASON),
            E::NoSupplier => (UNFIT, "no_supplier", words::NO_SUPPLIER),
            E::NoStore => (UNFIT, "no_store", words::NO_STORE),
            E::NoPart => (UNFIT, "no_part", words::NO_PART),
            // What can be wrong with an entry was typed: a code, a serial number, a reason or a number of pieces.
            E::Office(OfficeError::Edit(_) | OfficeError::Entry(_)) => {
                (UNFIT, "bad_entry", words::BAD_ENTRY)
            }
            E::Statement(error) => return error.into(),
            other @ (E::Catalogue(_) | E::Noted(_) | E::Office(_)) => {
                return Self::internal(other);
            }
        };
        Self::refused(status, code, phrase)
    }
}
