//! A disk cache that dies with the process: writes stay in memory until a sync carries them to the file.
//!
//! With it, `kill -9` of the process is as bad as a power cut that drops every unsynced write.

use std::collections::BTreeMap;
use std::ffi::c_int;
use std::path::{Path, PathBuf};

use rusqlite::ffi;

use super::operate::{RealFile, carry_out};
use super::record::{Change, FileId};

#[derive(Debug)]
struct HeldFile {
    path: PathBuf,
    /// What this process reads: with the writes that are not on the disk.
    content: Vec<u8>,
    unsynced: Vec<Change>,
}

/// The files as this process sees them.
#[derive(Debug, Default)]
pub(super) struct Held {
    files: BTreeMap<FileId, HeldFile>,
}

impl Held {
    pub(super) fn opened(&mut self, file: FileId, path: &Path, content: Vec<u8>) {
        self.files.insert(
            file,
            HeldFile {
                path: path.to_owned(),
                content,
                unsynced: Vec::new(),
            },
        );
    }

    /// Forgets the name; handles that are still open go on to see the content.
    pub(super) fn deleted(&mut self, path: &Path) {
        for held in self.files.values_mut().filter(|held| held.path == path) {
            held.path.clear();
        }
    }

    /// Whether a file of that name has content for this process.
    pub(super) fn exists(&self, path: &Path) -> bool {
        self.files
            .values()
            .any(|held| held.path == path && !held.content.is_empty())
    }

    pub(super) fn size(&self, file: FileId) -> Option<usize> {
        self.files.get(&file).map(|held| held.content.len())
    }

    /// Fills `buffer` as SQLite's `xRead` does: zeros past the end, and the code for a short read.
    pub(super) fn read(&self, file: FileId, buffer: &mut [u8], offset: usize) -> Option<c_int> {
        let held = self.files.get(&file)?;
        let there = held.content.get(offset..).unwrap_or_default();
        let length = there.len().min(buffer.len());
        let (filled, rest) = buffer.split_at_mut_checked(length)?;
        filled.copy_from_slice(there.get(..length)?);
        rest.fill(0);
        Some(if rest.is_empty() {
            ffi::SQLITE_OK
        } else {
            ffi::SQLITE_IOERR_SHORT_READ
        })
    }

    /// Takes the change, if the file is held.
    pub(super) fn change(&mut self, file: FileId, change: &Change) -> bool {
        let Some(held) = self.files.get_mut(&file) else {
            return false;
        };
        change.apply(&mut held.content);
        held.unsynced.push(change.clone());
        true
    }

    /// Carries what is unsynced to the real file; what a failure leaves is tried again by the next sync.
    pub(super) fn flush(&mut self, file: FileId, real: &mut dyn RealFile) -> c_int {
        let Some(held) = self.files.get_mut(&file) else {
            return ffi::SQLITE_OK;
        };
        for change in &held.unsynced {
            let code = carry_out(change, real);
            if code != ffi::SQLITE_OK {
                return code;
            }
        }
        held.unsynced.clear();
        ffi::SQLITE_OK
    }
}
