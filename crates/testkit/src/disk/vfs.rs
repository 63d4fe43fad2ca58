//! The file system as SQLite sees it: C structs of callbacks around the default ("unix") one.
//!
//! Every callback either goes to [`State`](super::operate::State) or straight through to the file system below.
//! Locks and shared memory always go through, so several connections and processes work as usual.

#![allow(
    unsafe_code,
    reason = "SQLite takes a file system only as C structs of callbacks; all of it is here"
)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::PathBuf;
use std::ptr;
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods, sqlite3_vfs};

use super::fail::Operation;
use super::operate::{RealFile, State, lock};
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
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: Some(dl_open),
            xDlError: Some(dl_error),
            xDlSym: Some(dl_sym),
            xDlClose: Some(dl_close),
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: Some(get_last_error),
            xCurrentTimeInt64: Some(current_time_int64),
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

/// Calls a method of the file `$real`, which has to be open.
macro_rules! on_real {
    ($real:expr, $method:ident($($argument:expr),*)) => {{
        let real: *mut sqlite3_file = $real;
        match (*(*real).pMethods).$method {
            Some(method) => method(real $(, $argument)*),
            None => ffi::SQLITE_IOERR,
        }
    }};
}

/// The file below, which is open as long as this value lives.
struct Real(*mut sqlite3_file);

impl RealFile for Real {
    fn read(&mut self, buffer: &mut [u8], offset: usize) -> c_int {
        let (Ok(length), Ok(offset)) = (c_int::try_from(buffer.len()), i64::try_from(offset))
        else {
            return ffi::SQLITE_IOERR_READ;
        };
        // SAFETY: the file is open, and the buffer is valid for `length` bytes.
        unsafe { on_real!(self.0, xRead(buffer.as_mut_ptr().cast(), length, offset)) }
    }

    fn write(&mut self, data: &[u8], offset: usize) -> c_int {
        let (Ok(length), Ok(offset)) = (c_int::try_from(data.len()), i64::try_from(offset)) else {
            return ffi::SQLITE_IOERR_WRITE;
        };
        if length == 0 {
            return ffi::SQLITE_OK;
        }
        // SAFETY: the file is open, and the data is valid for `length` bytes.
        unsafe { on_real!(self.0, xWrite(data.as_ptr().cast(), length, offset)) }
    }

    fn truncate(&mut self, size: usize) -> c_int {
        let Ok(size) = i64::try_from(size) else {
            return ffi::SQLITE_IOERR_TRUNCATE;
        };
        // SAFETY: the file is open.
        unsafe { on_real!(self.0, xTruncate(size)) }
    }

    fn sync(&mut self, flags: c_int) -> c_int {
        // SAFETY: the file is open.
        unsafe { on_real!(self.0, xSync(flags)) }
    }

    fn size(&mut self) -> Result<usize, c_int> {
        let mut size = 0;
        // SAFETY: the file is open, and `size` outlives the call.
        match unsafe { on_real!(self.0, xFileSize(&raw mut size)) } {
            ffi::SQLITE_OK => usize::try_from(size).map_err(|_| ffi::SQLITE_IOERR_FSTAT),
            code => Err(code),
        }
    }
}

/// What belongs to a file that SQLite gives back to us.
///
/// # Safety
/// `file` was filled in by [`open`] and is not closed while the answer is used; SQLite promises both for each
/// callback in [`METHODS`].
unsafe fn opened<'a>(file: *mut sqlite3_file) -> (&'a OpenFile, Real) {
    // SAFETY: `open` has put a boxed `OpenFile` there, and only `close` takes it away.
    let open = unsafe { &*(*file.cast::<WrappedFile>()).open };
    (open, Real(open.real))
}

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

const METHODS: &sqlite3_io_methods = &sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};

