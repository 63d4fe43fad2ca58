//! What SQLite asks of the file system itself: opening, deleting, looking whether a file is there, and the rest.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::PathBuf;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::ffi::{self, sqlite3_file, sqlite3_vfs};

use super::file::METHODS;
use super::real::{Real, on_real};
use super::{Below, OpenFile, WrappedFile};
use crate::disk::fail::Operation;
use crate::disk::operate::lock;

/// What our file system stands on.
///
/// # Safety
/// `vfs` is a file system that [`Registration::new`] has made, as in each callback that SQLite calls on it.
unsafe fn below<'a>(vfs: *mut sqlite3_vfs) -> &'a Below {
    // SAFETY: `pAppData` is the `Below` that was given away for ever.
    unsafe { &*(*vfs).pAppData.cast::<Below>() }
}

/// # Safety
/// `name` is a C string.
unsafe fn path(name: *const c_char) -> PathBuf {
    // SAFETY: by the contract above.
    PathBuf::from(
        unsafe { CStr::from_ptr(name) }
            .to_string_lossy()
            .into_owned(),
    )
}

pub(super) unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    const LOGS: c_int =
        ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
    /// What has to survive; all else is temporary.
    const KEPT: c_int = ffi::SQLITE_OPEN_MAIN_DB | LOGS;
    let wrapped = file.cast::<WrappedFile>();
    // SAFETY: SQLite gives `szOsFile` bytes, aligned for pointers: room for a `WrappedFile` and the file below, which
    // starts right after it. A null `pMethods` tells SQLite that there is nothing to close. The name is a C string
    // or null and goes on as it is, with the parameters that SQLite keeps behind its end.
    unsafe {
        (*wrapped).base.pMethods = ptr::null();
        let below = below(vfs);
        let mut state = lock(&below.state);
        if let Err(code) = state.faults.admit(Operation::Open) {
            return code;
        }
        let real = wrapped.add(1).cast::<sqlite3_file>();
        (*real).pMethods = ptr::null();
        let Some(open_real) = (*below.vfs).xOpen else {
            return ffi::SQLITE_CANTOPEN;
        };
        let mut code = open_real(below.vfs, name, real, flags, out_flags);
        let mut file = None;
        if code == ffi::SQLITE_OK
            && !name.is_null()
            && flags & KEPT != 0
            && flags & ffi::SQLITE_OPEN_DELETEONCLOSE == 0
        {
            match state.opened(&path(name), &mut Real(real)) {
                Ok(known) => file = Some(known),
                Err(failed) => code = failed,
            }
        }
        if code != ffi::SQLITE_OK {
            if !(*real).pMethods.is_null() {
                on_real!(real, xClose());
            }
            return code;
        }
        let syncs_folder =
            AtomicBool::new(flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & LOGS != 0);
        let state = Arc::clone(&below.state);
        (*wrapped).open = Box::into_raw(Box::new(OpenFile {
            state,
            file,
            syncs_folder,
            real,
        }));
        (*wrapped).base.pMethods = METHODS;
    }
    ffi::SQLITE_OK
}

pub(super) unsafe extern "C" fn delete(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: the file system is ours, and the name is a C string.
    let (below, path) = unsafe { (below(vfs), path(name)) };
    lock(&below.state).delete(&path, sync_folder != 0, || {
        // SAFETY: the file system below is registered for ever.
        match unsafe { (*below.vfs).xDelete } {
            // SAFETY: called with its own file system and SQLite's arguments.
            Some(delete) => unsafe { delete(below.vfs, name, sync_folder) },
            None => ffi::SQLITE_IOERR_DELETE,
        }
    })
}

pub(super) unsafe extern "C" fn access(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    answer: *mut c_int,
) -> c_int {
    // SAFETY: the file system is ours, and the name is a C string.
    let (below, path) = unsafe { (below(vfs), path(name)) };
    if flags == ffi::SQLITE_ACCESS_EXISTS && lock(&below.state).holds(&path) {
        // SAFETY: SQLite gives a valid place for the answer.
        unsafe { *answer = 1 };
        return ffi::SQLITE_OK;
    }
    // SAFETY: called with its own file system and SQLite's arguments.
    match unsafe { (*below.vfs).xAccess } {
        // SAFETY: as above.
        Some(access) => unsafe { access(below.vfs, name, flags, answer) },
        None => ffi::SQLITE_IOERR_ACCESS,
    }
}

type Symbol = Option<unsafe extern "C" fn(*mut sqlite3_vfs, *mut c_void, *const c_char)>;

/// Callbacks on the file system that go straight through.
macro_rules! forward_vfs {
    ($($name:ident => $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty, else $missing:expr;)*) => {$(
        pub(super) unsafe extern "C" fn $name(vfs: *mut sqlite3_vfs $(, $argument: $kind)*) -> $answer {
            // SAFETY: the file system is ours; the arguments are SQLite's own, meant for the file system below.
            unsafe {
                let real = below(vfs).vfs;
                match (*real).$method {
                    Some(method) => method(real $(, $argument)*),
                    None => $missing,
                }
            }
        }
    )*};
}

forward_vfs! {
    full_pathname => xFullPathname(name: *const c_char, length: c_int, full: *mut c_char) -> c_int,
        else ffi::SQLITE_CANTOPEN;
    dl_open => xDlOpen(name: *const c_char) -> *mut c_void, else ptr::null_mut();
    dl_error => xDlError(length: c_int, message: *mut c_char) -> (), else ();
    dl_sym => xDlSym(library: *mut c_void, name: *const c_char) -> Symbol, else None;
    dl_close => xDlClose(library: *mut c_void) -> (), else ();
    randomness => xRandomness(length: c_int, bytes: *mut c_char) -> c_int, else 0;
    sleep => xSleep(microseconds: c_int) -> c_int, else 0;
    current_time => xCurrentTime(julian_day: *mut f64) -> c_int, else ffi::SQLITE_ERROR;
    get_last_error => xGetLastError(length: c_int, message: *mut c_char) -> c_int, else 0;
    current_time_int64 => xCurrentTimeInt64(julian_milliseconds: *mut i64) -> c_int, else ffi::SQLITE_ERROR;
}
