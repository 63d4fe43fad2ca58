//! A few connections that cannot write, each lent to one query at a time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::file::DatabaseFile;
use crate::Error;

/// Connections that wait for the next query; what was open beyond that is closed again.
const IDLE_MAX: usize = 3;

pub(crate) struct Readers {
    file: DatabaseFile,
    pool: Mutex<Pool>,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    /// Counts how often everything was forgotten: who comes back from before is closed.
    generation: u64,
    closed: bool,
}

impl Readers {
    pub(crate) fn new(file: DatabaseFile) -> Self {
        Self {
            file,
            pool: Mutex::default(),
        }
    }

    /// Runs a query in one read transaction: it sees one moment of the file.
    pub(crate) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (idle, generation) = {
            let mut pool = self.pool();
            if pool.closed {
                return Err(Error::Closed);
            }
            (pool.idle.pop(), pool.generation)
        };
        let connection = match idle {
            Some(connection) => connection,
            None => self.file.open_reader()?,
        };
        let outcome = within_a_moment(&connection, query);
        let mut pool = self.pool();
        if outcome.is_ok()
            && pool.generation == generation
            && !pool.closed
            && pool.idle.len() < IDLE_MAX
        {
            pool.idle.push(connection);
        }
        outcome
    }

    /// Closes what is idle, and what is lent when it comes back.
    pub(crate) fn forget(&self) {
        let mut pool = self.pool();
        pool.generation += 1;
        pool.idle.clear();
    }

    pub(crate) fn close(&self) {
        let mut pool = self.pool();
        pool.closed = true;
        pool.idle.clear();
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        // Nothing that can panic runs under the lock: a poisoned one still guards a sound pool.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn within_a_moment<T>(
    connection: &Connection,
    query: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    let moment = connection
        .unchecked_transaction()
        .map_err(Error::storage("reading"))?;
    let outcome = query(&moment)?;
    // It wrote nothing; ending it is all there is to do.
    moment.rollback().map_err(Error::storage("reading"))?;
    Ok(outcome)
}
