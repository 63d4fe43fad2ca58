//! A connection with its settings: set, read back, refused if they did not take.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit, types::Value};
use zeroize::Zeroizing;

use super::{Synchronous, migrate};
use crate::Error;

/// SQLite before this version can damage a WAL file when two connections write and checkpoint at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// The largest value of a row, in bytes: twice the largest document that the gate lets through.
const LONGEST_VALUE: i32 = 16 * 1024 * 1024;
/// The longest SQL text, in bytes; ours, migrations included, is far shorter.
const LONGEST_SQL: i32 = 100_000;
/// Kept prepared per connection: more than there are.
const STATEMENTS_KEPT: usize = 96;

/// Where the database is and how it is opened: all it takes to make a connection.
#[derive(Clone)]
pub(crate) struct DatabaseFile {
    path: PathBuf,
    vfs: Option<String>,
    synchronous: Synchronous,
    key: Option<Zeroizing<[u8; 32]>>,
}

impl DatabaseFile {
    pub(crate) fn new(
        path: PathBuf,
        vfs: Option<String>,
        synchronous: Synchronous,
        key: Option<Zeroizing<[u8; 32]>>,
    ) -> Self {
        Self {
            path,
            vfs,
            synchronous,
            key,
        }
    }

    /// The same kind of file at another place.
    pub(crate) fn at(&self, path: PathBuf) -> Self {
        Self {
            path,
            ..self.clone()
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The first connection: makes the file if there is none, and brings it to the newest version.
    pub(crate) fn create_or_open(&self) -> Result<Connection, Error> {
        let create = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = self.connect(create)?;
        migrate::check(&connection)?;
        self.configure(&connection)?;
        migrate::migrate(&mut connection)?;
        journal_is_wal(&connection)?;
        Ok(connection)
    }

    /// A connection that may write, to a file that exists and is up to date.
    pub(crate) fn open_writer(&self) -> Result<Connection, Error> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.configure(&connection)?;
        journal_is_wal(&connection)?;
        Ok(connection)
    }

    /// A connection that cannot write.
    pub(crate) fn open_reader(&self) -> Result<Connection, Error> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        self.configure(&connection)?;
        Ok(connection)
    }

    /// A connection to a file that may be damaged, of whatever version: nothing is set that needs a sound file, and
    /// closing it leaves the file and its log as they are.
    pub(crate) fn open_damaged(&self) -> Result<Connection, Error> {
        // Not read-only: reading a write-ahead log needs an index, which is made anew.
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let doing = Error::storage("opening a damaged file");
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .and_then(|_| connection.pragma_update(None, "query_only", 1))
            .map_err(doing)?;
        Ok(connection)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection, Error> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Error::Setting("sqlite_version"));
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match &self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(&self.path, flags, vfs.as_str()),
            None => Connection::open_with_flags(&self.path, flags),
        };
        let connection = connection.map_err(Error::storage("opening the database"))?;
        self.unlock(&connection)?;
        Ok(connection)
    }

    /// Gives the key, if the vault has one. A SQLite without encryption ignores the pragma and would write customers'
    /// data in the clear, so it is asked whether it can.
    fn unlock(&self, connection: &Connection) -> Result<(), Error> {
        let Some(key) = &self.key else { return Ok(()) };
        let mut pragma = Zeroizing::new(String::with_capacity(90));
        pragma.push_str("PRAGMA key = \"x'");
        for byte in key.iter() {
            for nibble in [byte >> 4, byte & 15] {
                pragma.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        pragma.push_str("'\"");
        connection
            .execute_batch(&pragma)
            .map_err(|_| Error::Setting("key"))?;
        let version =
            connection.pragma_query_value(None, "cipher_version", |row| row.get::<_, String>(0));
        version
            .map(drop)
            .map_err(|_| Error::Setting("cipher_version"))
    }

    fn configure(&self, connection: &Connection) -> Result<(), Error> {
        let synchronous = match self.synchronous {
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
        let defensive = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true);
        if !defensive.map_err(Error::storage("setting up the database"))? {
            return Err(Error::Setting("defensive"));
        }
        // Else SQLite prepares a statement anew whenever a value that its planner has looked at is another one; a page
        // of the list then takes a third longer.
        let stable = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
        if !stable.map_err(Error::storage("setting up the database"))? {
            return Err(Error::Setting("query_planner_stability"));
        }
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        limit(connection).map_err(Error::storage("setting up the database"))
    }
}

/// Makes durable whatever the file shows: needed when it is opened after a failed transaction or an unclean end, for what
/// is read then may be in the system's cache only, and after a failed sync the system may have marked it clean. Copying
/// the log into the database writes it anew; the commit at the end begins a new log, because SQLite does not sync the
/// truncation of the old one.
pub(crate) fn settle(connection: &Connection) -> Result<(), Error> {
    let doing = "making the database durable after an unclean end";
    let busy: bool = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(Error::storage(doing))?;
    if busy {
        return Err(Error::Setting("wal_checkpoint"));
    }
    let version = migrate::header(connection, "user_version")?;
    connection
        .pragma_update(None, "user_version", version)
        .map_err(Error::storage(doing))
}

/// Asked only after the file was read: the setting, and a question right after it, answer "wal" even if the commit of
/// the change to it has failed.
fn journal_is_wal(connection: &Connection) -> Result<(), Error> {
    let doing = "setting up the database";
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(Error::storage(doing))?;
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(Error::storage(doing))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(Error::Setting("journal_mode"))
    }
}

fn set(connection: &Connection, name: &'static str, value: Value) -> Result<(), Error> {
    let doing = "setting up the database";
    connection
        .pragma_update_and_check(None, name, &value, |_| Ok(()))
        .or_else(|error| match error {
            // Most answer nothing when they are set.
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(other),
        })
        .map_err(Error::storage(doing))?;
    let found: Value = connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(Error::storage(doing))?;
    if found == value {
        Ok(())
    } else {
        Err(Error::Setting(name))
    }
}

fn limit(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(())
}
