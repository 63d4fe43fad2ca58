//! What came from the server: applied item by item, and applying one twice does no harm.
//!
//! The server has looked at everything through its gate; a device still lets no item harm another. What cannot be used
//! is put aside as bytes, and the rest goes on.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    ids::{DeviceId, EntryId, RecordId},
    library,
    unit_history::EarlierRecord,
};
use doorstep_evidence::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    jws::Jws,
    statement::Statement,
};
use doorstep_replica::{
    ChangeHash, ParsedChange, RecordDocument, genesis_hash,
    safe::{ChangeLimits, Document},
};
use doorstep_sync::{gate::actors_in_order, limits::DOCUMENT_BYTES_MAX, message::PageItem};
use minicbor::bytes::ByteVec;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{memory::Memory, outgoing::keep_proof, whole};
use crate::{
    Error, Notice,
    device::Inner,
    store::{
        Write, archive,
        documents::{self, ChangeState, Loaded},
        earlier, identity, leave, read_model,
        salvage::put_aside,
        settlements,
        statements::{self, NewStatement},
    },
};

const DOING: &str = "reading what the server sent";

/// Applies an item.
pub(super) fn apply(
    write: &mut Write<'_>,
    device: &Inner,
    memory: &mut Memory,
    item: &PageItem,
    obey_leave: bool,
) -> Result<(), Error> {
    let mut incoming = Incoming {
        write,
        device,
        memory,
    };
    match item {
        PageItem::Enter {
            document,
            snapshot,
            proofs,
        } => incoming.enter(record(document), snapshot, proofs),
        PageItem::Changes {
            document,
            changes,
            proofs,
        } => incoming.changes(record(document), changes, proofs),
        PageItem::Leave { document, .. } if obey_leave => incoming.leave(record(document)),
        PageItem::Leave { .. } => Ok(()),
        PageItem::Statement { document, jws } => incoming.statement(record(document), jws),
        PageItem::Certificate { der, revoked } => incoming.certificate(der, *revoked),
        PageItem::Reference {
            name,
            version,
            bytes,
        } => incoming.reference(name, *version, bytes),
        PageItem::Earlier { document, records } => incoming.earlier(record(document), records),
    }
}

fn record(document: &[u8; 16]) -> RecordId {
    RecordId(uuid::Uuid::from_bytes(*document))
}

type States = BTreeMap<ChangeHash, ChangeState>;

struct Incoming<'i, 'w> {
    write: &'i mut Write<'w>,
    device: &'i Inner,
    memory: &'i mut Memory,
}

impl Incoming<'_, '_> {
    /// A document, whole. Changes of this device that are not in it stay pending.
    fn enter(
        &mut self,
        record: RecordId,
        snapshot: &[u8],
        proofs: &[ByteVec],
    ) -> Result<(), Error> {
        let Ok(document) = RecordDocument::load(record, Some(snapshot), &[]) else {
            return self.put_aside(Some(record), "snapshot", "unloadable", snapshot);
        };
        let changes = document.document().changes_since(&[]);
        if !whole::can_be_read_again(&document, &changes) {
            return self.put_aside(Some(record), "snapshot", "change_malformed", snapshot);
        }
        let connection = self.write.connection()?;
        let known: States = documents::states(connection, record)?.into_iter().collect();
        let is_whole = known
            .iter()
            .all(|(hash, state)| !state.counts() || document.document().has_change(*hash));
        if !is_whole && !whole::goes_with_what_is_here(connection, record, &document, snapshot)? {
            return self.put_aside(Some(record), "snapshot", "does_not_apply", snapshot);
        }
        let was_here = is_here(connection, record)? || archive::is_archived(connection, record)?;
        let settled = self.settled_so_far(record)?;
        let connection = self.write.connection()?;
        documents::insert_document(connection, record)?;
        for change in &changes {
            if known.get(&change.hash()) != Some(&ChangeState::Acknowledged) {
                documents::insert_change(connection, record, change, ChangeState::Acknowledged)?;
            }
        }
        keep_proofs(connection, record, &changes, proofs)?;
        archive::came(connection, self.device, record, Some(&document.heads()))?;
        let loaded = if is_whole {
            documents::keep_snapshot(connection, record, snapshot)?;
            let updated_s = changes.iter().map(ParsedChange::time_s).max().unwrap_or(0);
            Some(Loaded::of(document, 0, updated_s, &self.write.roster()))
        } else {
            documents::drop_snapshot(connection, record)?;
            self.read_again(record)?
        };
        self.memory.report.entered += u64::from(!was_here);
        self.tell_settled(loaded.as_ref(), settled.as_ref())?;
        self.finish(record, loaded)
    }

