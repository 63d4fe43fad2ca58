//! What stood in a field before several wrote it apart, and what of a record was signed.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::record::{Candidate, Field, FieldReading, FieldValue, Record, Shape};
use doorstep_evidence::statement::{Asked, Shown};
use doorstep_replica::{
    ChangeHash, RecordDocument, Roster,
    history::{Changed, HistoryItem},
};

use super::dossier::{Dossier, SealedStatement};

/// Of each field in conflict the value that all who wrote it apart had before them. None for a field that was empty then.
pub(super) fn bases(
    document: &RecordDocument,
    record: &Record,
    roster: &Roster,
) -> BTreeMap<Field, FieldValue> {
    let conflicts = record.conflicts();
    if conflicts.is_empty() {
        return BTreeMap::new();
    }
    let history = document.history(roster);
    let base = |field: Field, candidates: &[Candidate]| {
        let mut outside: BTreeSet<ChangeHash> = BTreeSet::new();
        for candidate in candidates {
            let wrote = |item: &&HistoryItem| {
                item.device == candidate.device && written(item, field) == Some(&candidate.value)
            };
            let change = history.iter().rev().find(wrote)?.change;
            outside.insert(change);
            let unseen = document.history_since(&[change], roster);
            outside.extend(unseen.iter().map(|item| item.change));
        }
        let seen_by_all = history
            .iter()
            .rev()
            .filter(|item| !outside.contains(&item.change));
        seen_by_all
            .filter_map(|item| written(item, field))
            .next()
            .cloned()
    };
    let found = conflicts
        .iter()
        .filter_map(|clash| Some((clash.field, base(clash.field, clash.candidates)?)));
    found.collect()
}

fn written(item: &HistoryItem, wanted: Field) -> Option<&FieldValue> {
    item.what.iter().find_map(|changed| match changed {
        Changed::Field { field, new, .. } if *field == wanted => Some(new),
        _ => None,
    })
}

impl Dossier {
    /// The statements that show this field: they no longer fit when it has another value.
    pub(super) fn signed_with(&self, field: Field) -> Vec<&SealedStatement> {
        let mut otherwise = self.whole.clone();
        let reading = otherwise.fields.entry(field).or_default();
        *reading = otherwise_read(reading, field);
        let shows = |sealed: &&SealedStatement| {
            let Some(opened) = &sealed.opened else {
                return false;
            };
            let statement = &opened.statement;
            let shown = |record: &Record| {
                let asked = Asked {
                    version: statement.version,
                    offer: statement.offer,
                    choice: statement.choice,
                };
                Shown::of(record, statement.purpose, asked)
            };
            let differences = shown(&self.whole).differences(&shown(&otherwise));
            !differences.is_empty()
        };
        self.statements.iter().filter(shows).collect()
    }
}

/// The same field with another value; which one is all the same.
fn otherwise_read(reading: &FieldReading, field: Field) -> FieldReading {
    let is_empty = reading
        .candidates
        .iter()
        .all(|candidate| candidate.value.is_empty());
    let value = match (is_empty, field.rule().shape) {
        (false, _) => FieldValue::Empty,
        (true, Shape::OneOf(codes)) => FieldValue::from(codes.first().copied().unwrap_or("·")),
        (true, Shape::Number(numbers)) => FieldValue::Number(numbers.first().copied().unwrap_or(1)),
        (true, Shape::YesNo) => FieldValue::YesNo(true),
        (true, Shape::Date) => FieldValue::from("2000-01-01"),
        (true, Shape::Words(_) | Shape::Moment | Shape::Window) => FieldValue::from("·"),
    };
    let writer = reading.candidates.last();
    let candidate = Candidate {
        value,
        device: writer.map_or(doorstep_domain::ids::DeviceId([0; 16]), |writer| {
            writer.device
        }),
        role: writer.map_or(doorstep_domain::rights::Role::Office, |writer| writer.role),
    };
    FieldReading {
        candidates: vec![candidate],
    }
}
