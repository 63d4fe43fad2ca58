//! The one writer: who holds the desk may write, in one transaction, and what failed leaves nothing behind in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, MutexGuard, PoisonError},
};

use doorstep_domain::{
    ids::{DeviceId, RecordId},
    van::is_van,
};
use doorstep_replica::{Actor, Roster};
use rusqlite::Connection;

use super::{Store, Who, document_cache::DOCUMENTS_KEPT, documents::Loaded, file};
use crate::{Environment, Error, Notice};

/// What the writer keeps between transactions.
pub(crate) struct Desk {
    /// None after a transaction that could not even be undone, until the file is opened again.
    connection: Option<Connection>,
    /// Who makes changes; drawn anew at every start and after whatever makes a `(actor, seq)` doubtful.
    actor: Option<Actor>,
    /// The milliseconds and the count of the last id, so that a later id sorts after an earlier one.
    last_id: (u64, u16),
    closed: bool,
}

impl Desk {
    pub(crate) const fn new(connection: Connection) -> Self {
        Self {
            connection: Some(connection),
            actor: None,
            last_id: (0, 0),
            closed: false,
        }
    }
}

/// An open transaction. Dropped without [`Write::commit`] it never was.
pub(crate) struct Write<'s> {
    store: &'s Store,
    desk: MutexGuard<'s, Desk>,
    /// Documents as they are once this is committed.
    loaded: BTreeMap<RecordId, Loaded>,
    /// Documents that changed and are to be read again: taken from the cache now, and once more after the commit, for
    /// until then a reader may put in what he still finds.
    forgotten: BTreeSet<RecordId>,
    forgotten_all: bool,
    /// Who this device is and who writes on whose behalf, if this transaction changed it.
    who: Option<Who>,
    notices: BTreeSet<Told>,
    ended: bool,
}

/// A notice with an order, so that each is told once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Record(RecordId),
    Van,
    Left(RecordId),
    Attention(RecordId),
    Reference(String),
    Status,
}

impl Store {
    /// Begins a transaction, waiting for the one that is open.
    pub(crate) fn begin(&self) -> Result<Write<'_>, Error> {
        // A panic in the middle of a transaction ends in its rollback: a poisoned lock still guards a sound desk.
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if desk.closed {
            return Err(Error::Closed);
        }
        let connection = match desk.connection.take() {
            Some(connection) => connection,
            None => self.reopen()?,
        };
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        desk.connection = Some(connection);
        if let Err(error) = begun {
            self.abandon(&mut desk);
            return Err(Error::storage("beginning a transaction")(error));
        }
        Ok(Write {
            store: self,
            desk,
            loaded: BTreeMap::new(),
            forgotten: BTreeSet::new(),
            forgotten_all: false,
            who: None,
            notices: BTreeSet::new(),
            ended: false,
        })
    }

    /// Does some work in one transaction.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut write = self.begin()?;
        match work(&mut write) {
            Ok(outcome) => {
                write.commit()?;
                Ok(outcome)
            }
            Err(error) => {
                write.give_up(&error);
                Err(error)
            }
        }
    }

    /// Closes the file; everything afterwards is [`Error::Closed`].
    pub(crate) fn close(&self) {
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        desk.closed = true;
        // The writer last: only it can copy the log into the file.
        self.readers.close();
        desk.connection = None;
        self.cache.clear();
    }

    fn reopen(&self) -> Result<Connection, Error> {
        let connection = self.file.open_writer()?;
        file::settle(&connection)?;
        Ok(connection)
    }

    /// After a failure of the database: no document that is in memory is believed any more, and another actor writes.
    ///
    /// The connection stays, if it came out of the transaction: it knows that the failed commit does not count, and
    /// writes over it. A new one would find the commit in the system's cache and take it for done: whoever tried again
    /// would have done it twice, and on top of something that the disk may never get. Should the program end before
    /// anything was written over it, the next start finds the commit too: so it has to settle the file first.
    fn abandon(&self, desk: &mut Desk) {
        self.note_suspicion();
        if !desk
            .connection
            .as_ref()
            .is_some_and(Connection::is_autocommit)
        {
            desk.connection = None;
        }
        desk.actor = None;
        self.readers.forget();
        self.cache.clear();
    }
}

