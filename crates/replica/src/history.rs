//! The history of a record: every change as who, when, what, old → new. Offline steps stay single steps.

use doorstep_domain::{
    ids::{DeviceId, EntryId},
    record::{Entry, Field, FieldReading, FieldValue, TextName},
    van::{VanEntry, is_van},
};

use crate::{
    RecordDocument, Roster,
    record_document::reading,
    safe::{ChangeHash, Operation, ParsedChange},
};

/// One change as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    /// The change.
    pub change: ChangeHash,
    /// The device that made it.
    pub device: DeviceId,
    /// When, by that device's clock, seconds since 1970: a claim.
    pub time_s: i64,
    /// What it did.
    pub what: Vec<Changed>,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// A field got another value.
    Field {
        /// The field.
        field: Field,
        /// What was in force when the author wrote; nothing if the field was never written.
        old: Option<FieldValue>,
        /// What he wrote.
        new: FieldValue,
    },
    /// A text was edited.
    Text {
        /// The text.
        text: TextName,
        /// As the author had it before.
        old: String,
        /// As he had it after.
        new: String,
    },
    /// An entry was added.
    Entry {
        /// Its id.
        id: EntryId,
        /// What happened; nothing if this program is too old to read it.
        entry: Option<Box<Entry>>,
    },
    /// An entry of a van was added.
    Van {
        /// Its id.
        id: EntryId,
        /// What happened.
        entry: Box<VanEntry>,
    },
}

impl RecordDocument {
    /// The whole history, each change after those it was made on top of. The creating change, which is the same in
    /// every record and nobody's, is left out.
    #[must_use]
    pub fn history(&self, roster: &Roster) -> Vec<HistoryItem> {
        self.history_since(&[], roster)
    }

    /// What the changes did that are not in the past of `heads`.
    #[must_use]
    pub fn history_since(&self, heads: &[ChangeHash], roster: &Roster) -> Vec<HistoryItem> {
        let genesis = crate::genesis_hash();
        let changes = self.document().changes_since(heads);
        changes
            .iter()
            .filter(|change| change.hash() != genesis)
            .map(|change| self.tell(change, roster))
            .collect()
    }

    fn tell(&self, change: &ParsedChange, roster: &Roster) -> HistoryItem {
        let before = change.deps();
        let after = [change.hash()];
        let document = self.document();
        let mut what: Vec<Changed> = Vec::new();
        for operation in change.operations().unwrap_or_default() {
            match operation {
                Operation::Field { key, value } => {
                    let Some(field) = Field::from_key(&key) else {
                        continue;
                    };
                    // Settling a clash may take two writes; people see what was there before and after.
                    let told = what.iter_mut().find_map(|changed| match changed {
                        Changed::Field {
                            field: told, new, ..
                        } if *told == field => Some(new),
                        _ => None,
                    });
                    if let Some(new) = told {
                        *new = value;
                        continue;
                    }
                    let old: FieldReading = reading(document.field(&key, Some(&before)), roster);
                    let old = old
                        .in_force(field.rule().merge)
                        .map(|candidate| candidate.value.clone());
                    what.push(Changed::Field {
                        field,
                        old,
                        new: value,
                    });
                }
                Operation::Entry { key, json, .. } => {
                    let Ok(id) = key.parse() else { continue };
                    let of_van = is_van(self.id())
                        .then(|| serde_json::from_slice::<VanEntry>(&json).ok())
                        .flatten();
                    if let Some(entry) = of_van.map(Box::new) {
                        what.push(Changed::Van { id, entry });
                        continue;
                    }
                    what.push(Changed::Entry {
                        id,
                        entry: serde_json::from_slice(&json).ok(),
                    });
                }
                Operation::Type { text, .. } | Operation::Erase { text } => {
                    let told = |changed: &Changed| matches!(changed, Changed::Text { text: told, .. } if *told == text);
                    if !what.iter().any(told) {
                        let old = document.text(text, Some(&before));
                        what.push(Changed::Text {
                            text,
                            old,
                            new: document.text(text, Some(&after)),
                        });
                    }
                }
                Operation::OutOfPlace => {}
            }
        }
        HistoryItem {
            change: change.hash(),
            device: change.actor().device(),
            time_s: change.time_s(),
            what,
        }
    }
}