    /// Changes of a document that is here.
    fn changes(
        &mut self,
        record: RecordId,
        bytes: &[ByteVec],
        proofs: &[ByteVec],
    ) -> Result<(), Error> {
        let limits = ChangeLimits::default();
        let parsed: Result<Vec<_>, _> = bytes
            .iter()
            .map(|bytes| ParsedChange::parse(bytes, limits))
            .collect();
        let Ok(changes) = parsed else {
            return self.put_all_aside(record, bytes, "change_malformed");
        };
        let connection = self.write.connection()?;
        let is_whole = changes.iter().any(|change| change.hash() == genesis_hash());
        if !is_whole && archive::is_archived(connection, record)? {
            // What they stand on is not here: it comes whole, and they with it.
            archive::want(connection, record)?;
            self.write.tell(Notice::Record(record));
            return Ok(());
        }
        let known: States = documents::states(connection, record)?.into_iter().collect();
        let counts = |change: &ParsedChange| {
            known
                .get(&change.hash())
                .is_some_and(|state| state.counts())
        };
        let (here, fresh): (Vec<_>, Vec<_>) = changes.iter().cloned().partition(counts);
        let mut loaded = None;
        let settled = if fresh.is_empty() {
            None
        } else {
            self.settled_so_far(record)?
        };
        if !fresh.is_empty() {
            match self.with(record, &fresh)? {
                Some(with) => loaded = Some(with),
                None => return self.put_all_aside(record, bytes, "does_not_apply"),
            }
        }
        let connection = self.write.connection()?;
        documents::insert_document(connection, record)?;
        for change in here.iter().chain(&fresh) {
            if known.get(&change.hash()) != Some(&ChangeState::Acknowledged) {
                documents::insert_change(connection, record, change, ChangeState::Acknowledged)?;
            }
        }
        keep_proofs(connection, record, &changes, proofs)?;
        archive::came(connection, self.device, record, None)?;
        if fresh
            .iter()
            .any(|change| known.contains_key(&change.hash()))
        {
            // One that was refused counts after all, at its old place: behind the snapshot it would be overlooked.
            documents::drop_snapshot(connection, record)?;
            loaded = self.read_again(record)?;
        }
        match loaded {
            Some(mut loaded) => {
                self.tell_settled(Some(&loaded), settled.as_ref())?;
                documents::fold(self.write.connection()?, &mut loaded)?;
                self.finish(record, Some(loaded))
            }
            None => {
                read_model::mark(self.write.connection()?, record)?;
                self.write.tell(Notice::Record(record));
                Ok(())
            }
        }
    }

