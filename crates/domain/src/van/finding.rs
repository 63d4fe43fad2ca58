//! What one side wrote and the other did not, or otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cause, Finding, Known, Month, Movement, PartSource, Pieces, VanEntry, balance::Ledger,
    transfer_number,
};
use crate::{
    ids::{EntryId, RecordId},
    record::{Record, What},
};

fn about(
    cause: Cause,
    entry: EntryId,
    pieces: &Pieces,
    count: i64,
    record: Option<RecordId>,
) -> Finding {
    Finding {
        cause,
        part: pieces.part.clone(),
        pieces: count,
        entry: Some(entry),
        record,
        note: String::new(),
    }
}

/// Issues and returns that the other side did not confirm, or in another number.
pub(super) fn confirmations(ledger: &Ledger<'_>) -> Vec<Finding> {
    // By the entry and whether the technician said so: nobody confirms what he gave himself.
    let mut confirmed: BTreeMap<(EntryId, bool), Vec<i64>> = BTreeMap::new();
    for (_, entry) in ledger.valid() {
        if let Movement::Confirmed {
            entry: of,
            quantity,
        } = &entry.what
        {
            let by_technician = entry.by == *ledger.technician;
            let said = confirmed.entry((*of, by_technician)).or_default();
            said.push(*quantity);
        }
    }
    let mut findings = Vec::new();
    for (id, entry) in ledger.valid() {
        let by_technician = entry.by == *ledger.technician;
        let (pieces, not, otherwise) = match &entry.what {
            Movement::Issued { pieces, .. } => (
                pieces,
                Cause::IssueNotConfirmed,
                Cause::IssueConfirmedOtherwise,
            ),
            // What the store took in itself needs no second word of it.
            Movement::ReturnedNew { pieces } | Movement::ReturnedOld { pieces, .. }
                if by_technician =>
            {
                (
                    pieces,
                    Cause::ReturnNotConfirmed,
                    Cause::ReturnConfirmedOtherwise,
                )
            }
            _ => continue,
        };
        let said = confirmed.get(&(id, !by_technician));
        match said.map(|said| received(said, pieces.quantity)) {
            None => findings.push(about(not, id, pieces, pieces.quantity, None)),
            Some(quantity) if quantity != pieces.quantity => {
                findings.push(about(
                    otherwise,
                    id,
                    pieces,
                    quantity - pieces.quantity,
                    None,
                ));
            }
            Some(_) => {}
        }
    }
    findings
}

/// How many pieces were received by what was said, in one go, bit by bit, or on two devices that were apart: what phone
/// and tablet say of the same pieces is not added up.
#[must_use]
pub fn received(said: &[i64], given: i64) -> i64 {
    let sum: i64 = said.iter().sum();
    if said.contains(&given) {
        given
    } else if sum <= given {
        sum
    } else {
        said.iter().copied().max().unwrap_or_default()
    }
}

/// Transfers of which the other half is missing or differs. Said only where all vans are known.
pub(super) fn transfers(ledger: &Ledger<'_>, known: &Known<'_>) -> Vec<Finding> {
    if !known.all_vans {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (id, entry) in ledger.valid() {
        match &entry.what {
            Movement::HandedOver { pieces, to } => {
                let number = transfer_number(id);
                let others = Ledger::of(to, None, known);
                let taken = claims(&others, ledger, &number).next();
                findings.extend(match taken {
                    None => Some(about(
                        Cause::NotTakenOver,
                        id,
                        pieces,
                        pieces.quantity,
                        None,
                    )),
                    Some((_, taken)) if taken.part != pieces.part => Some(about(
                        Cause::TakenOverOtherwise,
                        id,
                        pieces,
                        -pieces.quantity,
                        None,
                    )),
                    Some((_, taken)) if taken.quantity != pieces.quantity => Some(about(
                        Cause::TakenOverOtherwise,
                        id,
                        pieces,
                        taken.quantity - pieces.quantity,
                        None,
                    )),
                    Some(_) => None,
                });
            }
            Movement::TakenOver {
                pieces,
                from,
                transfer,
            } => {
                let others = Ledger::of(from, None, known);
                let gives = |(given, entry): &(EntryId, &VanEntry)| {
                    matches!(&entry.what, Movement::HandedOver { to, .. } if to == ledger.technician)
                        && transfer_number(*given) == *transfer
                };
                let was_given = others.valid().any(|given| gives(&given));
                let first = claims(ledger, &others, transfer).next();
                let is_first = first.is_some_and(|(first, _)| first == id);
                if !(was_given && is_first) {
                    findings.push(about(
                        Cause::TakenOverFromNobody,
                        id,
                        pieces,
                        pieces.quantity,
                        None,
                    ));
                }
            }
            _ => {}
        }
    }
    findings
}

/// What a technician took over under a number from another, in the order of the entries.
fn claims<'l>(
    taker: &'l Ledger<'_>,
    giver: &'l Ledger<'_>,
    number: &'l str,
) -> impl Iterator<Item = (EntryId, &'l Pieces)> {
    taker
        .valid()
        .filter_map(move |(id, entry)| match &entry.what {
            Movement::TakenOver {
                pieces,
                from,
                transfer,
            } if from == giver.technician && transfer == number => Some((id, pieces)),
            _ => None,
        })
}

