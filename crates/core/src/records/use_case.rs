//! What a use case is: judged against the record as it stands, turned into edits, confirmed by one commit.

use doorstep_domain::{
    consents::Consents,
    course::may_do,
    ids::EntryId,
    record::{Entry, Record, What},
    unit_history::UnitHistory,
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UseCaseError;
use crate::{Error, Scope, catalogue::Catalogue};

/// Which record: its id (hyphenated, lower-case) or its record number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecordName(pub String);

impl From<&str> for RecordName {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// What a use case on one record asks for.
pub trait UseCase {
    /// Whether it looks something up in the catalogue. Reading the catalogue takes longer than an edit, so who
    /// needs none is given an empty one.
    const ASKS_CATALOGUE: bool = false;

    /// Whether it hangs on the earlier records of the same unit; who does not ask is given none.
    const ASKS_HISTORY: bool = false;

    /// Whether the customer consents to something by it, in a sentence of the office's; who does not is given none.
    const ASKS_CONSENTS: bool = false;

    /// The record it is about.
    fn record(&self) -> &RecordName;

    /// Judges the use case against the record as it stands and says what to write. All of it becomes one change,
    /// or nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] with the rule that forbids it or the member that is not in order.
    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error>;
}

/// What a use case decides on.
pub struct Situation<'a, 's> {
    /// The record as it stands.
    pub record: &'a Record,
    /// The device's catalogue; empty unless [`UseCase::ASKS_CATALOGUE`].
    pub catalogue: &'a Catalogue,
    /// The office's consent sentences; none unless [`UseCase::ASKS_CONSENTS`].
    pub consents: &'a Consents,
    /// The earlier records of the unit that this device has; empty unless [`UseCase::ASKS_HISTORY`].
    pub history: &'a UnitHistory,
    /// Clock, ids and seal of the one change that is being made.
    pub scope: &'a mut Scope<'s>,
    /// The statement that was sealed for it.
    pub(crate) statement: Option<Digest>,
}

impl Situation<'_, '_> {
    /// Something happened now: the edit that records it, if it is legal and well formed.
    pub(crate) fn happened(&mut self, what: What) -> Result<Vec<Edit>, Error> {
        Ok(self.happened_as(what)?.0)
    }

    /// The same, with the id of the entry.
    pub(crate) fn happened_as(&mut self, what: What) -> Result<(Vec<Edit>, EntryId), Error> {
        may_do(self.record, self.scope.person(), &what)?;
        let entry = Entry {
            at: self.scope.now(),
            heard: self.scope.heard()?,
            by: self.scope.person().clone(),
            what,
        };
        entry.check().map_err(UseCaseError::from)?;
        let id = self.scope.new_entry_id();
        Ok((vec![Edit::Entry(id, entry)], id))
    }
}