impl Write<'_> {
    pub(crate) fn connection(&self) -> Result<&Connection, Error> {
        self.desk.connection.as_ref().ok_or(Error::Closed)
    }

    /// Who writes on whose behalf, as this transaction sees it.
    pub(crate) fn roster(&self) -> Arc<Roster> {
        self.who
            .as_ref()
            .map_or_else(|| self.store.roster(), |who| Arc::clone(&who.roster))
    }

    /// Reads again who this device is and who writes on whose behalf; for all once this is committed.
    pub(crate) fn look_who(&mut self) -> Result<(), Error> {
        self.who = Some(Who::read(self.connection()?)?);
        Ok(())
    }

    /// The actor of this run, drawn when it is first needed.
    pub(crate) fn actor(
        &mut self,
        device: DeviceId,
        environment: &Environment,
    ) -> Result<Actor, Error> {
        match self.desk.actor {
            Some(actor) => Ok(actor),
            None => {
                let actor = Actor::new(device, environment.draw()?);
                self.desk.actor = Some(actor);
                Ok(actor)
            }
        }
    }

    /// From here on another actor writes: after a change was taken out of a document, or went with it, its number must
    /// not come again. Should this be rolled back, a new actor does no harm.
    pub(crate) fn draw_new_actor(&mut self) {
        self.desk.actor = None;
    }

    /// Who makes changes now, if anybody has been drawn.
    pub(crate) fn drawn_actor(&self) -> Option<Actor> {
        self.desk.actor
    }

    /// The milliseconds and the count of the last id that was given.
    pub(crate) fn last_id(&self) -> (u64, u16) {
        self.desk.last_id
    }

    pub(crate) fn set_last_id(&mut self, last_id: (u64, u16)) {
        self.desk.last_id = last_id;
    }

    /// A document as this transaction sees it, taken out of the cache: put it back by [`Write::put`].
    pub(crate) fn take(&mut self, record: RecordId) -> Result<Option<Loaded>, Error> {
        if let Some(loaded) = self.loaded.remove(&record) {
            return Ok(Some(loaded));
        }
        match self.store.cache.take(record) {
            Some(loaded) => Ok(Some(loaded)),
            None => Loaded::read(self.connection()?, record, &self.roster()),
        }
    }

    /// The document as it is once this transaction is committed.
    pub(crate) fn put(&mut self, record: RecordId, loaded: Loaded) {
        if self.loaded.len() >= DOCUMENTS_KEPT.get() {
            self.forget(record);
        } else {
            self.loaded.insert(record, loaded);
        }
    }

    /// The document was taken and not touched: it is what it was, whatever becomes of this transaction.
    pub(crate) fn put_back(&mut self, record: RecordId, loaded: Loaded) {
        self.store.cache.put(record, loaded);
    }

    /// The document is not what anybody has loaded; it is read again when it is asked for.
    pub(crate) fn forget(&mut self, record: RecordId) {
        self.store.cache.remove(record);
        self.loaded.remove(&record);
        self.forgotten.insert(record);
    }

    /// No document is what anybody has loaded.
    pub(crate) fn forget_all(&mut self) {
        self.store.cache.clear();
        self.loaded.clear();
        self.forgotten_all = true;
    }

    pub(crate) fn tell(&mut self, notice: Notice) {
        self.notices.insert(match notice {
            // No screen shows a van document; it shows the stock, which is one.
            Notice::Record(document) | Notice::RecordLeft(document) if is_van(document) => {
                Told::Van
            }
            Notice::Van => Told::Van,
            Notice::Record(record) => Told::Record(record),
            Notice::RecordLeft(record) => Told::Left(record),
            Notice::NeedsAttention(record) => Told::Attention(record),
            Notice::Reference(name) => Told::Reference(name),
            Notice::Status => Told::Status,
        });
    }

    /// Commits, puts the documents into the cache and tells who listens.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        self.ended = true;
        let committed = self.connection()?.execute_batch("COMMIT");
        if let Err(error) = committed {
            self.roll_back(true);
            return Err(Error::storage("committing")(error));
        }
        if let Some(who) = self.who.take() {
            self.store.set_who(who);
        }
        if self.forgotten_all {
            self.store.cache.clear();
        }
        for record in &self.forgotten {
            self.store.cache.remove(*record);
        }
        for (record, loaded) in std::mem::take(&mut self.loaded) {
            self.store.cache.put(record, loaded);
        }
        for told in std::mem::take(&mut self.notices) {
            self.store.tell(match told {
                Told::Record(record) => Notice::Record(record),
                Told::Van => Notice::Van,
                Told::Left(record) => Notice::RecordLeft(record),
                Told::Attention(record) => Notice::NeedsAttention(record),
                Told::Reference(name) => Notice::Reference(name),
                Told::Status => Notice::Status,
            });
        }
        Ok(())
    }

    /// Rolls back because of this error; after one of the database nothing in memory is believed.
    pub(crate) fn give_up(mut self, error: &Error) {
        self.ended = true;
        let of_database = matches!(
            error,
            Error::Storage { .. } | Error::StorageFull | Error::Damaged { .. }
        );
        self.store.note_damage(error);
        self.roll_back(of_database);
    }

    fn roll_back(&mut self, of_database: bool) {
        let rolled_back = match &self.desk.connection {
            // A full disk or a failed write may have ended the transaction already.
            Some(connection) => {
                connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok()
            }
            None => false,
        };
        if of_database || !rolled_back {
            self.store.abandon(&mut self.desk);
        }
    }
}

impl Drop for Write<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.roll_back(false);
        }
    }
}
