//! One open device: what shells and use cases call. The work itself is done by the rooms below, each verb in a file of
//! its own: [`Device::change`] in `store/change.rs`, [`Device::list`] in `store/list.rs`, and so on.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use doorstep_domain::{deadline::Moment, ids::RecordId, record::Record, van::is_van};
use doorstep_evidence::vault::DeviceVault;
use doorstep_replica::{RecordDocument, Roster, history::HistoryItem};
use rusqlite::{Connection, OptionalExtension as _};
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;

use crate::{
    Environment, Error, Identity, LastServerTime, Notice, StoredStatement, Synchronous,
    files::{Cabinet, tidy},
    store::{
        self, Store,
        settings::{self, name},
        statements,
    },
    views::KindsRead,
};

/// Where a device lives and what it takes from its machine.
pub struct OpenRequest {
    /// Its folder, made if it is not there. One process at a time may have it open.
    pub folder: PathBuf,
    /// Its key.
    pub vault: Arc<dyn DeviceVault>,
    /// Clock and randomness.
    pub environment: Environment,
    /// Another file system of SQLite than the machine's own: the tests' failing disk.
    pub vfs: Option<String>,
    /// Anything but full only to show that a test notices.
    pub synchronous_for_tests: Option<Synchronous>,
}

/// One device. Cheap to clone; all clones are the same device, and the folder is free again when the last is gone.
#[derive(Clone)]
pub struct Device {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) folder: PathBuf,
    pub(crate) store: Store,
    pub(crate) vault: Arc<dyn DeviceVault>,
    pub(crate) environment: Environment,
    /// Part of the record numbers of this start.
    pub(crate) number_code: String,
    /// The server's clock in milliseconds and what [`crate::Clock::elapsed_ms`] said then.
    pub(crate) server_clock: Mutex<Option<(i64, i64)>>,
    /// The kinds of appliances in words.
    pub(crate) kinds: KindsRead,
    /// One contact at a time.
    pub(crate) in_contact: tokio::sync::Mutex<()>,
    /// One run of the files' queue at a time, whatever contacts do.
    pub(crate) in_files: tokio::sync::Mutex<()>,
    /// The bytes of photos and other files.
    pub(crate) cabinet: Cabinet,
}

impl Device {
    /// Opens a device's folder. A folder that is not enrolled can be opened, and enrolled.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::NewerData`], [`Error::Vault`] or what the disk says. A damaged file is no error: it
    /// is set aside, and [`crate::DeviceStatus::quarantined`] says so.
    pub fn open(request: OpenRequest) -> Result<Self, Error> {
        let store = Store::open(store::Opening {
            folder: &request.folder,
            key: request.vault.database_key()?,
            vfs: request.vfs,
            synchronous: request.synchronous_for_tests.unwrap_or_default(),
            environment: &request.environment,
        })?;
        let cabinet = Cabinet::of(&request.folder);
        let now_ms = request.environment.clock.now().timestamp_millis();
        if let Err(error) = tidy(&store, &cabinet, now_ms) {
            // What is too much in a folder keeps nobody out of his records.
            tracing::warn!(%error, "the files were not tidied");
        }
        let inner = Inner {
            number_code: store::draw_code(&request.environment)?,
            folder: request.folder,
            store,
            vault: request.vault,
            environment: request.environment,
            server_clock: Mutex::new(None),
            kinds: KindsRead::default(),
            in_contact: tokio::sync::Mutex::new(()),
            in_files: tokio::sync::Mutex::new(()),
            cabinet,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Closes the file at once, for all clones; what is asked afterwards is [`Error::Closed`].
    pub fn close(&self) {
        self.inner.store.close();
    }

    /// A record as it reads now.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Archived`], [`Error::Damaged`] or what the disk says.
    pub fn record(&self, record: RecordId) -> Result<Arc<Record>, Error> {
        let loaded = self.inner.store.loaded(record)?;
        let loaded = loaded.filter(|loaded| !is_van(loaded.record.id));
        let loaded = loaded.ok_or_else(|| self.inner.store.not_here(record))?;
        Ok(Arc::clone(&loaded.record))
    }

    /// A record's document: heads, the record as it was, saving.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn document(&self, record: RecordId) -> Result<RecordDocument, Error> {
        let loaded = self
            .inner
            .store
            .loaded(record)?
            .ok_or_else(|| self.inner.store.not_here(record))?;
        Ok(loaded.document.clone())
    }

    /// Who changed what and when, from what to what.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn history(&self, record: RecordId) -> Result<Vec<HistoryItem>, Error> {
        let loaded = self.inner.store.loaded(record)?;
        let loaded = loaded.filter(|loaded| !is_van(loaded.record.id));
        let loaded = loaded.ok_or_else(|| self.inner.store.not_here(record))?;
        Ok(loaded.document.history(&self.inner.store.roster()))
    }