/// What van and record say of one fitting or taking out and do not say alike.
pub(super) fn records(ledger: &Ledger<'_>, month: Month, known: &Known<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut named: BTreeSet<EntryId> = BTreeSet::new();
    for (id, entry) in ledger.valid() {
        let (pieces, record, of, fitted) = match &entry.what {
            Movement::Fitted {
                pieces,
                record,
                entry,
                ..
            } => (pieces, record, entry, true),
            Movement::Removed {
                pieces,
                record,
                entry,
            } => (pieces, record, entry, false),
            _ => continue,
        };
        let is_first = named.insert(*of);
        let Some(standing) = known.records.get(record) else {
            continue;
        };
        let there = is_first
            .then(|| on_record(standing, ledger, *of, fitted))
            .flatten();
        match there {
            None => {
                let from_van = !matches!(
                    entry.what,
                    Movement::Fitted {
                        source: PartSource::Customer | PartSource::Store,
                        ..
                    }
                );
                let count = if from_van { pieces.quantity } else { 0 };
                findings.push(about(Cause::NotOnRecord, id, pieces, count, Some(*record)));
            }
            Some((part, quantity)) if part != pieces.part || quantity != pieces.quantity => {
                let count = quantity - pieces.quantity;
                findings.push(about(
                    Cause::OtherThanRecord,
                    id,
                    pieces,
                    count,
                    Some(*record),
                ));
            }
            Some(_) => {}
        }
    }
    for (record, standing) in &known.records {
        findings.extend(not_in_van(ledger, *record, standing, month, &named));
    }
    findings
}

/// Part and quantity of the record's entry, if it counts and is the technician's.
fn on_record<'r>(
    record: &'r Record,
    ledger: &Ledger<'_>,
    entry: EntryId,
    fitted: bool,
) -> Option<(&'r str, i64)> {
    let reading = record.entries.get(&entry)?;
    if reading.entry.by != *ledger.technician || record.voided().contains(&entry) {
        return None;
    }
    match &reading.entry.what {
        What::PartFitted { part, quantity, .. } if fitted => Some((part, *quantity)),
        What::PartRemoved { part, quantity, .. } if !fitted => Some((part, *quantity)),
        _ => None,
    }
}

fn not_in_van(
    ledger: &Ledger<'_>,
    record: RecordId,
    standing: &Record,
    month: Month,
    named: &BTreeSet<EntryId>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entry) in standing.valid_entries() {
        let (part, quantity) = match &entry.what {
            What::PartFitted { part, quantity, .. } => (part, *quantity),
            What::PartRemoved {
                part,
                quantity,
                kept_for_store: true,
                ..
            } => (part, *quantity),
            _ => continue,
        };
        if entry.by == *ledger.technician && Month::of(entry.at) <= month && !named.contains(&id) {
            findings.push(Finding {
                cause: Cause::NotInVan,
                part: part.clone(),
                pieces: quantity,
                entry: Some(id),
                record: Some(record),
                note: String::new(),
            });
        }
    }
    findings
}

/// What the sums may lack, and voids that take nothing back.
pub(super) fn unread(ledger: &Ledger<'_>) -> Vec<Finding> {
    let plain = |cause: Cause, entry: EntryId| Finding {
        cause,
        part: String::new(),
        pieces: 0,
        entry: Some(entry),
        record: None,
        note: String::new(),
    };
    let unreadable = ledger.months.iter().flat_map(|van| &van.unreadable);
    unreadable
        .map(|entry| plain(Cause::Unreadable, *entry))
        .chain(
            ledger
                .void_not_allowed
                .iter()
                .map(|entry| plain(Cause::VoidNotAllowed, *entry)),
        )
        .collect()
}
