//! Faults on demand: the n-th operation fails, or the disk is full.

use std::collections::BTreeMap;
use std::ffi::c_int;

use rusqlite::ffi;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Any operation fails with the I/O error of its kind. A write leaves the first half of its bytes behind.
    IoError,
    /// A write fails with `SQLITE_FULL` and leaves the first half of its bytes behind.
    Full,
    /// A sync fails, and what it should have made durable may stay volatile for ever: a later sync that succeeds
    /// says nothing about it, since the system has dropped or marked the pages clean (Rebello et al., "Can
    /// Applications Recover from fsync Failures?", USENIX ATC 2020).
    SyncFailure,
}

impl Fault {
    /// Every fault, for sweeps.
    pub const ALL: [Self; 3] = [Self::IoError, Self::Full, Self::SyncFailure];

    /// The code with which `operation` fails, `None` if this fault does not strike it.
    fn code(self, operation: Operation) -> Option<c_int> {
        match (self, operation) {
            (Self::Full, Operation::Write) => Some(ffi::SQLITE_FULL),
            (Self::IoError | Self::SyncFailure, Operation::Sync) => Some(ffi::SQLITE_IOERR_FSYNC),
            (Self::Full | Self::SyncFailure, _) => None,
            (Self::IoError, Operation::Open) => Some(ffi::SQLITE_CANTOPEN),
            (Self::IoError, Operation::Read) => Some(ffi::SQLITE_IOERR_READ),
            (Self::IoError, Operation::Write) => Some(ffi::SQLITE_IOERR_WRITE),
            (Self::IoError, Operation::Truncate) => Some(ffi::SQLITE_IOERR_TRUNCATE),
            (Self::IoError, Operation::Delete) => Some(ffi::SQLITE_IOERR_DELETE),
            (Self::IoError, Operation::Size) => Some(ffi::SQLITE_IOERR_FSTAT),
            (Self::IoError, Operation::Map) => Some(ffi::SQLITE_IOERR_SHMMAP),
        }
    }
}

/// How long it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repeat {
    /// The n-th operation fails, the next ones succeed.
    Once,
    /// The n-th and the next ones that the fault strikes fail, this many in all, the later ones succeed: long enough
    /// a spell outlasts the closing of the database.
    Times(u64),
    /// The n-th and all later operations that the fault strikes fail, until [`heal`](super::FaultDisk::heal).
    Sticky,
}

impl Repeat {
    /// Once, a short spell and for ever, for sweeps.
    pub const ALL: [Self; 3] = [Self::Once, Self::Times(4), Self::Sticky];

    fn times(self) -> u64 {
        match self {
            Self::Once => 1,
            Self::Times(times) => times,
            Self::Sticky => u64::MAX,
        }
    }
}

/// What SQLite asks of a disk and can be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
    Size,
    Map,
}

#[derive(Debug)]
struct Armed {
    /// Operations that still succeed.
    spared: u64,
    fault: Fault,
    /// Operations that fail after those.
    failing: u64,
}

/// Which operations fail.
#[derive(Debug, Default)]
pub(super) struct Faults {
    armed: Option<Armed>,
    operations: BTreeMap<Operation, u64>,
    struck: u64,
    /// Bytes by which files may still grow; `None`: no limit.
    space_bytes: Option<usize>,
}

impl Faults {
    pub(super) fn arm(&mut self, nth: u64, fault: Fault, repeat: Repeat) {
        self.armed = Some(Armed {
            spared: nth.saturating_sub(1),
            fault,
            failing: repeat.times(),
        });
    }

    pub(super) fn limit_space(&mut self, bytes: usize) {
        self.space_bytes = Some(bytes);
    }

    pub(super) fn heal(&mut self) {
        self.armed = None;
        self.space_bytes = None;
    }

    pub(super) fn operations(&self, fault: Fault) -> u64 {
        self.operations
            .iter()
            .filter(|(operation, _)| fault.code(**operation).is_some())
            .map(|(_, count)| count)
            .sum()
    }

    pub(super) fn struck(&self) -> u64 {
        self.struck
    }

    /// Counts `operation`; `Err` with SQLite's code if it shall fail.
    pub(super) fn admit(&mut self, operation: Operation) -> Result<(), c_int> {
        *self.operations.entry(operation).or_default() += 1;
        let Some(armed) = &mut self.armed else {
            return Ok(());
        };
        let Some(code) = armed.fault.code(operation) else {
            return Ok(());
        };
        if armed.spared > 0 {
            armed.spared -= 1;
            return Ok(());
        }
        if armed.failing == 0 {
            return Ok(());
        }
        armed.failing -= 1;
        self.struck += 1;
        Err(code)
    }

    /// Whether writes are measured at all, which costs a look at the size of the file.
    pub(super) fn limits_space(&self) -> bool {
        self.space_bytes.is_some()
    }

    /// Takes room for a file to grow from `size` to `end` bytes; `Err` with the bytes that still fit.
    pub(super) fn take_space(&mut self, size: usize, end: usize) -> Result<(), usize> {
        let Some(left) = &mut self.space_bytes else {
            return Ok(());
        };
        let growth = end.saturating_sub(size);
        if growth <= *left {
            *left -= growth;
            return Ok(());
        }
        self.struck += 1;
        Err(std::mem::take(left))
    }

    /// Gives back what a truncated or deleted file took.
    pub(super) fn give_space(&mut self, bytes: usize) {
        if let Some(left) = &mut self.space_bytes {
            *left = left.saturating_add(bytes);
        }
    }
}