    /// The sealed statements about a record, in the order in which they came to this device.
    ///
    /// # Errors
    /// What the disk says.
    pub fn statements(&self, record: RecordId) -> Result<Vec<StoredStatement>, Error> {
        self.inner
            .store
            .read(|connection| statements::of_record(connection, record))
    }

    /// Who this device is.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`].
    pub fn identity(&self) -> Result<Arc<Identity>, Error> {
        self.inner.store.identity()
    }

    /// Which device writes on whose behalf.
    #[must_use]
    pub fn roster(&self) -> Arc<Roster> {
        self.inner.store.roster()
    }

    /// The latest version of reference data (`catalogue`), as the office gave it out.
    ///
    /// # Errors
    /// What the disk says.
    pub fn reference(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.inner.store.read(|connection| {
            connection
                .prepare_cached("SELECT bytes FROM reference WHERE name = ?1")
                .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
                .map_err(Error::storage("reading reference data"))
        })
    }

    /// Reference data that is JSON; what an empty one says if this device has none yet.
    pub(crate) fn reference_or_default<T: Default + DeserializeOwned>(
        &self,
        name: &str,
        doing: &'static str,
    ) -> Result<T, Error> {
        self.reference(name)?.map_or_else(
            || Ok(T::default()),
            |bytes| serde_json::from_slice(&bytes).map_err(|error| Error::damaged(doing, error)),
        )
    }

    /// What changes from now on.
    #[must_use]
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.inner.store.listen()
    }

    /// Now, corrected by what is known of the server's clock: what deadlines run on.
    ///
    /// # Errors
    /// What the disk says.
    pub fn corrected_now(&self) -> Result<Moment, Error> {
        let seen = self
            .inner
            .store
            .read(|connection| self.inner.last_server_time(connection))?;
        let now = self.inner.environment.clock.now();
        Ok(LastServerTime::claim(seen, now).corrected().at)
    }

    /// Clock and randomness, as they were given.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.inner.environment
    }
}

impl Inner {
    /// The server's clock as it was last seen, and how long ago that is if it was in this run of the program.
    pub(crate) fn last_server_time(
        &self,
        connection: &Connection,
    ) -> Result<Option<LastServerTime>, Error> {
        let seen = *self
            .server_clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((at_ms, then_ms)) = seen {
            let elapsed_ms = self.environment.clock.elapsed_ms().saturating_sub(then_ms);
            return Ok(Some(LastServerTime {
                at_ms,
                elapsed_ms: Some(elapsed_ms),
            }));
        }
        let at_ms: Option<i64> = settings::get(connection, name::SERVER_TIME_MS)?;
        Ok(at_ms.map(|at_ms| LastServerTime {
            at_ms,
            elapsed_ms: None,
        }))
    }

    /// The server's clock, as an answer of just now told it.
    pub(crate) fn note_server_time(&self, server_time_ms: i64, elapsed_ms: i64) {
        *self
            .server_clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((server_time_ms, elapsed_ms));
    }
}
