//! One thing that the store does at its counter.

use doorstep_domain::{
    ids::{EntryId, PersonId},
    rights::Role,
    van::{Movement, Pieces, VanEntry, VanMonth},
};

use super::{StockError, months};
use crate::{
    catalogue::newest,
    organisation::{OrganisationError, people},
    replication::{OfficeDesk, Replication},
};

/// What the store does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtTheCounter {
    /// Issues pieces (出库).
    Issue {
        /// The part's code.
        part: String,
        /// How many.
        quantity: i64,
        /// The serial number, where it has one.
        serial: String,
        /// The requisition that it answers.
        requisition: Option<EntryId>,
    },
    /// Confirms what the technician says that he gave back.
    Confirm {
        /// The return's entry.
        entry: EntryId,
        /// How many there were; as many as he says, if left out.
        quantity: Option<i64>,
    },
    /// Takes new pieces in that the technician has no entry of.
    TakeNew {
        /// The part's code.
        part: String,
        /// How many.
        quantity: i64,
        /// The serial number, where it has one.
        serial: String,
    },
    /// Takes an old part in (以旧换新).
    TakeOld {
        /// The record's entry that took it out.
        removal: EntryId,
        /// The serial number on the piece; the one that was taken out, if left out.
        serial: Option<String>,
        /// How many; all of them, if left out.
        quantity: Option<i64>,
    },
    /// Counts what is on the van.
    Count {
        /// The part's code.
        part: String,
        /// How many.
        quantity: i64,
    },
    /// Explains the difference of a count.
    Explain {
        /// The count's entry.
        count: EntryId,
        /// Pieces; negative where they lack.
        quantity: i64,
        /// Why.
        reason: String,
    },
    /// Takes an entry back.
    Void {
        /// The entry.
        entry: EntryId,
        /// Why.
        reason: String,
    },
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The entry.
    pub entry: EntryId,
    /// What happened.
    pub what: Movement,
}

/// The store does something about a technician's van. It reaches his devices with their next contact.
///
/// # Errors
/// [`StockError`]; then nothing was written.
pub async fn at_the_counter(
    replication: &Replication,
    technician: PersonId,
    does: AtTheCounter,
) -> Result<Handed, StockError> {
    replication
        .at_the_office(move |desk| hand(desk, &technician, does))
        .await
}

/// The same in a transaction of the office.
///
/// # Errors
/// [`StockError`].
pub(super) fn hand(
    desk: &OfficeDesk<'_>,
    technician: &PersonId,
    does: AtTheCounter,
) -> Result<Handed, StockError> {
    let found = people(desk.connection())?
        .into_iter()
        .find(|found| found.person == *technician)
        .ok_or(OrganisationError::NoPerson)?;
    // Somebody who has left still gives back what he had.
    if found.role != Role::Technician {
        return Err(StockError::NoTechnician);
    }
    let vans = months(desk.connection(), technician, false)?;
    let what = movement(desk, &vans, does)?;
    let entry = desk.move_in_van(technician, what.clone())?;
    Ok(Handed { entry, what })
}

fn movement(
    desk: &OfficeDesk<'_>,
    vans: &[VanMonth],
    does: AtTheCounter,
) -> Result<Movement, StockError> {
    let entry = |id: EntryId| -> Result<&VanEntry, StockError> {
        let reading = vans.iter().find_map(|van| van.entries.get(&id));
        Ok(&reading.ok_or(StockError::NoSuchMovement)?.entry)
    };
    Ok(match does {
        AtTheCounter::Issue {
            part,
            quantity,
            serial,
            requisition,
        } => {
            if let Some(requisition) = requisition
                && !matches!(entry(requisition)?.what, Movement::Requisitioned { .. })
            {
                return Err(StockError::NoSuchMovement);
            }
            Movement::Issued {
                pieces: pieces(desk, part, serial, quantity)?,
                requisition,
            }
        }
        AtTheCounter::Confirm {
            entry: of,
            quantity,
        } => match &entry(of)?.what {
            Movement::ReturnedNew { pieces } | Movement::ReturnedOld { pieces, .. } => {
                Movement::Confirmed {
                    entry: of,
                    quantity: quantity.unwrap_or(pieces.quantity),
                }
            }
            _ => return Err(StockError::NoSuchMovement),
        },
        AtTheCounter::TakeNew {
            part,
            quantity,
            serial,
        } => Movement::ReturnedNew {
            pieces: pieces(desk, part, serial, quantity)?,
        },
        AtTheCounter::TakeOld {
            removal,
            serial,
            quantity,
        } => take_old(vans, removal, serial, quantity)?,
        AtTheCounter::Count { part, quantity } => Movement::Counted { part, quantity },
        AtTheCounter::Explain {
            count,
            quantity,
            reason,
        } => match &entry(count)?.what {
            Movement::Counted { part, .. } => Movement::DifferenceExplained {
                count,
                part: part.clone(),
                quantity,
                reason,
            },
            _ => return Err(StockError::NoSuchMovement),
        },
        AtTheCounter::Void { entry: of, reason } => {
            entry(of)?;
            Movement::Void { entry: of, reason }
        }
    })
}

fn take_old(
    vans: &[VanMonth],
    removal: EntryId,
    serial: Option<String>,
    quantity: Option<i64>,
) -> Result<Movement, StockError> {
    let mut entries = vans.iter().flat_map(|van| van.entries.values());
    let removed = entries.find_map(|reading| match &reading.entry.what {
        Movement::Removed { pieces, entry, .. } if *entry == removal => Some(pieces.clone()),
        _ => None,
    });
    let removed = removed.ok_or(StockError::NoSuchMovement)?;
    Ok(Movement::ReturnedOld {
        pieces: Pieces {
            serial: serial.unwrap_or_else(|| removed.serial.clone()),
            quantity: quantity.unwrap_or(removed.quantity),
            ..removed
        },
        removal,
    })
}

/// Pieces with the catalogue's name; of a part that it lacks, with the code.
fn pieces(
    desk: &OfficeDesk<'_>,
    part: String,
    serial: String,
    quantity: i64,
) -> Result<Pieces, StockError> {
    let catalogue = newest(desk.connection())?;
    let row = catalogue
        .as_ref()
        .and_then(|catalogue| catalogue.part(&part));
    Ok(Pieces {
        name: row.map_or_else(
            || part.clone(),
            |row| row.name.in_language("zh-CN").to_owned(),
        ),
        part,
        quantity,
        serial,
    })
}
