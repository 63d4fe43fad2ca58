//! Taking calls in and handing them out: what the office does with a record before a technician has it.
//!
//! [`import()`] opens a record for each call of a CSV file, [`assign`] hands one out, [`find`] and [`list`] are how the
//! office gets at them again.

mod assign;
mod call;
mod find;
mod import;
mod list;
mod look_up;
mod number;
mod open;
mod read;
mod take;

pub use assign::assign;
pub use call::TakeCall;
pub use find::{FindError, find, station_of};
pub use import::{Taken, import};
pub use list::{RecordLine, list};
pub use look_up::{Known, LookUp, PossibleSecondRepair, look_up};
pub(crate) use open::record_of;
pub use take::{CallError, CallTaken, TakenBy, take, taken_by};
pub(crate) use take::{station_named, take_in};

use crate::{
    catalogue::CatalogueError,
    csv_file::CsvError,
    environment::NoRandomness,
    organisation::OrganisationError,
    replication::{OfficeError, ReplicationError},
    store::StoreError,
    writer::WriteError,
};

/// Why a call was not taken in, or a record not handed out.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file.
    #[error("the file cannot be taken")]
    File(#[from] CsvError),
    /// The catalogue, by which the kinds of appliances are checked.
    #[error("the catalogue could not be read")]
    Catalogue(#[from] CatalogueError),
    /// The record could not be written.
    #[error("the record could not be written")]
    Office(#[from] OfficeError),
    /// The person.
    #[error("the record could not be handed to this person")]
    Person(#[from] OrganisationError),
    /// The person is no technician: records are handed to technicians.
    #[error("the person is no technician")]
    NoTechnician,
    /// No randomness for a number.
    #[error("a record number could not be drawn")]
    Random(#[from] NoRandomness),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
    /// The database could not be read.
    #[error("the database could not be used")]
    Store(#[from] StoreError),
    /// The work was not committed.
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

impl From<ReplicationError> for IntakeError {
    fn from(error: ReplicationError) -> Self {
        Self::Office(error.into())
    }
}

#[cfg(test)]
mod tests;
