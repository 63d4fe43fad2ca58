//! Putting a backup in the place of a server's data.

use std::{fs, fs::File, path::Path};

use rusqlite::{Connection, TransactionBehavior, params};

use super::{BackupError, copy_database, files::carry_over};
use crate::{
    data_folder::{DataFolder, FolderUse, make_private_folder, sync_folder_of},
    environment::Environment,
    store::{DatabaseFile, StoreOptions},
};

/// How many device numbers are passed over: those that the server may have given since the backup, so that a device
/// that enrolled in between keeps its own.
const NUMBERS_LEFT_FREE: i64 = 100;

/// Restores a backup into a data folder, new or old. What lies there is not deleted but set aside, in a folder
/// `set-aside-…` inside: it may hold what no backup has. The restored server has a new epoch, no logins, and no open
/// enrolment codes, because some of them may have been used since. Blocks until all is on the disk.
///
/// # Errors
/// [`BackupError::Folder`] if a server or an admin command works in the folder. After any error the restore can
/// be repeated.
pub fn restore(backup: &Path, data: &Path, environment: &Environment) -> Result<(), BackupError> {
    let (backup, data) = (DataFolder::at(backup), DataFolder::at(data));
    let mut files = Vec::new();
    for name in DataFolder::FILES {
        files.push((name, backup.read(name)?.ok_or(BackupError::Missing(name))?));
    }
    data.make()?;
    let _lock = data.lock(FolderUse::Replace)?;
    let incoming = data.path().join("restoring.db");
    if fs::exists(&incoming)? {
        // Of a restore that was cut off: a copy of a backup, nothing else.
        fs::remove_file(&incoming)?;
    }
    copy_database(&backup.database(), &incoming)?;
    begin_epoch(&incoming, environment)?;
    File::open(&incoming)?.sync_all()?;
    carry_over(backup.path(), data.path())?;
    set_aside(&data, environment.now_ms())?;
    data.make()?;
    for (name, text) in files {
        data.write(name, &text)?;
    }
    // Last: without it there is no organisation, and whoever looks sees that the restore did not end.
    fs::rename(&incoming, data.database())?;
    Ok(sync_folder_of(&data.database())?)
}

/// Brings the copy to this program's version and makes it a server that knows that it was restored.
fn begin_epoch(incoming: &Path, environment: &Environment) -> Result<(), BackupError> {
    let epoch: [u8; 16] = environment.draw()?;
    let file = DatabaseFile::new(incoming, StoreOptions::default());
    let mut connection = file.connect_and_migrate()?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "UPDATE organisation SET epoch = ?1, next_device_number = next_device_number + ?2",
        params![epoch, NUMBERS_LEFT_FREE],
    )?;
    transaction.execute_batch(
        "DELETE FROM session;
         DELETE FROM login_link;
         DELETE FROM enrolment_code WHERE used_at_ms IS NULL;",
    )?;
    transaction.commit()?;
    // Closing the only connection empties the write-ahead log, so that the file is whole without it.
    connection
        .close()
        .map_err(|(_, error): (Connection, _)| BackupError::Statement(error))
}

fn set_aside(data: &DataFolder, now_ms: i64) -> Result<(), BackupError> {
    let names = [
        "doorstep.db",
        "doorstep.db-wal",
        "doorstep.db-shm",
        DataFolder::ORGANISATION,
        DataFolder::CA_KEY,
        DataFolder::OFFICE_KEY,
    ];
    let mut there = Vec::new();
    for name in names {
        if fs::exists(data.path().join(name))? {
            there.push(name);
        }
    }
    if there.is_empty() {
        return Ok(());
    }
    let aside = data.path().join(format!("set-aside-{now_ms}"));
    make_private_folder(&aside.join("keys"))?;
    for name in there {
        fs::rename(data.path().join(name), aside.join(name))?;
    }
    File::open(aside.join("keys"))?.sync_all()?;
    File::open(&aside)?.sync_all()?;
    Ok(sync_folder_of(&aside)?)
}
