//! Clashes: every value, who wrote it, the rule, and the value in force until somebody settles it; and what others settled.

use doorstep_domain::record::{Candidate, Conflict, Field, Record, What};
use doorstep_replica::history::{Changed, HistoryItem};
use serde::Serialize;

use super::{EntryHead, ValueView, Words, history::said_at, who::Writers};
use crate::{Device, Error, store::settlements};

/// One field with several values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictView {
    /// The field.
    pub field: Words,
    /// The rule that decided for now, as its row of the table is named.
    pub rule: Words,
    /// Why the rule is as it is.
    pub why: Words,
    /// The value in force.
    pub in_force: ValueView,
    /// All values.
    pub values: Vec<CandidateView>,
}

/// One of the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateView {
    /// The value.
    #[serde(flatten)]
    pub value: ValueView,
    /// On whose behalf the device writes.
    pub role: Words,
    /// The person's code; empty where nobody is known.
    pub by: String,
    /// The device.
    pub device: String,
    /// When, by that device's clock, RFC 3339 in UTC: a claim.
    pub at: Option<String>,
    /// It is the one in force.
    pub in_force: bool,
}

impl ConflictView {
    /// All of a record; `history` says when each value was written.
    pub(super) fn all_of(record: &Record, writers: &Writers, history: &[HistoryItem]) -> Vec<Self> {
        record
            .conflicts()
            .iter()
            .map(|conflict| Self::of(conflict, writers, history))
            .collect()
    }

    fn of(conflict: &Conflict<'_>, writers: &Writers, history: &[HistoryItem]) -> Self {
        let row = conflict.field.rule();
        let rule = format!("{:?}", conflict.rule);
        let values = conflict.candidates.iter().map(|candidate| CandidateView {
            value: ValueView::of(conflict.field, &candidate.value),
            role: Words::of(candidate.role.code(), candidate.role.words()),
            by: writers.person(candidate.device),
            device: candidate.device.to_string(),
            at: written_at(history, conflict.field, candidate),
            in_force: candidate == conflict.in_force,
        });
        Self {
            field: Words::of(row.key, row.name),
            rule: Words::of(&rule, conflict.rule.words()),
            why: Words::of(row.key, row.why),
            in_force: ValueView::of(conflict.field, &conflict.in_force.value),
            values: values.collect(),
        }
    }
}

/// When a device wrote a value that still stands: the last time that it did.
fn written_at(history: &[HistoryItem], field: Field, candidate: &Candidate) -> Option<String> {
    let wrote = |item: &&HistoryItem| {
        item.device == candidate.device
            && item.what.iter().any(|changed| {
                matches!(changed, Changed::Field { field: other, new, .. }
                         if *other == field && *new == candidate.value)
            })
    };
    let last = history.iter().rev().find(wrote)?;
    Some(said_at(last.time_s))
}

/// A clash in a record of this device that somebody else settled, until a person has seen it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettledView {
    /// The record's id.
    pub record: String,
    /// The record number.
    pub number: String,
    /// Who settled it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The field.
    pub field: Words,
    /// The value that holds.
    pub value: ValueView,
    /// Why.
    pub reason: String,
}

impl Device {
    /// The clashes that others settled and that nobody here has seen yet.
    ///
    /// # Errors
    /// What the disk says.
    pub fn settled_by_others(&self) -> Result<Vec<SettledView>, Error> {
        let unseen = self.inner.store.read(settlements::unseen)?;
        let mut settled = Vec::with_capacity(unseen.len());
        for (id, entry) in unseen {
            let record = match self.record(id) {
                Ok(record) => record,
                // It left this device meanwhile.
                Err(Error::NotFound(_)) => continue,
                Err(error) => return Err(error),
            };
            let Some(reading) = record.entries.get(&entry) else {
                continue;
            };
            let What::Settled {
                field,
                value,
                reason,
            } = &reading.entry.what
            else {
                continue;
            };
            let row = field.rule();
            settled.push(SettledView {
                record: id.to_string(),
                number: record.words(Field::Number).to_owned(),
                head: EntryHead::of(entry, reading),
                field: Words::of(row.key, row.name),
                value: ValueView::of(*field, value),
                reason: reason.clone(),
            });
        }
        Ok(settled)
    }
}
