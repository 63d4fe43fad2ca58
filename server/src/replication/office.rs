//! The office's own edits: made by the server as a device of its own, with its own proofs, through the same log.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use chrono::SubsecRound as _;
use doorstep_domain::{
    course::{Refusal, may_do},
    ids::{EntryId, PersonId, RecordId},
    record::{BadEntry, Entry, Record, What},
    rights::{Role, may_add, may_write_field},
};
use doorstep_evidence::proof::{Claim, prove};
use doorstep_replica::{
    Edit, EditError, ParsedChange, RecordDocument, admission::may_put_van, history::HistoryItem,
    safe::ChangeLimits,
};
use doorstep_sync::gate::{Admission, Admitted, Known, Proven};
use rusqlite::Connection;

use super::{
    Replication, ReplicationError, Shared, documents,
    push::{follow, last_of},
    roster,
};
use crate::{
    authenticate::SignedDevice, environment::NoRandomness, organisation::OFFICE, writer::WriteError,
};

/// A record that the office opens: everything that is known at the telephone.
#[derive(Debug, Clone, Default)]
pub struct NewRecord {
    /// Its first edits, the number included.
    pub edits: Vec<Edit>,
}

/// Why the office's edit was not made.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// No record has this id.
    #[error("there is no such record")]
    NoSuchRecord,
    /// The office does not write this.
    #[error("the office does not write this")]
    NotTheOffices,
    /// The edit is not in order.
    #[error("checking the edit")]
    Edit(#[from] EditError),
    /// The course of the repair forbids it.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// What is to be recorded is not in order.
    #[error("checking the entry")]
    Entry(#[from] BadEntry),
    /// The system gave no randomness.
    #[error("drawing an id")]
    Random(#[source] NoRandomness),
    /// The office's key.
    #[error("signing for the office")]
    Vault(#[from] doorstep_evidence::proof::ProofError),
    /// The server below.
    #[error("writing the record")]
    Replication(#[from] ReplicationError),
}

impl From<WriteError> for OfficeError {
    fn from(error: WriteError) -> Self {
        Self::Replication(error.into())
    }
}

/// The office at work in one transaction: what it does there is done whole or not at all.
pub struct OfficeDesk<'t> {
    pub(super) transaction: &'t Connection,
    pub(super) shared: &'t Shared,
    /// Who does it: stands in the entries.
    pub(super) by: PersonId,
}

impl OfficeDesk<'_> {
    /// The transaction, to look things up in.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        self.transaction
    }

    /// Opens a record.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub fn create(&self, id: RecordId, new: &NewRecord) -> Result<Record, OfficeError> {
        write(self, id, true, &new.edits)
    }

    /// Edits a record on the office's behalf. The new change reaches the technician with his next contact.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub fn edit(&self, id: RecordId, edits: &[Edit]) -> Result<Record, OfficeError> {
        write(self, id, false, edits)
    }

    /// A record's history up to now.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub fn history(&self, id: RecordId) -> Result<Vec<HistoryItem>, OfficeError> {
        let roster = roster(self.transaction).map_err(ReplicationError::from)?;
        let mut cache = self
            .shared
            .documents
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = documents::load(self.transaction, &mut cache, id)?;
        let known = known.ok_or(OfficeError::NoSuchRecord)?;
        Ok(RecordDocument::of(id, known.document.clone()).history(&roster))
    }

    /// Something happened at the office: the entry that records it, if the course of the repair allows it now.
    ///
    /// # Errors
    /// [`OfficeError::Refused`] with the rule; otherwise as [`OfficeDesk::edit`].
    pub fn happened(&self, id: RecordId, what: What) -> Result<Record, OfficeError> {
        self.happened_with(id, what, Vec::new())
    }

    /// The same, with edits that belong to it: one change.
    ///
    /// # Errors
    /// As [`OfficeDesk::happened`].
    pub fn happened_with(
        &self,
        id: RecordId,
        what: What,
        mut edits: Vec<Edit>,
    ) -> Result<Record, OfficeError> {
        let record = self.edit(id, &[])?;
        let by = self.by.clone();
        may_do(&record, &by, &what)?;
        let environment = self.shared.organisation.environment();
        let now = environment.now();
        let entry = Entry {
            // Whole seconds, as devices write them.
            at: now.trunc_subsecs(0).fixed_offset(),
            // The office's clock is the server's own.
            heard: None,
            by,
            what,
        };
        entry.check()?;
        let random = environment.draw().map_err(OfficeError::Random)?;
        let since_1970_ms = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let id_of_entry = uuid::Builder::from_unix_timestamp_millis(since_1970_ms, &random);
        edits.push(Edit::Entry(EntryId(id_of_entry.into_uuid()), entry));
        self.edit(id, &edits)
    }
}

