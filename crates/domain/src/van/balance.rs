//! What the entries of a van add up to, part by part.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, Finding, Month, Movement, OldPart, VanEntry, VanMonth, finding, old_part};
use crate::{
    ids::{EntryId, PersonId, RecordId},
    record::Record,
};

/// What is known where the balance is asked for.
#[derive(Debug, Clone, Default)]
pub struct Known<'k> {
    /// Van documents, of any technicians and months.
    pub vans: Vec<&'k VanMonth>,
    /// Records. Of one that is not among them nothing is said.
    pub records: BTreeMap<RecordId, &'k Record>,
    /// All vans of all technicians are known, as at the office: only then does a transfer that is not found mean that
    /// nobody took it over.
    pub all_vans: bool,
}

/// A technician's stock at the end of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// Part by part.
    pub rows: BTreeMap<String, Row>,
    /// Every piece that does not fit, with its cause.
    pub findings: Vec<Finding>,
    /// Old parts that were taken out for the store, returned or not.
    pub old_parts: Vec<OldPart>,
    /// Requisitions of which something is still to come.
    pub requisitions: Vec<Requisition>,
    /// What was handed over to colleagues, with the numbers that they take it over by.
    pub handed_over: Vec<HandedOver>,
}

/// One part: `opening + issued + taken_over + explained = fitted + returned + handed_over + on_van`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The part's name, as the first entry about it has it; empty if none has.
    pub name: String,
    /// On the van at the end of the months before.
    pub opening: i64,
    /// Issued by the store.
    pub issued: i64,
    /// Taken over from colleagues.
    pub taken_over: i64,
    /// What counts found beyond the books, explained; negative: lacking.
    pub explained: i64,
    /// Fitted from the van.
    pub fitted: i64,
    /// Returned new to the store.
    pub returned: i64,
    /// Handed over to colleagues.
    pub handed_over: i64,
}

impl Row {
    /// How many pieces are on the van by the books; below zero is shown, never hidden.
    #[must_use]
    pub const fn on_van(&self) -> i64 {
        self.opening + self.issued + self.taken_over + self.explained
            - self.fitted
            - self.returned
            - self.handed_over
    }

    fn add(&mut self, what: &Movement) {
        let effect = what.effect();
        match what {
            Movement::Issued { .. } => self.issued += effect,
            Movement::TakenOver { .. } => self.taken_over += effect,
            Movement::DifferenceExplained { .. } => self.explained += effect,
            Movement::Fitted { .. } => self.fitted -= effect,
            Movement::ReturnedNew { .. } => self.returned -= effect,
            Movement::HandedOver { .. } => self.handed_over -= effect,
            _ => {}
        }
    }
}

/// A requisition of which something is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requisition {
    /// Its entry.
    pub entry: EntryId,
    /// The part.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Asked for.
    pub wanted: i64,
    /// Issued against it.
    pub issued: i64,
}

/// A transfer to a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// Its number.
    pub transfer: String,
    /// Its entry.
    pub entry: EntryId,
    /// To whom.
    pub to: PersonId,
    /// The part.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Pieces.
    pub quantity: i64,
}

/// A technician's entries up to a month, and which of them count.
pub(super) struct Ledger<'k> {
    pub(super) technician: &'k PersonId,
    pub(super) months: Vec<&'k VanMonth>,
    pub(super) entries: BTreeMap<EntryId, &'k VanEntry>,
    /// What was taken back, each with the void that did it.
    pub(super) taken_back: BTreeMap<EntryId, EntryId>,
    /// Voids of somebody who may not.
    pub(super) void_not_allowed: BTreeSet<EntryId>,
}

impl<'k> Ledger<'k> {
    pub(super) fn of(technician: &'k PersonId, up_to: Option<Month>, known: &Known<'k>) -> Self {
        let of_his = |van: &&&VanMonth| van.technician == *technician;
        let mut months: Vec<_> = known.vans.iter().filter(of_his).copied().collect();
        months.sort_by_key(|van| van.month);
        let mut entries: BTreeMap<_, _> = months
            .iter()
            .flat_map(|van| &van.entries)
            .map(|(id, reading)| (*id, &reading.entry))
            .collect();
        // A mistake that is taken back in a later month was one in its own: or a month would end otherwise than the next
        // one begins.
        let (taken_back, void_not_allowed) = taken_back(technician, &entries);
        if let Some(up_to) = up_to {
            months.retain(|van| van.month <= up_to);
            entries.retain(|_, entry| entry.month <= up_to);
        }
        Self {
            technician,
            months,
            entries,
            taken_back,
            void_not_allowed,
        }
    }

    /// The entries that count, in the order of their ids.
    pub(super) fn valid(&self) -> impl Iterator<Item = (EntryId, &'k VanEntry)> {
        self.entries
            .iter()
            .filter(|(id, _)| !self.taken_back.contains_key(id))
            .map(|(id, entry)| (*id, *entry))
    }
}

