//! The smallest store there is: numbers in two tables that must agree. The yardstick of the harnesses themselves, and
//! the example of how a store is plugged into them.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::workload::{AnyError, Found};

/// SQLite's promise at `COMMIT`, in WAL mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// Each commit is synced: what a store of Doorstep uses.
    Full,
    /// Synced only at checkpoints: the last commits may be lost.
    Normal,
    /// Never synced: the file may be destroyed.
    Off,
}

impl Synchronous {
    fn pragma(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
            Self::Off => "OFF",
        }
    }
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// Opens or creates the ledger in `dir` on the file system `vfs`.
    ///
    /// # Errors
    /// SQLite's own.
    pub fn open(dir: &Path, vfs: &str, synchronous: Synchronous) -> rusqlite::Result<Self> {
        let connection =
            Connection::open_with_flags_and_vfs(dir.join("ledger.db"), OpenFlags::default(), vfs)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", synchronous.pragma())?;
        // Small, so that a short workload runs through many checkpoints.
        connection.pragma_update(None, "wal_autocheckpoint", 12)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY) STRICT;",
        )?;
        // Only asked after the file was read: the setting, and a question right after it, answer "wal" even if the
        // commit of the change has failed, and that error goes nowhere. Left in DELETE mode, where the end of the
        // journal is not synced, a power cut would take the last number.
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode != "wal" {
            return Err(rusqlite::Error::InvalidParameterName(format!(
                "journal_mode is {mode}"
            )));
        }
        Ok(Self { connection })
    }

    /// Writes one number into both tables in one transaction. Writing it again changes nothing, so that a caller who
    /// got an error may try again.
    ///
    /// # Errors
    /// SQLite's own; then the number may or may not be there.
    pub fn append(&mut self, number: u64) -> rusqlite::Result<()> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number = number.cast_signed();
        let note = format!("an entry of some length, so that pages fill up: {number:0>100}");
        transaction.execute(
            "INSERT OR IGNORE INTO entry (number, note) VALUES (?1, ?2)",
            (number, note),
        )?;
        transaction.execute(
            "INSERT OR IGNORE INTO outbox (number) VALUES (?1)",
            (number,),
        )?;
        transaction.commit()
    }

    /// Makes durable whatever the file shows: to be called after opening it again when a commit failed or the last
    /// process ended in the middle.
    ///
    /// What a new connection reads may be in the system's cache only: a number that is merely seen to be there must
    /// not be confirmed. After a failed sync not even a later commit makes it durable, since the system may have
    /// marked the pages of the log clean. Copying them into the database writes them anew. But SQLite does not sync
    /// the truncation of the log that follows, and the log of before, torn, would be read again after a power cut; the
    /// commit at the end begins a new one.
    ///
    /// A power cut in the middle of this may still destroy the file. Where it can, a store does not get here: the
    /// connection on which a commit failed does not count the doubtful pages, and writes over them when it tries again.
    ///
    /// # Errors
    /// SQLite's own; then nothing may be confirmed.
    pub fn settle(&self) -> rusqlite::Result<()> {
        let busy: bool =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
        if busy {
            return Err(rusqlite::Error::InvalidParameterName(
                "the log is in use".to_owned(),
            ));
        }
        let version: i64 = self
            .connection
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        self.connection.pragma_update(None, "user_version", version)
    }

    /// The connection, for tests that set further pragmas.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// Looks at what is left of a ledger, with the normal file system.
///
/// # Errors
/// When SQLite cannot open or read it.
pub fn find(dir: &Path) -> Result<Found, AnyError> {
    let connection = Connection::open(dir.join("ledger.db"))?;
    // Nobody else looks, and without shared memory to set up a look takes two thirds of the time.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", (), |row| row.get(0))?;
    let mut damage = (verdict != "ok").then_some(verdict);
    let tables: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'",
        (),
        |row| row.get(0),
    )?;
    if tables == 0 {
        return Ok(Found {
            damage,
            ..Found::default()
        });
    }
    let mut statement = connection.prepare("SELECT number FROM entry")?;
    let present = statement.query_map((), |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
    let present = present.collect::<Result<_, _>>()?;
    let halves = "SELECT count(*) FROM entry FULL JOIN outbox USING (number)
                  WHERE entry.note IS NULL OR outbox.rowid IS NULL";
    let halves: i64 = connection.query_row(halves, (), |row| row.get(0))?;
    if halves > 0 {
        damage.get_or_insert_with(|| format!("{halves} numbers are in one table only"));
    }
    Ok(Found { present, damage })
}
