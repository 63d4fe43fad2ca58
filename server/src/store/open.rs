//! A connection with its settings: set, read back, refused if they did not take.

use std::path::{Path, PathBuf};

use doorstep_sync::limits::MESSAGE_BYTES_MAX;
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit, types::Value};

use super::{StoreError, migrate};

/// SQLite before this version can damage a WAL file when two connections write and checkpoint at once.
const OLDEST_SQLITE: (i32, &str) = (3_051_003, "3.51.3");

/// The largest row, in bytes: whatever a message can hold, for what is refused is kept as it came, and the columns
/// beside it.
const LONGEST_VALUE: i32 = MESSAGE_BYTES_MAX as i32 + 64 * 1024;
/// The longest statement, in bytes; ours, migrations included, are far shorter.
const LONGEST_STATEMENT: i32 = 100_000;

/// How a database is opened. The default is what a server uses; the rest is for tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreOptions {
    /// The name of another file system registered with SQLite: the tests' failing disk.
    pub vfs: Option<String>,
    /// When a commit waits for the disk.
    pub synchronous: Synchronous,
}

/// When a commit waits for the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// At every commit: what was confirmed survives a power cut.
    #[default]
    Full,
    /// At checkpoints: loses confirmed commits. Only to show that the tests notice.
    Normal,
    /// Never: loses confirmed commits and the file. Only to show that the tests notice.
    Off,
}

/// Where the database is and how it is opened: all it takes to make a connection.
#[derive(Debug, Clone)]
pub struct DatabaseFile {
    path: PathBuf,
    options: StoreOptions,
}

impl DatabaseFile {
    /// The database at this path.
    #[must_use]
    pub fn new(path: &Path, options: StoreOptions) -> Self {
        Self {
            path: path.to_owned(),
            options,
        }
    }

    /// The path, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first connection: makes the file if there is none, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError`]; a file that is not ours or is newer is not touched.
    pub(crate) fn connect_and_migrate(&self) -> Result<Connection, StoreError> {
        let create = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = self.connect(create)?;
        migrate::check(&connection)?;
        self.configure(&connection)?;
        migrate::migrate(&mut connection)?;
        settle(&connection).map_err(StoreError::Open)?;
        Ok(connection)
    }

    /// A connection that may write, to a file that exists and is up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn connect_writer(&self) -> Result<Connection, StoreError> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.configure(&connection)?;
        settle(&connection).map_err(StoreError::Open)?;
        Ok(connection)
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn connect_reader(&self) -> Result<Connection, StoreError> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        self.configure(&connection)?;
        Ok(connection)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        if rusqlite::version_number() < OLDEST_SQLITE.0 {
            return Err(StoreError::SqliteTooOld {
                found: rusqlite::version(),
                needed: OLDEST_SQLITE.1,
            });
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match &self.options.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(&self.path, flags, vfs.as_str()),
            None => Connection::open_with_flags(&self.path, flags),
        }
        .map_err(StoreError::Open)
    }

    fn configure(&self, connection: &Connection) -> Result<(), StoreError> {
        let synchronous = match self.options.synchronous {
            Synchronous::Off => 0,
            Synchronous::Normal => 1,
            Synchronous::Full => 2,
        };
        // The first, so that no other waits for a lock in vain.
        set(connection, "busy_timeout", Value::Integer(5000))?;
        set(connection, "journal_mode", Value::Text("wal".to_owned()))?;
        for (name, value) in [
            ("synchronous", synchronous),
            // On Apple's systems a plain fsync does not reach the disk; elsewhere these change nothing.
            ("fullfsync", 1),
            ("checkpoint_fullfsync", 1),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("mmap_size", 0),
            ("secure_delete", 1),
            ("temp_store", 2),
        ] {
            set(connection, name, Value::Integer(value))?;
        }
        // Asked again after the file was read: right after the setting, SQLite answers "wal" even if it could not write
        // that down, and in the old mode a power cut takes the last commit.
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
            .map_err(StoreError::Open)?;
        check(connection, "journal_mode", &Value::Text("wal".to_owned()))?;
        let defensive = connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
            .map_err(StoreError::Open)?;
        if !defensive {
            return Err(StoreError::Setting("defensive"));
        }
        limit(connection).map_err(StoreError::Open)
    }
}

/// Makes durable whatever the file shows.
///
/// A process that was killed between writing and syncing leaves a commit in the system's cache: a new connection sees
/// it, and "that is here already" would be said of something that the next power cut takes. The checkpoint syncs the
/// log and copies it into the database; the commit after it begins a new log, because the truncation of the old one is
/// not synced. If others have the file open, the checkpoint leaves out what they use: they have settled it.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    connection.pragma_update(None, "user_version", version)
}

/// Sets a pragma and reads it back: SQLite ignores what it does not know or cannot do.
fn set(connection: &Connection, name: &'static str, value: Value) -> Result<(), StoreError> {
    connection
        .pragma_update_and_check(None, name, &value, |_| Ok(()))
        .or_else(|error| match error {
            // Most answer nothing when they are set.
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(StoreError::Open(other)),
        })?;
    check(connection, name, &value)
}

fn check(connection: &Connection, name: &'static str, value: &Value) -> Result<(), StoreError> {
    let found: Value = connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(StoreError::Open)?;
    if found == *value {
        Ok(())
    } else {
        Err(StoreError::Setting(name))
    }
}

fn limit(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    Ok(())
}
