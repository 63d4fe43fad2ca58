//! One process a folder, and whether the last one ended cleanly.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::Path,
};

use crate::Error;

const OPENING: &str = "locking the folder";

/// The lock of a folder. While it is held the file says `open`; whoever finds it so was not the one who closed it.
pub(crate) struct FolderLock {
    file: File,
    was_unclean: bool,
}

impl FolderLock {
    /// Takes the lock, making the folder if there is none.
    pub(crate) fn take(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io(OPENING))?;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join("device.lock"))
            .map_err(Error::io(OPENING))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse),
            Err(TryLockError::Error(error)) => return Err(Error::io(OPENING)(error)),
        }
        let mut lock = Self {
            file,
            was_unclean: false,
        };
        lock.mark_open().map_err(Error::io(OPENING))?;
        Ok(lock)
    }

    fn mark_open(&mut self) -> std::io::Result<()> {
        let mut content = String::new();
        self.file.read_to_string(&mut content)?;
        self.was_unclean = !content.is_empty();
        if !self.was_unclean {
            self.file.rewind()?;
            self.file.write_all(b"open\n")?;
            // Else a power cut could take the mark and leave what it warns of.
            self.file.sync_data()?;
        }
        Ok(())
    }

    /// Whether the last holder was killed, noticed damage or could not write.
    pub(crate) const fn was_unclean(&self) -> bool {
        self.was_unclean
    }

    /// Says that all is in order; the lock itself goes with the value.
    pub(crate) fn mark_clean(&self) {
        // If this fails the next start looks more closely than it must: nothing to report.
        let _ = self.file.set_len(0);
    }
}
