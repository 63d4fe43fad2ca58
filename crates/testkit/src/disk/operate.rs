//! What happens at each operation: faults first, then the real file or the cache, then the log.
//!
//! The callbacks of [`vfs`](super::vfs) hold the lock on [`State`] for the whole of an operation, the real one
//! included. So no write can slip into the log before a sync that did not cover it.

use std::collections::BTreeMap;
use std::ffi::c_int;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use super::fail::{Faults, Operation};
use super::hold::Held;
use super::record::{Change, FileId, Recording};

/// The file of the file system below. Answers are SQLite's codes; sizes and offsets are in bytes.
pub(super) trait RealFile {
    fn read(&mut self, buffer: &mut [u8], offset: usize) -> c_int;
    fn write(&mut self, data: &[u8], offset: usize) -> c_int;
    fn truncate(&mut self, size: usize) -> c_int;
    fn sync(&mut self, flags: c_int) -> c_int;
    fn size(&mut self) -> Result<usize, c_int>;
}

/// Locks the state. A panic elsewhere must not become a second one inside a callback, which would abort.
pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the change on the file below.
pub(super) fn carry_out(change: &Change, real: &mut dyn RealFile) -> c_int {
    match change {
        Change::Write { offset, data } => real.write(data, *offset),
        Change::Truncate { size } => real.truncate(*size),
    }
}

/// All that one simulated disk knows.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) faults: Faults,
    pub(super) recording: Option<Recording>,
    pub(super) held: Option<Held>,
    pub(super) acknowledged: Vec<u64>,
    /// The file that each path means now.
    names: BTreeMap<PathBuf, FileId>,
    opened: u32,
}

impl State {
    /// Whether a file was opened yet; recording and holding have to begin before.
    pub(super) fn is_fresh(&self) -> bool {
        self.opened == 0
    }

    /// Whether a file has content for this process alone: SQLite takes an empty file for none, and the one on the disk
    /// may still be empty.
    pub(super) fn holds(&self, path: &Path) -> bool {
        self.held.as_ref().is_some_and(|held| held.exists(path))
    }

    pub(super) fn acknowledge(&mut self, number: u64) {
        self.acknowledged.push(number);
        if let Some(recording) = &mut self.recording {
            recording.acknowledged(number);
        }
    }

    /// Which file `path` means; its content is read through `real`, because opening the file a second time would
    /// drop the process's locks on it when that handle is closed.
    pub(super) fn opened(&mut self, path: &Path, real: &mut dyn RealFile) -> Result<FileId, c_int> {
        if let Some(file) = self.names.get(path) {
            return Ok(*file);
        }
        let file = FileId(self.opened);
        let mut content = Vec::new();
        if self.recording.is_some() || self.held.is_some() {
            content.resize(real.size()?, 0);
            let code = if content.is_empty() {
                ffi::SQLITE_OK
            } else {
                real.read(&mut content, 0)
            };
            if code != ffi::SQLITE_OK {
                return Err(code);
            }
        }
        self.opened += 1;
        self.names.insert(path.to_owned(), file);
        if let Some(held) = &mut self.held {
            held.opened(file, path, content.clone());
        }
        if let Some(recording) = &mut self.recording {
            recording.opened(file, path, content);
        }
        Ok(file)
    }

    pub(super) fn read(
        &mut self,
        file: Option<FileId>,
        real: &mut dyn RealFile,
        buffer: &mut [u8],
        offset: usize,
    ) -> c_int {
        if let Err(code) = self.faults.admit(Operation::Read) {
            return code;
        }
        let held = self
            .held
            .as_ref()
            .zip(file)
            .and_then(|(held, file)| held.read(file, buffer, offset));
        held.unwrap_or_else(|| real.read(buffer, offset))
    }

