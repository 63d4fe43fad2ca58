//! A simulated disk: a SQLite file system around the real one that records, fails and forgets on demand.
//!
//! [`FaultDisk::register`] makes one under a name of its own; open databases on it with
//! `Connection::open_with_flags_and_vfs`. Everything goes through to the real files, locks and shared memory included,
//! and on top of that
//! - [`record`](FaultDisk::record) logs every operation, and [`CrashImages`] builds from the log what a power cut at
//!   any point may have left,
//! - [`fail_at`](FaultDisk::fail_at) makes the n-th operation fail, and [`limit_space`](FaultDisk::limit_space) fills
//!   the disk,
//! - [`hold_unsynced`](FaultDisk::hold_unsynced) keeps every write in memory until a sync, so that killing the process
//!   is as bad as a power cut.
//!
//! It sees what SQLite does. A file that the program itself writes, renames or deletes is not seen.

mod fail;
mod hold;
mod operate;
mod rebuild;
mod record;
mod vfs;

use std::ffi::{CString, c_int};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

pub use self::fail::{Fault, Repeat};
pub use self::rebuild::{CrashImage, CrashImages, Loss};
pub use self::record::{Acknowledged, Recording};

use self::hold::Held;
use self::operate::{State, lock};
use self::vfs::Registration;

/// Why a simulated disk cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// SQLite knows a file system of that name.
    #[error("a file system of this name is registered")]
    NameTaken,
    /// The name cannot be given to SQLite.
    #[error("the name of a file system cannot hold a zero byte")]
    Name,
    /// SQLite refused the file system.
    #[error("SQLite refused the file system with code {0}")]
    Refused(c_int),
    /// Recording and holding have to begin before the first file is opened.
    #[error("files are open on this disk")]
    InUse,
    /// There is no recording to hand out.
    #[error("nothing was recorded on this disk")]
    NotRecording,
    /// The folder to record cannot be resolved.
    #[error("resolving the folder to record")]
    Folder(#[source] io::Error),
}

/// Where a workload reports what it was told is durable. Any thread may.
#[derive(Debug, Clone)]
pub struct Acknowledgements {
    state: Arc<Mutex<State>>,
}

impl Acknowledgements {
    /// `number` was confirmed to the user: from here on no fault may take it away.
    pub fn confirm(&self, number: u64) {
        lock(&self.state).acknowledge(number);
    }
}

/// A disk under the control of a test. Dropping it takes the name away; connections that are still open go on.
pub struct FaultDisk {
    name: String,
    state: Arc<Mutex<State>>,
    _registration: Registration,
}

impl fmt::Debug for FaultDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultDisk")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl FaultDisk {
    /// Registers a file system called `name` that wraps the default one and, so far, does nothing else.
    ///
    /// # Errors
    /// When the name is taken or no C string.
    pub fn register(name: &str) -> Result<Self, DiskError> {
        let state = Arc::new(Mutex::new(State::default()));
        let c_name = CString::new(name).map_err(|_| DiskError::Name)?;
        let registration =
            Registration::new(c_name, Arc::clone(&state)).map_err(|code| match code {
                rusqlite::ffi::SQLITE_BUSY => DiskError::NameTaken,
                code => DiskError::Refused(code),
            })?;
        Ok(Self {
            name: name.to_owned(),
            state,
            _registration: registration,
        })
    }

    /// Registers one under a name that nobody else in this process has.
    pub(crate) fn register_unique() -> Result<Self, DiskError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self::register(&format!(
            "doorstep-disk-{}",
            NEXT.fetch_add(1, Ordering::Relaxed)
        ))
    }

    /// The name for `Connection::open_with_flags_and_vfs`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Logs from now on everything that is done to files beneath `folder`.
    ///
    /// # Errors
    /// When a file was opened on this disk before, or the folder is not there.
    pub fn record(&self, folder: &Path) -> Result<(), DiskError> {
        // SQLite resolves links in the names of files before it opens them.
        let folder = folder.canonicalize().map_err(DiskError::Folder)?;
        let mut state = lock(&self.state);
        if !state.is_fresh() {
            return Err(DiskError::InUse);
        }
        state.recording = Some(Recording::new(folder));
        Ok(())
    }

    /// Ends the recording and hands it out.
    ///
    /// # Errors
    /// When nothing was recorded.
    pub fn take_recording(&self) -> Result<Recording, DiskError> {
        lock(&self.state)
            .recording
            .take()
            .ok_or(DiskError::NotRecording)
    }

    /// Keeps writes in the memory of this process until a sync, and loses them with it. Other processes do not see
    /// them: meant for a program that is the only one on its files and gets killed, see [`kill`](crate::kill).
    ///
    /// # Errors
    /// When a file was opened on this disk before.
    pub fn hold_unsynced(&self) -> Result<(), DiskError> {
        let mut state = lock(&self.state);
        if !state.is_fresh() {
            return Err(DiskError::InUse);
        }
        state.held = Some(Held::default());
        Ok(())
    }

    /// Notes that a number was confirmed after everything that was done so far.
    pub fn mark(&self, Acknowledged(number): Acknowledged) {
        lock(&self.state).acknowledge(number);
    }

    /// A handle with which any thread may [`mark`](Self::mark) numbers.
    #[must_use]
    pub fn acknowledgements(&self) -> Acknowledgements {
        Acknowledgements {
            state: Arc::clone(&self.state),
        }
    }

    /// The numbers that were confirmed, in order.
    #[must_use]
    pub fn acknowledged(&self) -> Vec<u64> {
        lock(&self.state).acknowledged.clone()
    }

    /// Lets the `nth` operation from now (1 is the next) that `fault` strikes fail. Replaces an earlier call.
    pub fn fail_at(&self, nth: u64, fault: Fault, repeat: Repeat) {
        lock(&self.state).faults.arm(nth, fault, repeat);
    }

    /// Leaves room for files to grow by `bytes` altogether; past that, writes fail with `SQLITE_FULL` after what
    /// still fits. Truncated and deleted files give their bytes back.
    pub fn limit_space(&self, bytes: usize) {
        lock(&self.state).faults.limit_space(bytes);
    }

    /// Ends all faults and gives unlimited space.
    pub fn heal(&self) {
        lock(&self.state).faults.heal();
    }

    /// How many operations were asked for so far that `fault` strikes.
    #[must_use]
    pub fn operations(&self, fault: Fault) -> u64 {
        lock(&self.state).faults.operations(fault)
    }

    /// How many operations were made to fail so far.
    #[must_use]
    pub fn faults_struck(&self) -> u64 {
        lock(&self.state).faults.struck()
    }
}
