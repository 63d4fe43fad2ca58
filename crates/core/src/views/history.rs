//! The history of a record: who, when, on which device, old → new.

use chrono::{DateTime, SecondsFormat};
use doorstep_domain::ids::RecordId;
use doorstep_replica::history::{Changed, HistoryItem};
use serde::Serialize;

use super::{ValueView, Words, record::words_of, who::Writers};
use crate::{Device, Error};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryView {
    /// The change's hash.
    pub change: String,
    /// When, by that device's clock, RFC 3339 in UTC: a claim.
    pub at: String,
    /// The person's code; empty where nobody is known.
    pub by: String,
    /// The device.
    pub device: String,
    /// What it did.
    pub what: Vec<ChangedView>,
}

/// One thing that a change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangedView {
    /// A field got another value.
    Field {
        /// The field.
        field: Words,
        /// What was in force before; none if it was never written.
        old: Option<ValueView>,
        /// What was written.
        new: ValueView,
    },
    /// A text was typed into.
    Text {
        /// The text.
        text: Words,
        /// Before.
        old: String,
        /// After.
        new: String,
    },
    /// Something happened.
    Entry {
        /// The entry's id.
        entry: String,
        /// Its kind; none if this program is too old to read it.
        what: Option<Words>,
        /// Why or how, in the words of who did it: of a clash that was settled, an entry that was taken back.
        note: Option<String>,
    },
}

impl Device {
    /// The history of a record as it is shown, each change after those it was made on top of.
    ///
    /// # Errors
    /// [`Error::NotFound`], or what the disk says.
    pub fn history_view(&self, record: RecordId) -> Result<Vec<HistoryView>, Error> {
        let items = self.history(record)?;
        let identity = self.identity().ok();
        let writers = self.writers(identity.as_deref())?;
        Ok(items
            .iter()
            .map(|item| HistoryView::of(item, &writers))
            .collect())
    }
}

impl HistoryView {
    fn of(item: &HistoryItem, writers: &Writers) -> Self {
        Self {
            change: item.change.to_string(),
            at: said_at(item.time_s),
            by: writers.person(item.device),
            device: item.device.to_string(),
            what: item.what.iter().map(ChangedView::of).collect(),
        }
    }
}

/// A moment that a change claims, RFC 3339 in UTC.
pub(super) fn said_at(time_s: i64) -> String {
    let at = DateTime::from_timestamp(time_s, 0).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl ChangedView {
    fn of(changed: &Changed) -> Self {
        match changed {
            Changed::Field { field, old, new } => {
                let row = field.rule();
                Self::Field {
                    field: Words::of(row.key, row.name),
                    old: old.as_ref().map(|old| ValueView::of(*field, old)),
                    new: ValueView::of(*field, new),
                }
            }
            Changed::Text { text, old, new } => Self::Text {
                text: Words::of(text.key(), text.words()),
                old: old.clone(),
                new: new.clone(),
            },
            // Stands in no record's history.
            Changed::Van { id, .. } => Self::Entry {
                entry: id.to_string(),
                what: None,
                note: None,
            },
            Changed::Entry { id, entry } => Self::Entry {
                entry: id.to_string(),
                what: entry.as_ref().map(|entry| {
                    let kind = entry.what.kind();
                    Words::of(kind.code(), kind.words())
                }),
                note: entry
                    .as_ref()
                    .and_then(|entry| words_of(&entry.what))
                    .map(str::to_owned),
            },
        }
    }
}
