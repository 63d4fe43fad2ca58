//! A folder of the run, gone after it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::BenchError;

/// A folder that is removed when this is dropped.
pub(super) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// A fresh folder in the given one, or in the system's temporary folder.
    pub(super) fn make(within: Option<&Path>) -> Result<Self, BenchError> {
        let within = within.map_or_else(std::env::temp_dir, Path::to_owned);
        let path = within.join(format!("doorstep-bench-{}", std::process::id()));
        fs::create_dir_all(&within)
            .and_then(|()| fs::create_dir(&path))
            .map_err(BenchError::io("making a folder for the bench"))?;
        Ok(Self { path })
    }

    /// A folder or a file in it.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies in a temporary folder.
        drop(fs::remove_dir_all(&self.path));
    }
}
