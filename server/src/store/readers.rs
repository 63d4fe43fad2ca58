//! A few connections that cannot write, each lent to one query at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::{DatabaseFile, StoreError};

/// Queries that run at once. More would not be faster: they share the processor and the disk.
const MOST: usize = 4;

pub(super) struct Readers {
    file: DatabaseFile,
    pool: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    lent: usize,
}

impl Readers {
    pub(super) fn new(file: DatabaseFile) -> Self {
        Self {
            file,
            pool: Mutex::default(),
            returned: Condvar::new(),
        }
    }

    /// Waits until fewer than [`MOST`] are lent, and opens a connection if none is idle.
    pub(super) fn lend<T, E: From<StoreError>>(
        &self,
        query: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let _loan = self.wait();
        let idle = self.pool().idle.pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.file.connect_reader()?,
        };
        let outcome = query(&mut connection);
        // After a panic it does not come back, and the next query opens a new one.
        self.pool().idle.push(connection);
        outcome
    }

    fn wait(&self) -> Loan<'_> {
        let mut pool = self
            .returned
            .wait_while(self.pool(), |pool| pool.lent >= MOST)
            .unwrap_or_else(PoisonError::into_inner);
        pool.lent += 1;
        Loan(self)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        // Nothing that can panic runs under the lock: a poisoned one still guards a sound pool.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the [`MOST`] places; free again when dropped, whatever happened.
struct Loan<'a>(&'a Readers);

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.0.pool().lent -= 1;
        self.0.returned.notify_one();
    }
}
