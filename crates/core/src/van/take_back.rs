//! `van.void`: an entry of the van is taken back; and what stands in the van as the other half of a record's entry is
//! taken back with that.

use std::collections::BTreeSet;

use doorstep_domain::{
    ids::EntryId,
    record::What,
    van::{Movement, VanEntry},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::{
    Error,
    records::{Situation, UseCaseError},
};

/// An entry of the van is taken back. What is the other half of a record's entry is taken back there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// The entry.
    #[schemars(with = "String")]
    pub entry: EntryId,
    /// Why.
    pub reason: String,
}

impl MovePieces for TakeBack {
    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        let entry = situation.entry(self.entry)?;
        let is_half = matches!(
            entry.what,
            Movement::Fitted { .. } | Movement::Removed { .. }
        );
        // What somebody else wrote, and the halves of records: it would count all the same, or break the pair.
        if is_half || entry.by != *situation.scope.person() {
            return Err(UseCaseError::NoSuchMovement.into());
        }
        Ok(Movement::Void {
            entry: self.entry,
            reason: self.reason.clone(),
        })
    }
}

/// A record's entry is taken back: so is its other half in this technician's van. Where the entry is itself a void,
/// what that took back in the van counts again.
pub(crate) fn take_back(
    situation: &mut Situation<'_, '_>,
    entry: EntryId,
    reason: &str,
) -> Result<(), Error> {
    let person = situation.scope.person().clone();
    let standing = situation.record.entries.get(&entry);
    let (of_record, gives_back) = match standing.map(|reading| &reading.entry.what) {
        Some(What::PartFitted { .. } | What::PartRemoved { .. }) => (entry, false),
        Some(What::Void { entry, .. }) => (*entry, true),
        _ => return Ok(()),
    };
    let vans = situation.scope.vans()?;
    let own: Vec<(EntryId, &VanEntry)> = vans
        .iter()
        .filter(|van| van.technician == person)
        .flat_map(|van| &van.entries)
        .map(|(id, reading)| (*id, &reading.entry))
        .collect();
    let voids: Vec<(EntryId, EntryId)> = own
        .iter()
        .filter_map(|(id, entry)| match entry.what {
            Movement::Void { entry: target, .. } => Some((*id, target)),
            _ => None,
        })
        .collect();
    let given_back: BTreeSet<EntryId> = voids.iter().map(|(_, target)| *target).collect();
    let is_half = |what: &Movement| matches!(what, Movement::Fitted { entry, .. } | Movement::Removed { entry, .. } if *entry == of_record);
    for (half, _) in own.iter().filter(|(_, entry)| is_half(&entry.what)) {
        let voided_by: Vec<EntryId> = voids
            .iter()
            .filter(|(void, target)| target == half && !given_back.contains(void))
            .map(|(void, _)| *void)
            .collect();
        let targets = match (gives_back, voided_by.is_empty()) {
            (false, true) => vec![*half],
            (true, false) => voided_by,
            _ => Vec::new(),
        };
        for target in targets {
            situation.scope.move_in_van(Movement::Void {
                entry: target,
                reason: reason.to_owned(),
            });
        }
    }
    Ok(())
}
