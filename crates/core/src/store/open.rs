//! Opening the file: locked, looked at after an unclean end, set aside if it is damaged.

use std::path::Path;

use doorstep_domain::course::DERIVATION_VERSION;
use rusqlite::Connection;

use super::{
    Store, Synchronous,
    file::{self, DatabaseFile},
    folder_lock::FolderLock,
    rebuild::{rebuild, records},
    salvage,
    settings::{self, name},
};
use crate::{Environment, Error};

/// The name of the file in its folder.
pub(crate) const FILE_NAME: &str = "device.db";

/// SQLite's own check found this.
#[derive(Debug, thiserror::Error)]
#[error("the check of the file found damage")]
struct FoundDamage;

/// How the file is opened.
pub(crate) struct Opening<'o> {
    pub(crate) folder: &'o Path,
    pub(crate) key: Option<zeroize::Zeroizing<[u8; 32]>>,
    pub(crate) vfs: Option<String>,
    pub(crate) synchronous: Synchronous,
    pub(crate) environment: &'o Environment,
}

impl Store {
    /// Opens the file, makes it if there is none. A damaged one is set aside and what can be read of it goes into a new
    /// one; a newer one is refused and left as it is.
    pub(crate) fn open(opening: Opening<'_>) -> Result<Self, Error> {
        let lock = FolderLock::take(opening.folder)?;
        let path = opening.folder.join(FILE_NAME);
        let file = DatabaseFile::new(path, opening.vfs, opening.synchronous, opening.key);
        salvage::finish_interrupted(&file, opening.folder)?;
        let connection = match open_sound(&file, lock.was_unclean()) {
            Err(Error::Damaged { .. }) => {
                salvage::set_aside(&file, opening.folder, opening.environment)?
            }
            other => other?,
        };
        let made_by_other_rules = is_made_by_other_rules(&connection)?;
        let store = Self::of(file, connection, lock)?;
        if made_by_other_rules
            // A list of yesterday's rules is no reason to keep a technician out of his records.
            && let Err(error) = store.renew_read_model()
        {
            tracing::warn!(%error, "the list is as another version of the program made it");
        }
        Ok(store)
    }

    fn renew_read_model(&self) -> Result<(), Error> {
        self.write(|write| {
            rebuild(write)?;
            settings::set(write.connection()?, name::DERIVATION, DERIVATION_VERSION)
        })
    }
}

/// Whether the list was derived by other rules of the domain than this program's.
fn is_made_by_other_rules(connection: &Connection) -> Result<bool, Error> {
    let made_by = settings::get(connection, name::DERIVATION)?;
    Ok(made_by != Some(DERIVATION_VERSION) && !records(connection)?.is_empty())
}

fn open_sound(file: &DatabaseFile, was_unclean: bool) -> Result<Connection, Error> {
    let connection = file.create_or_open()?;
    if was_unclean {
        check(&connection)?;
        file::settle(&connection)?;
    }
    Ok(connection)
}

/// Looks at every page of the file.
pub(crate) fn check(connection: &Connection) -> Result<(), Error> {
    let doing = "checking the file after an unclean end";
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(Error::storage(doing))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::damaged(doing, FoundDamage))
    }
}
