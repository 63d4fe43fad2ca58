//! The file of a device: SQLite, and nothing is confirmed before its commit returned.
//!
//! The tables are described in `sql/`, and for reading in `docs/schema-device.sql`. The bytes of changes
//! and statements are the truth, append-only; snapshots and the read model are made of them at will.
//!
//! - `open` → `folder_lock`, `file` (settings, read back), `migrate`, `salvage` (a damaged file is set aside, never
//!   deleted).
//! - `change` is one edit: what the hot path does; `scope` is what a use case may ask while it makes one.
//! - `desk` is the one writer and what happens when a transaction fails; `readers` see one moment of the file.
//! - `documents`, `statements`, `read_model`, `settings` know the SQL of their tables.
//! - `van` writes the technician's van document beside a record, or alone, and reads what is here of vans.
//! - `archive` puts away what was closed long ago; `earlier` keeps what happened to units before.
//! - `refusal` takes out of a document what the office will not take, and keeps what was done after it.

pub(crate) mod archive;
mod change;
mod desk;
mod document_cache;
pub(crate) mod documents;
pub(crate) mod duplicates;
pub(crate) mod earlier;
pub(crate) mod file;
pub(crate) mod files;
mod folder_lock;
pub(crate) mod identity;
pub(crate) mod leave;
mod list;
mod migrate;
mod open;
mod purse;
pub(crate) mod read_model;
mod readers;
mod rebuild;
mod record_number;
pub(crate) mod refusal;
pub(crate) mod salvage;
mod scope;
pub(crate) mod settings;
pub(crate) mod settlements;
mod size;
pub(crate) mod statements;
mod status;
pub(crate) mod tolerant;
mod van;
mod views;
mod words_searched;

use std::sync::{
    Arc, Mutex, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use doorstep_domain::ids::RecordId;
use doorstep_replica::Roster;
use rusqlite::Connection;
use tokio::sync::broadcast;

pub(crate) use self::desk::Write;
pub(crate) use self::identity::roster_of;
pub(crate) use self::open::{FILE_NAME, Opening};
pub(crate) use self::record_number::draw_code;
pub(crate) use self::words_searched::{
    is_found_by_trigrams, like_pattern, match_words, split_by_trigram,
};
use self::{
    desk::Desk,
    document_cache::{Cached, DocumentCache},
    documents::Loaded,
    file::DatabaseFile,
    folder_lock::FolderLock,
    readers::Readers,
};
pub use self::{
    purse::CashOfRecord,
    scope::{ChainPlace, Changed, LastServerTime, Scope},
    size::{Holding, Taker},
    status::Waiting,
    van::Moved,
    views::{
        Attention, DeviceStatus, Identity, ListQuery, ListRow, Page, Refused, StoredStatement,
        Synchronous,
    },
};
use crate::{Error, Notice, notices::WAITING_MAX};

/// The open file of a device.
pub(crate) struct Store {
    file: DatabaseFile,
    desk: Mutex<Desk>,
    readers: Readers,
    cache: DocumentCache,
    who: RwLock<Who>,
    notices: broadcast::Sender<Notice>,
    lock: FolderLock,
    /// Something met damage, or a write failed.
    suspect: AtomicBool,
}

/// What is asked at every turn and changes once in a month.
#[derive(Clone, Default)]
struct Who {
    identity: Option<Arc<Identity>>,
    roster: Arc<Roster>,
}

impl Store {
    /// Runs a query on one moment of the file, beside the writer.
    pub(crate) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.readers
            .read(query)
            .inspect_err(|error| self.note_damage(error))
    }

    /// Whoever opens the folder after damage was seen looks at the whole file first.
    pub(crate) fn note_damage(&self, error: &Error) {
        if matches!(error, Error::Damaged { .. }) {
            self.note_suspicion();
        }
    }

    /// This end will not be a clean one: the next start looks at the whole file, and settles it.
    fn note_suspicion(&self) {
        self.suspect.store(true, Ordering::Relaxed);
    }

    /// A document as it is committed; nothing if it is not here.
    pub(crate) fn loaded(&self, record: RecordId) -> Result<Option<Arc<Loaded>>, Error> {
        let version = match self.cache.get(record) {
            Cached::Here(loaded) => return Ok(Some(loaded)),
            Cached::Absent(version) => version,
        };
        let roster = self.roster();
        let Some(loaded) = self.read(|connection| Loaded::read(connection, record, &roster))?
        else {
            return Ok(None);
        };
        let loaded = Arc::new(loaded);
        self.cache.offer(record, &loaded, version);
        Ok(Some(loaded))
    }

    /// Why a record that is not loaded cannot be.
    pub(crate) fn not_here(&self, record: RecordId) -> Error {
        self.read(|connection| Ok(archive::not_here(connection, record)))
            .unwrap_or_else(|error| error)
    }

    /// Who this device is.
    pub(crate) fn identity(&self) -> Result<Arc<Identity>, Error> {
        let who = self.who.read().unwrap_or_else(PoisonError::into_inner);
        who.identity.clone().ok_or(Error::NotEnrolled)
    }

    /// Who writes on whose behalf.
    pub(crate) fn roster(&self) -> Arc<Roster> {
        Arc::clone(
            &self
                .who
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .roster,
        )
    }

    fn set_who(&self, who: Who) {
        *self.who.write().unwrap_or_else(PoisonError::into_inner) = who;
    }

    pub(crate) fn tell(&self, notice: Notice) {
        // Nobody may be listening.
        let _ = self.notices.send(notice);
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    pub(crate) const fn file(&self) -> &DatabaseFile {
        &self.file
    }

    fn of(file: DatabaseFile, connection: Connection, lock: FolderLock) -> Result<Self, Error> {
        let who = Who::read(&connection)?;
        Ok(Self {
            readers: Readers::new(file.clone()),
            file,
            cache: DocumentCache::new(),
            who: RwLock::new(who),
            notices: broadcast::Sender::new(WAITING_MAX),
            lock,
            suspect: AtomicBool::new(false),
            desk: Mutex::new(Desk::new(connection)),
        })
    }
}

impl Who {
    fn read(connection: &Connection) -> Result<Self, Error> {
        let identity = identity::read(connection)?.map(Arc::new);
        let roster = Arc::new(roster_of(connection, identity.as_deref())?);
        Ok(Self { identity, roster })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
        if !self.suspect.load(Ordering::Relaxed) {
            self.lock.mark_clean();
        }
    }
}
