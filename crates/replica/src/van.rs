//! A technician's van in a month, read out of its document.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    ids::EntryId,
    van::{CountPast, Movement, VanEntry, VanMonth, VanReading, is_van},
};

use crate::{
    RecordDocument,
    safe::{ChangeHash, Document, Operation, ParsedChange},
};

impl RecordDocument {
    /// The van's month; nothing if the document is a record's, or nothing readable was written into it yet.
    #[must_use]
    pub fn van(&self) -> Option<VanMonth> {
        if !is_van(self.id()) {
            return None;
        }
        let mut entries: BTreeMap<EntryId, VanReading> = BTreeMap::new();
        let mut unreadable = BTreeSet::new();
        for (key, (json, actor)) in self.document().entries(None) {
            let Ok(id) = key.parse::<EntryId>() else {
                continue;
            };
            match serde_json::from_slice::<VanEntry>(&json) {
                Ok(entry) => {
                    let device = actor.device();
                    entries.insert(id, VanReading { entry, device });
                }
                Err(_) => {
                    unreadable.insert(id);
                }
            }
        }
        let first = &entries.values().next()?.entry;
        let (technician, month) = (first.technician.clone(), first.month);
        let is_count = |(_, reading): &(&EntryId, &VanReading)| {
            matches!(reading.entry.what, Movement::Counted { .. })
        };
        let counts: BTreeSet<EntryId> =
            entries.iter().filter(is_count).map(|(id, _)| *id).collect();
        Some(VanMonth {
            technician,
            month,
            counts: pasts(self.document(), &counts),
            entries,
            unreadable,
        })
    }
}

/// What stood before each count and what came after it, by what the changes themselves depend on: no clock is asked.
fn pasts(document: &Document, counts: &BTreeSet<EntryId>) -> BTreeMap<EntryId, CountPast> {
    if counts.is_empty() {
        return BTreeMap::new();
    }
    let changes = document.changes_since(&[]);
    let written: Vec<(&ParsedChange, Vec<EntryId>)> = changes
        .iter()
        .map(|change| (change, entries_of(change)))
        .collect();
    let mut pasts = BTreeMap::new();
    for (change, entries) in &written {
        for (place, count) in entries.iter().enumerate() {
            if !counts.contains(count) {
                continue;
            }
            let keys = document.entry_keys(Some(&change.deps()));
            let mut before: BTreeSet<EntryId> =
                keys.iter().filter_map(|key| key.parse().ok()).collect();
            // Within one change its entries stand in their order.
            before.extend(entries.iter().take(place));
            let mut after = after(&written, change.hash());
            after.extend(entries.iter().skip(place + 1));
            pasts.insert(*count, CountPast { before, after });
        }
    }
    pasts
}

/// The entries of the changes that have a change in their past. Changes come each after those they depend on.
fn after(written: &[(&ParsedChange, Vec<EntryId>)], change: ChangeHash) -> BTreeSet<EntryId> {
    let mut standing_on = BTreeSet::from([change]);
    let mut after = BTreeSet::new();
    for (later, entries) in written {
        if later.deps().iter().any(|dep| standing_on.contains(dep)) {
            standing_on.insert(later.hash());
            after.extend(entries);
        }
    }
    after
}

fn entries_of(change: &ParsedChange) -> Vec<EntryId> {
    let operations = change.operations().unwrap_or_default();
    let entry = |operation: Operation| match operation {
        Operation::Entry { key, .. } => key.parse().ok(),
        _ => None,
    };
    operations.into_iter().filter_map(entry).collect()
}
