//! The parts store (备件仓库) at its counter: it issues pieces to a technician's van, takes new and old ones back, counts
//! and explains; and sees for every van what it holds and every piece that does not fit.
//!
//! [`at_the_counter`] does one thing; [`vans`] adds all of it up, from all vans and all records. The pages load no
//! document: [`note_van`] and [`note_record`] note what each says whenever it becomes another, and [`balance_of`] is the
//! domain's own balance out of that.

mod balance;
mod claim;
mod counter;
mod difference;
mod error;
mod moved;
mod note;
mod overview;
mod requisition;
mod settle;
mod store;
mod take_in;
#[cfg(test)]
mod tests;
mod view;
mod waiting;

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::PersonId,
    van::{Balance, Known, Month, VanMonth, balance},
};

pub(crate) use note::{note_record, note_van};

pub use balance::{BalanceError, balance_of, months};
pub use claim::{ClaimLine, ClaimPlace, claims};
pub use counter::{AtTheCounter, Handed, at_the_counter};
pub use difference::{CountVan, ExplainDifference, Unexplained, count, explain, unexplained};
pub use error::StockError;
pub use moved::{Moved, MovedPlace, moved};
pub use overview::{VanLine, technician_of, vans_of};
pub use requisition::{
    AnswerRequisition, Availability, ShortLine, answer, availability, month_began, short_lines,
};
pub use store::{
    KeepAtLeast, Level, MoveStore, StoreKind, StoreMoved, StorePlace, keep_at_least, levels,
    move_store, on_hand, station_of_store, store_moved, stores_of,
};
pub use take_in::{TakeIn, confirm_return, take_old_part};
pub use view::{StockFinding, StockRow};
pub use waiting::{Queue, Waiting, waiting, waiting_count, waiting_one};

use crate::replication::{Replication, ReplicationError, Stock};

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