unsafe extern "C" fn open(
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

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `open` made the box, SQLite closes a file once and calls nothing on it afterwards.
    let open = unsafe { Box::from_raw((*file.cast::<WrappedFile>()).open) };
    // SAFETY: the file below is still open.
    unsafe { on_real!(open.real, xClose()) }
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    buffer: *mut c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), usize::try_from(offset)) else {
        return ffi::SQLITE_IOERR_READ;
    };
    // SAFETY: the file is open (see `opened`), and SQLite's buffer has room for `length` bytes. It may be
    // uninitialised memory of SQLite's heap, so it is set to zeros before Rust sees it as bytes.
    let (open, mut real, buffer) = unsafe {
        let (open, real) = opened(file);
        ptr::write_bytes(buffer.cast::<u8>(), 0, length);
        (
            open,
            real,
            slice::from_raw_parts_mut(buffer.cast::<u8>(), length),
        )
    };
    lock(&open.state).read(open.file, &mut real, buffer, offset)
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    data: *const c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), usize::try_from(offset)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: the file is open (see `opened`), and SQLite's data is valid for `length` bytes during the call.
    let (open, mut real, data) = unsafe {
        let (open, real) = opened(file);
        (open, real, slice::from_raw_parts(data.cast::<u8>(), length))
    };
    lock(&open.state).write(open.file, &mut real, data, offset)
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    let Ok(size) = usize::try_from(size) else {
        return ffi::SQLITE_IOERR_TRUNCATE;
    };
    // SAFETY: see `opened`.
    let (open, mut real) = unsafe { opened(file) };
    lock(&open.state).truncate(open.file, &mut real, size)
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: see `opened`.
    let (open, mut real) = unsafe { opened(file) };
    let code = lock(&open.state).sync(
        open.file,
        &mut real,
        flags,
        open.syncs_folder.load(Ordering::Relaxed),
    );
    if code == ffi::SQLITE_OK {
        open.syncs_folder.store(false, Ordering::Relaxed);
    }
    code
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: see `opened`.
    let (open, mut real) = unsafe { opened(file) };
    let found = lock(&open.state).size(open.file, &mut real);
    match found.map(i64::try_from) {
        Ok(Ok(bytes)) => {
            // SAFETY: SQLite gives a valid place for the answer.
            unsafe { *size = bytes };
            ffi::SQLITE_OK
        }
        Ok(Err(_)) => ffi::SQLITE_IOERR_FSTAT,
        Err(code) => code,
    }
}

unsafe extern "C" fn file_control(
    file: *mut sqlite3_file,
    operation: c_int,
    argument: *mut c_void,
) -> c_int {
    // Growing in chunks would change the file past the log.
    if matches!(
        operation,
        ffi::SQLITE_FCNTL_CHUNK_SIZE | ffi::SQLITE_FCNTL_SIZE_HINT
    ) {
        return ffi::SQLITE_OK;
    }
    // SAFETY: see `opened`; the argument is what SQLite means for this operation.
    unsafe { on_real!(opened(file).1.0, xFileControl(operation, argument)) }
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    mapped: *mut *mut c_void,
) -> c_int {
    // SAFETY: see `opened`.
    let (open, real) = unsafe { opened(file) };
    if let Err(code) = lock(&open.state).faults.admit(Operation::Map) {
        return code;
    }
    // SAFETY: the file below is open, and `mapped` is SQLite's place for the answer.
    unsafe { on_real!(real.0, xShmMap(page, size, extend, mapped)) }
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: see `opened`.
    unsafe {
        let real = opened(file).1.0;
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

/// Never gives memory-mapped pages: each read has to pass [`read`], to be able to fail.
unsafe extern "C" fn fetch(
    _file: *mut sqlite3_file,
    _offset: i64,
    _length: c_int,
    page: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite gives a valid place for the answer; null means "read it".
    unsafe { *page = ptr::null_mut() };
    ffi::SQLITE_OK
}

unsafe extern "C" fn unfetch(_file: *mut sqlite3_file, _offset: i64, _page: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

/// Callbacks on a file that go straight through.
macro_rules! forward_file {
    ($($name:ident => $method:ident($($argument:ident: $kind:ty),*);)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $kind)*) -> c_int {
            // SAFETY: see `opened`; the arguments are SQLite's own, meant for the file below.
            unsafe { on_real!(opened(file).1.0, $method($($argument),*)) }
        }
    )*};
}

forward_file! {
    take_lock => xLock(level: c_int);
    unlock => xUnlock(level: c_int);
    check_reserved_lock => xCheckReservedLock(answer: *mut c_int);
    sector_size => xSectorSize();
    device_characteristics => xDeviceCharacteristics();
    shm_lock => xShmLock(offset: c_int, count: c_int, flags: c_int);
    shm_unmap => xShmUnmap(delete: c_int);
}

unsafe extern "C" fn delete(
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

unsafe extern "C" fn access(
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
        unsafe extern "C" fn $name(vfs: *mut sqlite3_vfs $(, $argument: $kind)*) -> $answer {
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
