//! SQLite and nothing else: the connection of the bounds, with the settings that a device's file is opened with.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::BenchError;

/// The file in a device's folder.
pub(super) const FILE_NAME: &str = "device.db";

/// As `core` opens a device's file; there each is read back as well.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = wal; PRAGMA synchronous = FULL;
    PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1; PRAGMA foreign_keys = 1; PRAGMA trusted_schema = 0;
    PRAGMA cell_size_check = 1; PRAGMA mmap_size = 0; PRAGMA secure_delete = 1; PRAGMA temp_store = MEMORY;";

/// A connection that may write.
pub(super) fn writer(path: &Path) -> Result<Connection, BenchError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// A connection that cannot.
pub(super) fn reader(path: &Path) -> Result<Connection, BenchError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, BenchError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch(SETTINGS)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}
