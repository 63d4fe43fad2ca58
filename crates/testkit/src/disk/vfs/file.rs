//! What SQLite asks of an open file.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::slice;
use std::sync::atomic::Ordering;

use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods};

use super::real::{Real, on_real};
use super::{OpenFile, WrappedFile};
use crate::disk::fail::Operation;
use crate::disk::operate::lock;

pub(super) const METHODS: &sqlite3_io_methods = &sqlite3_io_methods {
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

/// What belongs to a file that SQLite gives back to us.
///
/// # Safety
/// `file` was filled in by [`open`](super::system::open) and is not closed while the answer is used; SQLite promises both for each
/// callback in [`METHODS`].
unsafe fn opened<'a>(file: *mut sqlite3_file) -> (&'a OpenFile, Real) {
    // SAFETY: `open` has put a boxed `OpenFile` there, and only `close` takes it away.
    let open = unsafe { &*(*file.cast::<WrappedFile>()).open };
    (open, Real(open.real))
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
