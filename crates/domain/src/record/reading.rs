//! A record as it was read: every concurrent value of every field, the texts, the entries.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    entry::{Entry, NamedContent, What},
    field::{Field, FieldValue},
    field_table::MergeRule,
    text::TextName,
};
use crate::{
    ids::{DeviceId, EntryId, RecordId},
    rights::Role,
};

/// One value of a field and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The value.
    pub value: FieldValue,
    /// The device that wrote it.
    pub device: DeviceId,
    /// On whose behalf that device writes.
    pub role: Role,
}

/// All values of a field that stand beside each other, automerge's winner last. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldReading {
    /// The values in automerge's order; equal on every replica that has the same changes.
    pub candidates: Vec<Candidate>,
}

/// One entry and the device that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryReading {
    /// What happened.
    pub entry: Entry,
    /// The device that wrote it.
    pub device: DeviceId,
}

/// One field with several values that differ, and the one that holds until it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict<'r> {
    /// The field.
    pub field: Field,
    /// The values that differ, automerge's winner last.
    pub candidates: &'r [Candidate],
    /// The one in force.
    pub in_force: &'r Candidate,
    /// The rule that decided.
    pub rule: MergeRule,
}

/// One repair record (维修单) as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which record.
    pub id: RecordId,
    /// Fields that were ever written.
    pub fields: BTreeMap<Field, FieldReading>,
    /// Texts, empty ones included.
    pub texts: BTreeMap<TextName, String>,
    /// Entries in the order of their ids, which every replica shares.
    pub entries: BTreeMap<EntryId, EntryReading>,
    /// Entries that a newer program wrote and this one cannot read: they are kept, shown as such, never dropped.
    pub unreadable_entries: BTreeSet<EntryId>,
}

impl FieldReading {
    /// The value in force by a rule, or nothing where nothing was written.
    #[must_use]
    pub fn in_force(&self, rule: MergeRule) -> Option<&Candidate> {
        let last = self.candidates.last();
        let last_of = |role: Role| {
            self.candidates
                .iter()
                .rev()
                .find(|candidate| candidate.role == role)
        };
        match rule {
            MergeRule::Once => self.candidates.first(),
            MergeRule::LastWriter => last,
            MergeRule::OfficeFirst => last_of(Role::Office).or(last),
            MergeRule::TechnicianFirst => last_of(Role::Technician).or(last),
            MergeRule::MostUrgent => self
                .candidates
                .iter()
                .filter(|candidate| candidate.value.number().is_some())
                .min_by_key(|candidate| candidate.value.number())
                .or(last),
        }
    }
}

impl Record {
    /// An empty record: what a document of only the creating change reads as.
    #[must_use]
    pub fn empty(id: RecordId) -> Self {
        Self {
            id,
            fields: BTreeMap::new(),
            texts: TextName::ALL
                .into_iter()
                .map(|text| (text, String::new()))
                .collect(),
            entries: BTreeMap::new(),
            unreadable_entries: BTreeSet::new(),
        }
    }

    /// The value of a field that is in force; nothing if it was never written or was cleared.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&FieldValue> {
        let value = &self.fields.get(&field)?.in_force(field.rule().merge)?.value;
        if value.is_empty() { None } else { Some(value) }
    }

    /// The words of a field in force, or the empty text.
    #[must_use]
    pub fn words(&self, field: Field) -> &str {
        self.field(field)
            .and_then(FieldValue::words)
            .unwrap_or_default()
    }

    /// A text.
    #[must_use]
    pub fn text(&self, text: TextName) -> &str {
        self.texts
            .get(&text)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// Fields whose concurrent values differ, with the one that holds for now. Equal values do not clash.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict<'_>> {
        self.fields
            .iter()
            .filter_map(|(field, reading)| {
                let rule = field.rule().merge;
                let first = reading.candidates.first()?;
                let differs = reading
                    .candidates
                    .iter()
                    .any(|candidate| candidate.value != first.value);
                if !differs || !rule.shows_clash() {
                    return None;
                }
                let in_force = reading.in_force(rule)?;
                Some(Conflict {
                    field: *field,
                    candidates: &reading.candidates,
                    in_force,
                    rule,
                })
            })
            .collect()
    }

    /// The entries that were taken back by a `void` which itself was not taken back.
    #[must_use]
    pub fn voided(&self) -> BTreeSet<EntryId> {
        let names = |id: &EntryId| match self.entries.get(id).map(|reading| &reading.entry.what) {
            Some(What::Void { entry, .. }) => Some(*entry),
            _ => None,
        };
        // A void of a void gives the entry back; one more level than that is not followed, on purpose: it is the
        // depth at which a person still understands what he reads.
        let voided_voids: BTreeSet<EntryId> = self
            .entries
            .keys()
            .filter_map(names)
            .filter(|target| names(target).is_some())
            .collect();
        let standing = self.entries.keys().filter(|id| !voided_voids.contains(id));
        let targets: BTreeSet<EntryId> = standing.filter_map(names).collect();
        targets.union(&voided_voids).copied().collect()
    }

    /// The contents that the record names: photos, other files and their previews, also of entries that were taken back.
    pub fn contents(&self) -> impl Iterator<Item = NamedContent<'_>> {
        self.entries
            .values()
            .filter_map(|reading| match &reading.entry.what {
                What::FileAdded(file) => Some(file.contents()),
                _ => None,
            })
            .flatten()
    }

    /// The entries that count, in the order of their ids.
    pub fn valid_entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.valid_readings()
            .map(|(id, reading)| (id, &reading.entry))
    }

    /// The same, each with the device that wrote it.
    pub fn valid_readings(&self) -> impl Iterator<Item = (EntryId, &EntryReading)> {
        let voided = self.voided();
        self.entries
            .iter()
            .filter(move |(id, _)| !voided.contains(id))
            .map(|(id, reading)| (*id, reading))
    }
}
