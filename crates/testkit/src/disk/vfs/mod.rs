//! The file system as SQLite sees it: C structs of callbacks around the default ("unix") one.
//!
//! [`Registration`] tells SQLite of it; `system` holds the callbacks of the file system, `file` those of an open file.
//!
//! Every callback either goes to [`State`](super::operate::State) or straight through to the file system below.
//! Locks and shared memory always go through, so several connections and processes work as usual.

#![allow(
    unsafe_code,
    reason = "SQLite takes a file system only as C structs of callbacks; all of it is here and below"
)]

mod file;
mod real;
mod system;

use std::ffi::{CString, c_int};
use std::ptr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_vfs};

use super::operate::State;
use super::record::FileId;

/// What `pAppData` of our file system points to.
struct Below {
    state: Arc<Mutex<State>>,
    vfs: *mut sqlite3_vfs,
}

/// What SQLite allocates for each open file: this, and right after it the file of the file system below.
#[repr(C)]
struct WrappedFile {
    base: sqlite3_file,
    open: *mut OpenFile,
}

struct OpenFile {
    state: Arc<Mutex<State>>,
    /// `None` for temporary files, which need not survive anything.
    file: Option<FileId>,
    /// Whether the next successful sync is one of the folder too. The unix file system does that at the first sync of
    /// each journal and log that it was asked to create, and never for the database itself.
    syncs_folder: AtomicBool,
    real: *mut sqlite3_file,
}

/// A file system that is registered with SQLite, until it is dropped.
pub(super) struct Registration {
    vfs: *mut sqlite3_vfs,
}

// SAFETY: the pointer is only handed back to SQLite, whose registry of file systems has a lock of its own.
unsafe impl Send for Registration {}
// SAFETY: as above; nothing is read or written through a shared reference.
unsafe impl Sync for Registration {}

impl Registration {
    /// Registers a file system around the default one. `Err` with SQLite's code; `SQLITE_BUSY` if the name is taken.
    pub(super) fn new(name: CString, state: Arc<Mutex<State>>) -> Result<Self, c_int> {
        // Two threads that look for the same name at once must not both find it free.
        static REGISTERING: Mutex<()> = Mutex::new(());
        let _registering = REGISTERING.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the name is a C string, and null asks for the default; both only look into SQLite's registry,
        // which lives as long as the process.
        let (taken, real) = unsafe {
            (
                ffi::sqlite3_vfs_find(name.as_ptr()),
                ffi::sqlite3_vfs_find(ptr::null()),
            )
        };
        if !taken.is_null() {
            return Err(ffi::SQLITE_BUSY);
        }
        // SAFETY: a registered file system stays valid, and its fields do not change.
        let Some(default) = (unsafe { real.as_ref() }) else {
            return Err(ffi::SQLITE_NOTFOUND);
        };
        let own_bytes =
            c_int::try_from(size_of::<WrappedFile>()).map_err(|_| ffi::SQLITE_TOOBIG)?;
        // Both are given away for ever: a connection may outlive the registration and go on to use them.
        let vfs = Box::into_raw(Box::new(sqlite3_vfs {
            iVersion: default.iVersion.min(3),
            szOsFile: own_bytes + default.szOsFile,
            mxPathname: default.mxPathname,
            pNext: ptr::null_mut(),
            zName: name.into_raw(),
            pAppData: Box::into_raw(Box::new(Below { state, vfs: real })).cast(),
            xOpen: Some(system::open),
            xDelete: Some(system::delete),
            xAccess: Some(system::access),
            xFullPathname: Some(system::full_pathname),
            xDlOpen: Some(system::dl_open),
            xDlError: Some(system::dl_error),
            xDlSym: Some(system::dl_sym),
            xDlClose: Some(system::dl_close),
            xRandomness: Some(system::randomness),
            xSleep: Some(system::sleep),
            xCurrentTime: Some(system::current_time),
            xGetLastError: Some(system::get_last_error),
            xCurrentTimeInt64: Some(system::current_time_int64),
            // The calls to the system are shared by the whole process: replace them in the real file system.
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the struct is complete and never freed; 0 leaves the default as it is.
        match unsafe { ffi::sqlite3_vfs_register(vfs, 0) } {
            ffi::SQLITE_OK => Ok(Self { vfs }),
            code => Err(code),
        }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        // SAFETY: `vfs` was registered by `new` and is still valid. Open connections keep their own pointer to it.
        unsafe { ffi::sqlite3_vfs_unregister(self.vfs) };
    }
}
