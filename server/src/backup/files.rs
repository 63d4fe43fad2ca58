//! Photos and other files of a backup: each under its digest, so that only what is missing is carried over.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use doorstep_evidence::digest::Digest;

use super::BackupError;
use crate::data_folder::{make_private_folder, sync_folder_of};

/// Carries the contents that are whole from one data folder to another. What is there already stays: it has the same
/// name, so it is the same. On one disk a content is shared and not copied; it never changes.
pub(super) fn carry_over(from: &Path, to: &Path) -> Result<(), BackupError> {
    let (from, to) = (from.join("files"), to.join("files"));
    for room in list(&from)? {
        let name = room.file_name().unwrap_or_default();
        if !room.is_dir() || name.len() != 2 {
            continue;
        }
        let room_to = to.join(name);
        for content in list(&room)? {
            let digest = content.file_name().and_then(|name| name.to_str());
            if digest.is_some_and(|name| name.parse::<Digest>().is_ok()) {
                make_private_folder(&room_to)?;
                carry(&content, &room_to)?;
            }
        }
        if room_to.is_dir() {
            File::open(&room_to)?.sync_all()?;
            sync_folder_of(&room_to)?;
        }
    }
    if to.is_dir() {
        sync_folder_of(&to)?;
    }
    Ok(())
}

fn carry(content: &Path, room: &Path) -> io::Result<()> {
    let target = room.join(content.file_name().unwrap_or_default());
    if target.is_file() || fs::hard_link(content, &target).is_ok() {
        return Ok(());
    }
    // Under another name first: half of a content must never have its name.
    let unfinished = target.with_extension("unfinished");
    fs::copy(content, &unfinished)?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, &target)
}

fn list(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
