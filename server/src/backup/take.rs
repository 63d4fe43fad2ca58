//! Taking a backup while the server works.

use std::{fs, fs::File, io, path::Path};

use super::{BackupError, copy_database, files::carry_over};
use crate::data_folder::{DataFolder, make_private_folder, sync_folder_of};

/// Copies a data folder to a folder that does not exist yet. It appears under its name only when it is whole,
/// checked and on the disk. Blocks until then.
///
/// # Errors
/// [`BackupError`]; what was begun then lies beside the target, with `.unfinished` at its end.
pub fn back_up(data: &Path, to: &Path) -> Result<(), BackupError> {
    let data = DataFolder::at(data);
    let no_name = || io::Error::from(io::ErrorKind::InvalidFilename);
    let name = to.file_name().ok_or_else(no_name)?;
    let mut unfinished = name.to_owned();
    unfinished.push(".unfinished");
    let unfinished = DataFolder::at(&to.with_file_name(unfinished));
    for path in [to, unfinished.path()] {
        if fs::exists(path)? {
            return Err(BackupError::Exists(path.to_owned()));
        }
    }
    make_private_folder(unfinished.path())?;
    unfinished.make()?;
    copy_database(&data.database(), &unfinished.database())?;
    File::open(unfinished.database())?.sync_all()?;
    // After the database: whatever it knows to be whole lies there by now.
    carry_over(data.path(), unfinished.path())?;
    for name in DataFolder::FILES {
        let text = data.read(name)?.ok_or(BackupError::Missing(name))?;
        unfinished.write(name, &text)?;
    }
    // Writing the files carried their folders to the disk; what is left is the new name.
    fs::rename(unfinished.path(), to)?;
    Ok(sync_folder_of(to)?)
}