    pub(super) fn write(
        &mut self,
        file: Option<FileId>,
        real: &mut dyn RealFile,
        data: &[u8],
        offset: usize,
    ) -> c_int {
        if let Err(code) = self.faults.admit(Operation::Write) {
            let half = data.get(..data.len() / 2).unwrap_or_default();
            self.change(
                file,
                real,
                Change::Write {
                    offset,
                    data: half.to_vec(),
                },
            );
            return code;
        }
        if self.faults.limits_space() {
            let size = match self.current_size(file, real) {
                Ok(size) => size,
                Err(code) => return code,
            };
            if let Err(fits) = self
                .faults
                .take_space(size, offset.saturating_add(data.len()))
            {
                let kept = size
                    .saturating_sub(offset)
                    .saturating_add(fits)
                    .min(data.len());
                let beginning = data.get(..kept).unwrap_or_default();
                self.change(
                    file,
                    real,
                    Change::Write {
                        offset,
                        data: beginning.to_vec(),
                    },
                );
                return ffi::SQLITE_FULL;
            }
        }
        self.change(
            file,
            real,
            Change::Write {
                offset,
                data: data.to_vec(),
            },
        )
    }

    pub(super) fn truncate(
        &mut self,
        file: Option<FileId>,
        real: &mut dyn RealFile,
        size: usize,
    ) -> c_int {
        if let Err(code) = self.faults.admit(Operation::Truncate) {
            return code;
        }
        if self.faults.limits_space() {
            let before = self.current_size(file, real).unwrap_or(size);
            self.faults.give_space(before.saturating_sub(size));
        }
        self.change(file, real, Change::Truncate { size })
    }

    /// `folder`: the file system below syncs the folder too if this succeeds.
    pub(super) fn sync(
        &mut self,
        file: Option<FileId>,
        real: &mut dyn RealFile,
        flags: c_int,
        folder: bool,
    ) -> c_int {
        let mut code = self
            .faults
            .admit(Operation::Sync)
            .err()
            .unwrap_or(ffi::SQLITE_OK);
        if let (ffi::SQLITE_OK, Some((held, file))) = (code, self.held.as_mut().zip(file)) {
            code = held.flush(file, real);
        }
        if code == ffi::SQLITE_OK {
            code = real.sync(flags);
        }
        match self.recording.as_mut().zip(file) {
            Some((recording, file)) if code == ffi::SQLITE_OK => recording.synced(file, folder),
            Some((recording, file)) => recording.sync_failed(file),
            None => {}
        }
        code
    }

    pub(super) fn size(
        &mut self,
        file: Option<FileId>,
        real: &mut dyn RealFile,
    ) -> Result<usize, c_int> {
        self.faults.admit(Operation::Size)?;
        self.current_size(file, real)
    }

    /// `real_delete` deletes the file below; `durable` if it syncs the folder too.
    pub(super) fn delete(
        &mut self,
        path: &Path,
        durable: bool,
        real_delete: impl FnOnce() -> c_int,
    ) -> c_int {
        if let Err(code) = self.faults.admit(Operation::Delete) {
            return code;
        }
        let taken_bytes =
            fs::metadata(path).map_or(0, |file| usize::try_from(file.len()).unwrap_or(usize::MAX));
        let code = real_delete();
        if code == ffi::SQLITE_OK {
            self.faults.give_space(taken_bytes);
            self.names.remove(path);
            if let Some(held) = &mut self.held {
                held.deleted(path);
            }
            if let Some(recording) = &mut self.recording {
                recording.deleted(path, durable);
            }
        }
        code
    }

    fn current_size(&self, file: Option<FileId>, real: &mut dyn RealFile) -> Result<usize, c_int> {
        match self
            .held
            .as_ref()
            .zip(file)
            .and_then(|(held, file)| held.size(file))
        {
            Some(size) => Ok(size),
            None => real.size(),
        }
    }

    /// Carries out a change on the cache or the real file, and logs it once it is done.
    fn change(&mut self, file: Option<FileId>, real: &mut dyn RealFile, change: Change) -> c_int {
        let is_held = self
            .held
            .as_mut()
            .zip(file)
            .is_some_and(|(held, file)| held.change(file, &change));
        let code = if is_held {
            ffi::SQLITE_OK
        } else {
            carry_out(&change, real)
        };
        if let (ffi::SQLITE_OK, Some((recording, file))) = (code, self.recording.as_mut().zip(file))
        {
            recording.changed(file, change);
        }
        code
    }
}
