//! The file below: the real one that the default file system has opened.

use std::ffi::c_int;

use rusqlite::ffi::{self, sqlite3_file};

use crate::disk::operate::RealFile;

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
pub(super) struct Real(pub(super) *mut sqlite3_file);

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

pub(super) use on_real;