impl Replication {
    /// Does some work of the office in one transaction. If it ends in an error nothing of it was done.
    ///
    /// # Errors
    /// What the work says, or that it was not committed.
    pub async fn at_the_office<T, E>(
        &self,
        work: impl FnOnce(&OfficeDesk<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
    {
        self.on_behalf_of(PersonId(OFFICE.to_owned()), work).await
    }

    /// As [`Replication::at_the_office`], done by somebody: his code stands in the entries. The server vouches for him with
    /// its own key, as a telephone vouches for who holds it.
    ///
    /// # Errors
    /// What the work says, or that it was not committed.
    pub async fn on_behalf_of<T, E>(
        &self,
        by: PersonId,
        work: impl FnOnce(&OfficeDesk<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        let writer = self.organisation().writer();
        writer
            .submit(move |transaction| {
                work(&OfficeDesk {
                    transaction,
                    shared: &shared,
                    by,
                })
            })
            .await
    }

    /// Opens a record.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub async fn create_record(&self, id: RecordId, new: NewRecord) -> Result<Record, OfficeError> {
        self.at_the_office(move |desk| desk.create(id, &new)).await
    }

    /// Edits a record on the office's behalf. The new change reaches the technician with his next contact.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub async fn edit_record(&self, id: RecordId, edits: Vec<Edit>) -> Result<Record, OfficeError> {
        self.at_the_office(move |desk| desk.edit(id, &edits)).await
    }

    /// Something happened at the office, as in [`OfficeDesk::happened`].
    ///
    /// # Errors
    /// [`OfficeError`].
    pub async fn record_happened(&self, id: RecordId, what: What) -> Result<Record, OfficeError> {
        self.at_the_office(move |desk| desk.happened(id, what))
            .await
    }

    /// A record's document as it is now: heads, history, saving; nothing if there is no such record.
    ///
    /// # Errors
    /// [`ReplicationError`].
    pub async fn document(&self, id: RecordId) -> Result<Option<RecordDocument>, ReplicationError> {
        let shared = Arc::clone(&self.shared);
        let load = move |connection: &Connection| {
            let mut cache = shared
                .documents
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let known = documents::load(connection, &mut cache, id)?;
            Ok(known.map(|known| RecordDocument::of(id, known.document.clone())))
        };
        self.organisation().store().read(load).await
    }
}

pub(super) fn write(
    desk: &OfficeDesk<'_>,
    id: RecordId,
    create: bool,
    edits: &[Edit],
) -> Result<Record, OfficeError> {
    let OfficeDesk {
        transaction,
        shared,
        by,
    } = desk;
    for edit in edits {
        let allowed = match edit {
            Edit::Field(field, _) => may_write_field(Role::Office, *field),
            Edit::Text(..) => true,
            Edit::Entry(_, entry) => may_add(Role::Office, &entry.what) && entry.by == *by,
            Edit::Van(_, entry) => may_put_van(entry, Role::Office, by).is_ok() && entry.by == *by,
        };
        if !allowed {
            return Err(OfficeError::NotTheOffices);
        }
    }
    let now_ms = shared.organisation.environment().now_ms();
    let roster = roster(transaction).map_err(ReplicationError::from)?;
    let mut cache = shared
        .documents
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let known = documents::load(transaction, &mut cache, id)?;
    let mut record_document = match &known {
        Some(known) => RecordDocument::of(id, known.document.clone()),
        None if create => RecordDocument::create(id).map_err(ReplicationError::from)?,
        None => return Err(OfficeError::NoSuchRecord),
    };
    let before = known
        .as_ref()
        .map(|known| known.document.heads())
        .unwrap_or_default();
    record_document.edit(shared.actor, now_ms.div_euclid(1_000), edits)?;
    let fresh = record_document.document().changes_since(&before);
    if !fresh.is_empty() {
        let admission = admission(shared, &record_document, fresh)?;
        let office = SignedDevice {
            device: shared.organisation.office().device(),
            person: PersonId(OFFICE.to_owned()),
            role: Role::Office,
            revoked: false,
        };
        documents::write(transaction, id, &admission, &office, false, now_ms)?;
        follow(
            transaction,
            shared,
            &record_document,
            (&roster, None),
            now_ms,
        )?;
        let actors = last_of(known.as_deref(), &admission.admitted);
        cache.put(
            id,
            Arc::new(Known {
                document: admission.document,
                actors,
            }),
        );
    }
    Ok(record_document.record(&roster))
}

/// The office's own changes as the gate would have let them in.
fn admission(
    shared: &Shared,
    record_document: &RecordDocument,
    fresh: Vec<ParsedChange>,
) -> Result<Admission, OfficeError> {
    // Read back from bytes, as every other change: what is stored is what was checked.
    let reread = |change: ParsedChange| {
        ParsedChange::parse(change.bytes(), ChangeLimits::default())
            .map_err(|_| ReplicationError::Stored("change"))
    };
    let fresh = fresh
        .into_iter()
        .map(reread)
        .collect::<Result<Vec<_>, _>>()?;
    let mut proofs = BTreeMap::new();
    for (actor, last) in doorstep_sync::gate::actors_in_order(&fresh) {
        let claim = Claim {
            document: *record_document.id().as_bytes(),
            actor: &actor.0,
            seq: last.seq(),
            change: last.hash().0,
        };
        let proof = prove(shared.organisation.office().vault(), &claim)?;
        proofs.insert(
            actor,
            Proven {
                seq: last.seq(),
                change: last.hash(),
                signature: proof.signature,
            },
        );
    }
    Ok(Admission {
        saved: record_document
            .document()
            .save()
            .map_err(ReplicationError::from)?,
        document: record_document.document().clone(),
        admitted: fresh
            .into_iter()
            .map(|change| Admitted {
                change,
                done: Default::default(),
            })
            .collect(),
        proofs,
    })
}
