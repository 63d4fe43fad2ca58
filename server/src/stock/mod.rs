//! The parts store (备件仓库) at its counter: it issues pieces to a technician's van, takes new and old ones back, counts
//! and explains; and sees for every van what it holds and every piece that does not fit.
//!
//! [`at_the_counter`] does one thing; [`vans`] adds all of it up, from all vans and all records.

mod counter;
mod view;

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::PersonId,
    van::{Balance, Known, Month, VanMonth, balance},
};

pub use counter::{AtTheCounter, Handed, at_the_counter};
pub use view::{StockFinding, StockRow};

use crate::{
    catalogue::CatalogueError,
    organisation::OrganisationError,
    replication::{OfficeError, Replication, ReplicationError, Stock},
    writer::WriteError,
};

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// The person.
    #[error("pieces cannot be moved for this person")]
    Person(#[from] OrganisationError),
    /// The person is no technician: only technicians have a van.
    #[error("the person is no technician")]
    NoTechnician,
    /// No entry of the technician's van has the id, or it is of another kind.
    #[error("no such entry of this van")]
    NoSuchMovement,
    /// The catalogue, which has the parts' names.
    #[error("the catalogue could not be read")]
    Catalogue(#[from] CatalogueError),
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

/// What every technician's van holds at the end of a month, with every piece that does not fit.
///
/// # Errors
/// [`ReplicationError`].
pub async fn vans(
    replication: &Replication,
    month: Month,
) -> Result<BTreeMap<PersonId, Balance>, ReplicationError> {
    Ok(add_up(&replication.stock().await?, month))
}

/// The same out of what was read.
#[must_use]
pub fn add_up(stock: &Stock, month: Month) -> BTreeMap<PersonId, Balance> {
    let known = Known {
        vans: stock.vans.iter().collect(),
        records: stock
            .records
            .iter()
            .map(|record| (record.id, record))
            .collect(),
        all_vans: true,
    };
    let of_vans = stock.vans.iter().map(|van: &VanMonth| &van.technician);
    // Who fitted something and has no van yet is asked about, too.
    let of_records = stock
        .records
        .iter()
        .flat_map(|record| record.valid_entries())
        .filter(|(_, entry)| {
            matches!(
                entry.what,
                doorstep_domain::record::What::PartFitted { .. }
                    | doorstep_domain::record::What::PartRemoved { .. }
            )
        })
        .map(|(_, entry)| &entry.by);
    let mut vans = BTreeMap::new();
    for technician in of_vans.chain(of_records) {
        if !vans.contains_key(technician) {
            vans.insert(technician.clone(), balance(technician, month, &known));
        }
    }
    vans
}
