//! Backup and restore of a whole data folder: database, photos, certificate and keys.
//!
//! A backup is a folder like the server's own, taken while the server works. Whoever has it can enrol devices in the
//! organisation's name: keep it as safe as the server.
//!
//! A restored server has a new epoch. By that every device notices that what it was told is stored may be gone, and
//! brings again what it holds.

mod files;
mod restore;
mod take;

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

pub use self::{restore::restore, take::back_up};
use crate::{data_folder::DataFolderError, environment::NoRandomness, store::StoreError};

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something lies where the backup should go, or the rest of one that was cut off.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// A backup lacks one of its files.
    #[error("the file {0} is missing")]
    Missing(&'static str),
    /// The copy is not sound: it was not put anywhere.
    #[error("the copy of the database is damaged")]
    Damaged,
    /// A data folder is in use, or one of its files cannot be read or written.
    #[error("the data folder could not be used")]
    Folder(#[from] DataFolderError),
    /// A file or folder could not be made, moved or carried to the disk.
    #[error("a file could not be put in its place")]
    File(#[from] io::Error),
    /// A database could not be opened.
    #[error("the database could not be opened")]
    Store(#[from] StoreError),
    /// A database could not be copied or checked.
    #[error("the database could not be copied")]
    Statement(#[from] rusqlite::Error),
    /// No new epoch could be drawn.
    #[error("a new epoch could not be drawn")]
    Random(#[from] NoRandomness),
}

/// Copies a database, also one that is being written, to a file that does not exist yet. SQLite leaves the copy to
/// the system's cache: it is checked here, but not yet carried to the disk.
fn copy_database(from: &Path, to: &Path) -> Result<(), BackupError> {
    let no_text = || io::Error::from(io::ErrorKind::InvalidFilename);
    let target = to.to_str().ok_or_else(no_text)?;
    // Without the server's settings: they would write to the file, which may be the only backup.
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.execute("VACUUM INTO ?1", [target])?;
    check(&Connection::open(to)?)
}

fn check(connection: &Connection) -> Result<(), BackupError> {
    let verdict: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let mut strays = connection.prepare("PRAGMA foreign_key_check")?;
    if verdict == "ok" && !strays.exists([])? {
        Ok(())
    } else {
        Err(BackupError::Damaged)
    }
}

#[cfg(test)]
mod tests;