    /// The clashes that are settled in the record as it is here; nothing, if it is not.
    fn settled_so_far(&mut self, record: RecordId) -> Result<Option<BTreeSet<EntryId>>, Error> {
        match self.write.take(record) {
            Ok(Some(loaded)) => {
                let standing = settlements::standing(&loaded.record);
                // Calls share the transaction: an earlier one may have changed it, and that is not committed yet.
                self.write.put(record, loaded);
                Ok(Some(standing))
            }
            Ok(None) | Err(Error::Damaged { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whoever wrote one of the values here is told that somebody else settled the clash.
    fn tell_settled(
        &mut self,
        loaded: Option<&Loaded>,
        before: Option<&BTreeSet<EntryId>>,
    ) -> Result<(), Error> {
        let (Some(loaded), Some(before)) = (loaded, before) else {
            return Ok(());
        };
        let own = self.device.store.identity()?.person.clone();
        if settlements::note(self.write.connection()?, &loaded.record, before, &own)? {
            self.write.tell(Notice::NeedsAttention(loaded.record.id));
        }
        Ok(())
    }

    /// The document with more changes; nothing if they do not apply.
    fn with(&mut self, record: RecordId, fresh: &[ParsedChange]) -> Result<Option<Loaded>, Error> {
        let (before, loose, updated_s) = match self.write.take(record) {
            Ok(Some(loaded)) => (
                loaded.document.into_document(),
                loaded.loose,
                loaded.updated_s,
            ),
            Ok(None) => (Document::from_changes(&[])?, 0, 0),
            // It is not readable as it stands here: with the next whole snapshot it is.
            Err(Error::Damaged { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Ok((after, _)) = before.admit(fresh, DOCUMENT_BYTES_MAX) else {
            return Ok(None);
        };
        let updated_s = fresh
            .iter()
            .map(ParsedChange::time_s)
            .max()
            .unwrap_or(0)
            .max(updated_s);
        let document = RecordDocument::of(record, after);
        Ok(Some(Loaded::of(
            document,
            loose + fresh.len(),
            updated_s,
            &self.write.roster(),
        )))
    }

    /// The document as the file has it now; nothing if it cannot be read.
    fn read_again(&mut self, record: RecordId) -> Result<Option<Loaded>, Error> {
        match Loaded::read(self.write.connection()?, record, &self.write.roster()) {
            Err(error @ Error::Damaged { .. }) => {
                tracing::warn!(%record, %error, "a record cannot be read");
                Ok(None)
            }
            read => read,
        }
    }

    fn finish(&mut self, record: RecordId, loaded: Option<Loaded>) -> Result<(), Error> {
        match loaded {
            Some(loaded) => {
                let connection = self.write.connection()?;
                let marks = read_model::marks(connection, record)?;
                read_model::write(connection, &loaded, None, marks)?;
                self.write.put(record, loaded);
            }
            None => self.write.forget(record),
        }
        self.write.tell(Notice::Record(record));
        Ok(())
    }

    fn leave(&mut self, record: RecordId) -> Result<(), Error> {
        if leave::leave(self.write, record)? {
            self.memory.report.left += 1;
        }
        Ok(())
    }

    fn statement(&mut self, record: RecordId, jws: &str) -> Result<(), Error> {
        let parsed = Jws::parse(jws)
            .ok()
            .filter(|parsed| parsed.to_compact() == jws);
        let statement = parsed
            .as_ref()
            .and_then(|parsed| Statement::from_payload(parsed.payload()).ok());
        let (Some(parsed), Some(statement)) = (parsed, statement) else {
            return self.put_aside(
                Some(record),
                "statement",
                "statement_malformed",
                jws.as_bytes(),
            );
        };
        let new = NewStatement {
            digest: parsed.digest(),
            record,
            device: parsed.certificate().device_id(),
            counter: Some(statement.moment.counter),
            previous: statement.moment.previous,
            purpose: statement.purpose.code(),
            jws,
            at_ms: self.device.environment.clock.now().timestamp_millis(),
            acknowledged: true,
        };
        if statements::insert(self.write.connection()?, &new)? {
            read_model::mark(self.write.connection()?, record)?;
            self.write.tell(Notice::Record(record));
        }
        Ok(())
    }

    fn certificate(&mut self, der: &[u8], revoked: bool) -> Result<(), Error> {
        let organisation =
            TrustedOrganisation::from_pem(&self.device.store.identity()?.organisation)?;
        let issued = DeviceCertificate::parse(der)
            .ok()
            .filter(|parsed| parsed.verify(&organisation).is_ok());
        let Some(certificate) = issued else {
            return self.put_aside(None, "certificate", "certificate_untrusted", der);
        };
        let author = certificate.device_id();
        let role_before = self.write.roster().role(author);
        if !identity::keep_certificate(self.write.connection()?, &certificate, revoked)? {
            return Ok(());
        }
        self.write.look_who()?;
        if self.write.roster().role(author) != role_before {
            self.read_what_he_wrote(author)?;
        }
        self.write.tell(Notice::Status);
        Ok(())
    }

    /// On whose behalf somebody writes decides which of several values is in force: his records read otherwise now.
    fn read_what_he_wrote(&mut self, author: DeviceId) -> Result<(), Error> {
        let row = |row: &Row<'_>| Ok(RecordId(uuid::Uuid::from_bytes(row.get(0)?)));
        let records: Vec<RecordId> = self
            .write
            .connection()?
            .prepare_cached("SELECT DISTINCT document FROM change WHERE substr(actor, 1, 16) = ?1")
            .and_then(|mut statement| statement.query_map([author.0], row)?.collect())
            .map_err(Error::storage(DOING))?;
        self.write.forget_all();
        for record in records {
            if let Some(loaded) = self.read_again(record)? {
                self.finish(record, Some(loaded))?;
            }
        }
        Ok(())
    }

    fn reference(&mut self, name: &str, version: u64, bytes: &[u8]) -> Result<(), Error> {
        let sql = "INSERT INTO reference (name, version, bytes) VALUES (?1, ?2, ?3)
                   ON CONFLICT (name) DO UPDATE SET version = ?2, bytes = ?3 WHERE version < ?2";
        let changed = self
            .write
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.execute(params![name, version.cast_signed(), bytes])
            })
            .map_err(Error::storage(DOING))?;
        if changed > 0 && name == library::REFERENCE {
            crate::library::rebuild(self.write.connection()?)?;
        }
        if changed > 0 {
            self.write.tell(Notice::Reference(name.to_owned()));
        }
        Ok(())
    }

    /// What happened to a job's unit before. Of a job that is not here nobody asks it.
    fn earlier(&mut self, record: RecordId, records: &[ByteVec]) -> Result<(), Error> {
        let connection = self.write.connection()?;
        if !is_here(connection, record)? {
            return Ok(());
        }
        // A summary of a server that says it otherwise is passed over: the job itself is not held up.
        let records: Vec<EarlierRecord> = records
            .iter()
            .filter_map(|summary| serde_json::from_slice(summary).ok())
            .collect();
        if earlier::replace(connection, record, &records)? {
            self.write.tell(Notice::Record(record));
        }
        Ok(())
    }

    fn put_all_aside(
        &mut self,
        record: RecordId,
        changes: &[ByteVec],
        code: &str,
    ) -> Result<(), Error> {
        self.write.forget(record);
        changes
            .iter()
            .try_for_each(|bytes| self.put_aside(Some(record), "change", code, bytes))
    }

    fn put_aside(
        &mut self,
        record: Option<RecordId>,
        kind: &str,
        code: &str,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let now_ms = self.device.environment.clock.now().timestamp_millis();
        put_aside(self.write.connection()?, record, kind, code, &bytes, now_ms)?;
        if let Some(record) = record {
            self.write.tell(Notice::NeedsAttention(record));
        }
        Ok(())
    }
}

fn is_here(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT state <> 'stub' FROM document WHERE document = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([record.as_bytes()], |row| row.get(0))
                .optional()
        })
        .map(Option::unwrap_or_default)
        .map_err(Error::storage(DOING))
}

/// Keeps the proofs that came with some changes: one an actor, in the order of their first changes.
fn keep_proofs(
    connection: &Connection,
    record: RecordId,
    changes: &[ParsedChange],
    proofs: &[ByteVec],
) -> Result<(), Error> {
    for ((actor, last), signature) in actors_in_order(changes).into_iter().zip(proofs) {
        if signature.len() == 64 {
            keep_proof(
                connection,
                record,
                actor,
                last.seq(),
                last.hash(),
                signature,
            )?;
        }
    }
    Ok(())
}