/// The entries that a void takes back which itself was not taken back, as in a record; and the voids that take nothing
/// back: what the store wrote, only the store takes back.
#[must_use]
pub fn taken_back(
    technician: &PersonId,
    entries: &BTreeMap<EntryId, &VanEntry>,
) -> (BTreeMap<EntryId, EntryId>, BTreeSet<EntryId>) {
    let mut targets: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    let mut not_allowed = BTreeSet::new();
    for (id, entry) in entries {
        let Movement::Void { entry: target, .. } = &entry.what else {
            continue;
        };
        let Some(standing) = entries.get(target) else {
            continue;
        };
        if entry.by == *technician && standing.by != *technician {
            not_allowed.insert(*id);
        } else {
            targets.insert(*id, *target);
        }
    }
    let voided_voids: BTreeMap<EntryId, EntryId> = targets
        .iter()
        .filter(|(_, target)| targets.contains_key(target))
        .map(|(void, target)| (*target, *void))
        .collect();
    let standing = targets
        .iter()
        .filter(|(void, _)| !voided_voids.contains_key(void));
    // Of several voids of one entry the first by its id: one is enough.
    let mut taken_back: BTreeMap<EntryId, EntryId> = standing
        .rev()
        .map(|(void, target)| (*target, *void))
        .collect();
    taken_back.extend(voided_voids);
    (taken_back, not_allowed)
}

/// What a technician's van holds at the end of a month, and every piece that does not fit.
#[must_use]
pub fn balance(technician: &PersonId, month: Month, known: &Known<'_>) -> Balance {
    let ledger = Ledger::of(technician, Some(month), known);
    let old_parts = old_part::old_parts(&ledger);
    let rows = rows(&ledger, month);
    Balance {
        findings: findings(&ledger, &rows, &old_parts, month, known),
        requisitions: requisitions(&ledger),
        handed_over: handed_over(&ledger),
        old_parts,
        rows,
    }
}

fn rows(ledger: &Ledger<'_>, month: Month) -> BTreeMap<String, Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (_, entry) in ledger.valid() {
        let in_stock = matches!(entry.what, Movement::Counted { .. }) || entry.what.effect() != 0;
        let Some(part) = entry.what.part().filter(|_| in_stock) else {
            continue;
        };
        let row = rows.entry(part.to_owned()).or_default();
        if let Some(pieces) = entry.what.pieces().filter(|_| row.name.is_empty()) {
            row.name.clone_from(&pieces.name);
        }
        if entry.month < month {
            row.opening += entry.what.effect();
        } else {
            row.add(&entry.what);
        }
    }
    rows
}

fn findings(
    ledger: &Ledger<'_>,
    rows: &BTreeMap<String, Row>,
    old_parts: &[OldPart],
    month: Month,
    known: &Known<'_>,
) -> Vec<Finding> {
    let mut findings = finding::confirmations(ledger);
    findings.extend(finding::transfers(ledger, known));
    findings.extend(finding::records(ledger, month, known));
    findings.extend(super::count::differences(ledger));
    findings.extend(old_part::findings(ledger, old_parts));
    findings.extend(finding::unread(ledger));
    let below = rows.iter().filter(|(_, row)| row.on_van() < 0);
    findings.extend(below.map(|(part, row)| Finding {
        cause: Cause::BelowZero,
        part: part.clone(),
        pieces: row.on_van(),
        entry: None,
        record: None,
        note: String::new(),
    }));
    findings.sort();
    findings
}

fn requisitions(ledger: &Ledger<'_>) -> Vec<Requisition> {
    let mut issued: BTreeMap<EntryId, i64> = BTreeMap::new();
    for (_, entry) in ledger.valid() {
        if let Movement::Issued {
            pieces,
            requisition: Some(requisition),
        } = &entry.what
        {
            *issued.entry(*requisition).or_default() += pieces.quantity;
        }
    }
    let open = |(id, entry): (EntryId, &VanEntry)| match &entry.what {
        Movement::Requisitioned { pieces, .. } => {
            let issued = issued.get(&id).copied().unwrap_or_default();
            (issued < pieces.quantity).then(|| Requisition {
                entry: id,
                part: pieces.part.clone(),
                name: pieces.name.clone(),
                wanted: pieces.quantity,
                issued,
            })
        }
        _ => None,
    };
    ledger.valid().filter_map(open).collect()
}

fn handed_over(ledger: &Ledger<'_>) -> Vec<HandedOver> {
    let transfer = |(id, entry): (EntryId, &VanEntry)| match &entry.what {
        Movement::HandedOver { pieces, to } => Some(HandedOver {
            transfer: super::transfer_number(id),
            entry: id,
            to: to.clone(),
            part: pieces.part.clone(),
            name: pieces.name.clone(),
            quantity: pieces.quantity,
        }),
        _ => None,
    };
    ledger.valid().filter_map(transfer).collect()
}
