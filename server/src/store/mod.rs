//! The database file: opened with the settings that durability rests on, brought up to date, read by many.
//!
//! Everything is written by [`crate::writer::Writer`], the one connection that may; [`Store::read`] is for the rest,
//! and sees one moment of the database for as long as a query takes. The tables are described in
//! `sql/0001_init.sql`, and for reading in `docs/schema-server.sql`.

mod migrate;
mod open;
mod readers;

use std::{path::Path, sync::Arc};

use rusqlite::Connection;

use self::readers::Readers;
pub use self::{
    migrate::APPLICATION_ID,
    open::{DatabaseFile, StoreOptions, Synchronous},
};
use crate::writer::Writer;

/// Why the database could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The SQLite that was built in has a known fault that damages files.
    #[error("SQLite {found} is older than {needed}, which no longer damages files")]
    SqliteTooOld {
        /// What is built in.
        found: &'static str,
        /// What is needed at least.
        needed: &'static str,
    },
    /// The file cannot be opened.
    #[error("the database could not be opened")]
    Open(#[source] rusqlite::Error),
    /// A setting did not take: durability would rest on nothing.
    #[error("the database did not accept the setting `{0}`")]
    Setting(&'static str),
    /// Some other program's database. It was left as it is.
    #[error("the file is not the database of a Doorstep server")]
    NotOurs,
    /// Written by a newer version of this program. It was left as it is.
    #[error("the database has version {found}, this program knows {known}")]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file could not be brought to the newest version; it is as it was before.
    #[error("the database could not be brought to version {to}")]
    Migrate {
        /// The version it should have got.
        to: i64,
        /// Why not.
        #[source]
        source: rusqlite::Error,
    },
    /// A query failed.
    #[error("the database could not be read")]
    Read(#[from] rusqlite::Error),
    /// The thread of a query ended before its answer.
    #[error("a query ended without an answer")]
    Interrupted,
}

/// One open database: cheap to clone, the same for all clones.
#[derive(Clone)]
pub struct Store {
    readers: Arc<Readers>,
}

impl Store {
    /// Opens the file, makes it if there is none, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError`]; a file of a newer version or of another program is not touched.
    pub fn open(path: &Path, options: StoreOptions) -> Result<(Self, Writer), StoreError> {
        let file = DatabaseFile::new(path, options);
        let connection = file.connect_and_migrate()?;
        let writer = Writer::start(file.clone(), connection)?;
        let readers = Arc::new(Readers::new(file));
        Ok((Self { readers }, writer))
    }

    /// Reads in one transaction, away from the threads that serve requests.
    ///
    /// # Errors
    /// What the query says, or [`StoreError`] for what kept it from running.
    pub async fn read<T, E, Q>(&self, query: Q) -> Result<T, E>
    where
        Q: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_blocking(query))
            .await
            .unwrap_or_else(|_| Err(StoreError::Interrupted.into()))
    }

    /// As [`Store::read`], on this thread; waits while all readers are busy.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E, Q>(&self, query: Q) -> Result<T, E>
    where
        Q: FnOnce(&Connection) -> Result<T, E>,
        E: From<StoreError>,
    {
        self.readers.lend(|connection| {
            let moment = connection.transaction().map_err(StoreError::Read)?;
            query(&moment)
        })
    }
}

#[cfg(test)]
mod tests;
