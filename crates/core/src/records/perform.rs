//! Doing a use case: from the request to the commit.

use std::sync::Arc;

use doorstep_domain::{
    consents::{self, Consents},
    ids::EntryId,
    record::Record,
    unit_history::UnitHistory,
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::{ChangeHash, Edit};

use super::{OpenRecord, Situation, UseCase};
use crate::{
    Changed, Device, Error, Scope,
    catalogue::{Catalogue, REFERENCE},
};

/// What came of a use case.
#[derive(Debug, Clone)]
pub struct Done {
    /// The record as it reads now.
    pub record: Arc<Record>,
    /// The change; none if nothing differed.
    pub change: Option<ChangeHash>,
    /// The entries that it wrote.
    pub entries: Vec<EntryId>,
    /// The statement that it sealed.
    pub statement: Option<Digest>,
}

fn entries_of(edits: &[Edit]) -> Vec<EntryId> {
    let entry = |edit: &Edit| match edit {
        Edit::Entry(id, _) => Some(*id),
        Edit::Field(..) | Edit::Text(..) | Edit::Van(..) => None,
    };
    edits.iter().filter_map(entry).collect()
}

impl Device {
    /// Does a use case on a record. After `Ok` it is durable.
    ///
    /// # Errors
    /// [`Error::Refused`] with the rule; otherwise what [`Device::change`] says.
    pub fn perform<U: UseCase>(&self, use_case: &U) -> Result<Done, Error> {
        let (mut entries, mut statement) = (Vec::new(), None);
        let changed = self.situate(use_case, |situation| {
            let edits = use_case.edits(situation)?;
            statement = situation.statement;
            entries = entries_of(&edits);
            Ok(edits)
        })?;
        Ok(Done {
            record: changed.record,
            change: changed.change,
            entries,
            statement,
        })
    }

    /// Looks at what a use case would decide on, and writes nothing.
    pub(crate) fn judge<U: UseCase>(
        &self,
        use_case: &U,
        look: impl FnOnce(&mut Situation<'_, '_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.situate(use_case, |situation| look(situation).map(|()| Vec::new()))
            .map(drop)
    }

    /// Gathers what a use case decides on, and makes the edits one change.
    fn situate<U: UseCase>(
        &self,
        use_case: &U,
        edits: impl FnOnce(&mut Situation<'_, '_>) -> Result<Vec<Edit>, Error>,
    ) -> Result<Changed, Error> {
        let record = self.find(use_case.record())?;
        let catalogue = if U::ASKS_CATALOGUE {
            self.catalogue()?
        } else {
            Catalogue::default()
        };
        let consents = if U::ASKS_CONSENTS {
            self.consents()?
        } else {
            Consents::default()
        };
        let history = if U::ASKS_HISTORY {
            self.unit_history(&*self.record(record)?)?
        } else {
            UnitHistory::default()
        };
        self.change(record, |record, scope: &mut Scope<'_>| {
            edits(&mut Situation {
                record,
                catalogue: &catalogue,
                consents: &consents,
                history: &history,
                scope,
                statement: None,
            })
        })
    }

    /// Makes a new record on the spot. After `Ok` it is durable.
    ///
    /// # Errors
    /// [`Error::Refused`] naming what is not in order; otherwise what [`Device::create`] says.
    pub fn open_record(&self, new: &OpenRecord) -> Result<Done, Error> {
        let changed = self.create(|scope| new.edits(scope))?;
        Ok(Done {
            record: changed.record,
            change: changed.change,
            entries: Vec::new(),
            statement: None,
        })
    }

    /// The consent sentences that the office gave out last; none if this device has none yet.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn consents(&self) -> Result<Consents, Error> {
        self.reference_or_default(consents::REFERENCE, "reading the consent sentences")
    }

    /// The catalogue that the office gave out last; an empty one if this device has none yet.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn catalogue(&self) -> Result<Catalogue, Error> {
        self.reference_or_default(REFERENCE, "reading the catalogue")
    }
}
