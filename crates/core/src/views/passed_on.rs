//! From whom to whom a record was passed on while there was no office to ask.

use doorstep_domain::record::{Field, Record, What};
use serde::Serialize;

use super::EntryHead;

/// A record was passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedOnView {
    /// Who passed it on, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The person code of who has it, too, since then.
    pub to: String,
    /// Why.
    pub reason: String,
    /// It counts: the office has named nobody else since.
    pub in_force: bool,
}

impl PassedOnView {
    /// Each, in the order of the entries.
    pub(super) fn all(record: &Record) -> Vec<Self> {
        let assignee = record.words(Field::Assignee);
        record
            .valid_readings()
            .filter_map(|(id, reading)| match &reading.entry.what {
                What::PassedOn(passed) => Some(Self {
                    head: EntryHead::of(id, reading),
                    to: passed.to.to_string(),
                    reason: passed.reason.clone(),
                    in_force: passed.assignee == assignee,
                }),
                _ => None,
            })
            .collect()
    }
}
