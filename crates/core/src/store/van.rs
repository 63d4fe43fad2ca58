//! The technician's van document: written beside a record in one transaction, or alone; and what is here of vans.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    van::{Month, Movement, VanEntry, VanMonth, is_van, transfer_number, van_id},
};
use doorstep_replica::{ChangeHash, Edit, RecordDocument, Roster};
use rusqlite::Connection;

use super::{
    Scope, Write,
    change::{Plan, ask},
    documents::{self, ChangeState, Loaded},
    rebuild::records,
};
use crate::{Device, Error, device::Inner};

/// What came of moving pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// The change; none if nothing was moved.
    pub change: Option<ChangeHash>,
    /// The entries that were written.
    pub entries: Vec<EntryId>,
    /// The number of the transfer, where pieces were handed over to a colleague.
    pub transfer: Option<String>,
}

impl Device {
    /// Moves pieces in or out of this technician's van: `plan` sees the van documents that are here and says what
    /// happens by [`Scope::move_in_van`]. All of it becomes one change. After `Ok` it is durable.
    ///
    /// # Errors
    /// What `plan` says, or [`Error`]; then nothing was changed.
    pub fn change_van(
        &self,
        plan: impl FnOnce(&[VanMonth], &mut Scope<'_>) -> Result<(), Error>,
    ) -> Result<Moved, Error> {
        let device = &*self.inner;
        let person = device.store.identity()?.person.clone();
        device.store.write(|write| {
            let month = Month::of(device.environment.clock.now());
            let document = van_id(&person, month);
            let asked = ask(device, write, document, Vec::new(), |scope| {
                let vans = scope.vans()?;
                plan(&vans, scope)?;
                Ok::<_, Error>(Vec::new())
            })?;
            let asked = device.check(asked)?;
            let entry = |edit: &Edit| match edit {
                Edit::Van(id, _) => Some(*id),
                _ => None,
            };
            let transfer = |edit: &Edit| match edit {
                Edit::Van(id, entry) if matches!(entry.what, Movement::HandedOver { .. }) => {
                    Some(transfer_number(*id))
                }
                _ => None,
            };
            Ok(Moved {
                transfer: asked.van.iter().find_map(transfer),
                change: device.edit_van(write, &asked.van)?,
                entries: asked.van.iter().filter_map(entry).collect(),
            })
        })
    }

    /// The van documents that are here.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub fn vans(&self) -> Result<Vec<VanMonth>, Error> {
        let here = self.inner.store.read(van_documents)?;
        let loaded = |document| self.inner.store.loaded(document).transpose();
        let loaded: Result<Vec<_>, Error> = here.into_iter().filter_map(loaded).collect();
        Ok(loaded?
            .iter()
            .filter_map(|loaded| loaded.document.van())
            .collect())
    }
}

/// What happens to a person's van, as edits of its document.
pub(super) fn edits(
    person: &PersonId,
    now: DateTime<FixedOffset>,
    movements: Vec<(EntryId, Movement)>,
) -> Vec<Edit> {
    let edit = |(id, what)| {
        let entry = VanEntry {
            at: now,
            by: person.clone(),
            month: Month::of(now),
            technician: person.clone(),
            what,
        };
        Edit::Van(id, entry)
    };
    movements.into_iter().map(edit).collect()
}

impl Inner {
    /// Writes into the van document that the edits belong to, beginning it if it is not here: phone, tablet and store
    /// begin it alike.
    pub(super) fn edit_van(
        &self,
        write: &mut Write<'_>,
        edits: &[Edit],
    ) -> Result<Option<ChangeHash>, Error> {
        let Some(Edit::Van(_, entry)) = edits.first() else {
            return Ok(None);
        };
        let document = van_id(&entry.technician, entry.month);
        let loaded = match write.take(document)? {
            Some(loaded) => loaded,
            None => self.begin_van(write, document)?,
        };
        let plan = Plan {
            edits: edits.to_vec(),
            van: Vec::new(),
            sealed: false,
        };
        Ok(self.edit(write, loaded, &plan)?.change)
    }

    fn begin_van(&self, write: &mut Write<'_>, document: RecordId) -> Result<Loaded, Error> {
        let begun = RecordDocument::create(document)?;
        let connection = write.connection()?;
        documents::insert_document(connection, document)?;
        for genesis in begun.document().changes_since(&[]) {
            documents::insert_change(connection, document, &genesis, ChangeState::Pending)?;
        }
        Ok(Loaded::of(begun, 1, 0, &write.roster()))
    }
}

/// The van documents as a transaction has them.
pub(super) fn vans(connection: &Connection) -> Result<Vec<VanMonth>, Error> {
    let mut vans = Vec::new();
    for document in van_documents(connection)? {
        let loaded = Loaded::read(connection, document, &Arc::new(Roster::default()))?;
        vans.extend(loaded.and_then(|loaded| loaded.document.van()));
    }
    Ok(vans)
}

fn van_documents(connection: &Connection) -> Result<Vec<RecordId>, Error> {
    let mut here = records(connection)?;
    here.retain(|document| is_van(*document));
    Ok(here)
}
