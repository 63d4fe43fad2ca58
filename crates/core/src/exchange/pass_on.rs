//! The entry by which another technician holds a record: the office sees it, and takes from then on what he did.

use doorstep_domain::{
    ids::PersonId,
    record::{Field, PassedOn, Record, What},
};
use doorstep_replica::Edit;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// A record is passed on to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassOn {
    /// The record.
    pub record: RecordName,
    /// To whom.
    pub to: PersonId,
    /// Why.
    pub reason: String,
}

impl UseCase for PassOn {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let assignee = situation.record.words(Field::Assignee).to_owned();
        situation.happened(What::PassedOn(PassedOn {
            to: self.to.clone(),
            assignee,
            reason: self.reason.clone(),
        }))
    }
}

/// Whether somebody has the record by the office's word or by an entry that counts now.
pub(super) fn has_it(record: &Record, person: &PersonId) -> bool {
    let assignee = record.words(Field::Assignee);
    assignee == person.0
        || record.valid_entries().any(|(_, entry)| {
            matches!(&entry.what, What::PassedOn(passed) if passed.to == *person && passed.assignee == assignee)
        })
}
