//! What the protocol's session asks of the file, in few transactions.
//!
//! An answer may bring hundreds of records; one commit each would wait for the disk hundreds of times, one for all
//! would keep the technician's edits waiting. So calls share a transaction until it has lasted [`SHARED_MS`]. That is
//! sound because every call may be done again: what was not committed comes with the next contact.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;
use doorstep_sync::{
    cursor::Cursor,
    digest::Holding,
    message::{Ack, Continuation, PageItem},
    session::{DeviceStore, Outgoing, PutOff},
};
use rusqlite::params;

use super::{acknowledge, cursor, holdings, memory::Memory, outgoing, page};
use crate::{
    Error,
    device::Inner,
    store::{
        Write, archive,
        settings::{self, name},
    },
};

/// How long calls share a transaction: longer than this nobody should wait for an edit.
const SHARED_MS: i64 = 50;

/// The file as the session sees it.
pub(super) struct Keeper<'k> {
    pub(super) device: &'k Inner,
    pub(super) memory: &'k mut Memory,
    write: Option<Write<'k>>,
    begun_ms: i64,
}

impl<'k> Keeper<'k> {
    /// Lets the session work, and commits what it did. After an error nothing stays of what was not committed.
    pub(super) fn within<T>(
        device: &'k Inner,
        memory: &'k mut Memory,
        work: impl FnOnce(&mut Keeper<'k>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut keeper = Keeper {
            device,
            memory,
            write: None,
            begun_ms: 0,
        };
        match work(&mut keeper).and_then(|outcome| keeper.flush().map(|()| outcome)) {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                if let Some(write) = keeper.write.take() {
                    write.give_up(&error);
                }
                Err(error)
            }
        }
    }

    /// Commits what is open.
    fn flush(&mut self) -> Result<(), Error> {
        self.write.take().map_or(Ok(()), Write::commit)
    }

    /// Does some work in the transaction that is open, or in a new one.
    fn writing<T>(
        &mut self,
        work: impl FnOnce(&mut Write<'k>, &Inner, &mut Memory) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now_ms = self.device.environment.clock.elapsed_ms();
        if now_ms.saturating_sub(self.begun_ms) > SHARED_MS {
            self.flush()?;
        }
        let mut write = match self.write.take() {
            Some(write) => write,
            None => {
                self.begun_ms = now_ms;
                self.device.store.begin()?
            }
        };
        let outcome = work(&mut write, self.device, self.memory);
        self.write = Some(write);
        outcome
    }
}

impl DeviceStore for Keeper<'_> {
    type Error = Error;

    fn cursor(&mut self) -> Result<Option<Cursor>, Error> {
        self.flush()?;
        self.device.store.read(cursor::read)
    }

    fn outgoing(&mut self, bytes_max: usize, put_off: &PutOff) -> Result<Outgoing, Error> {
        self.flush()?;
        outgoing::outgoing(self.device, self.memory, bytes_max, put_off)
    }

    fn acknowledge(
        &mut self,
        document: RecordId,
        hashes: &[ChangeHash],
        ack: &Ack,
    ) -> Result<(), Error> {
        self.writing(|write, device, memory| {
            acknowledge::changes(write, device, memory, document, hashes, ack)
        })
    }

    fn acknowledge_statement(&mut self, digest: [u8; 32], ack: &Ack) -> Result<(), Error> {
        self.writing(|write, device, memory| {
            acknowledge::statement(write, device, memory, digest, ack)
        })
    }

    fn apply(&mut self, item: &PageItem, obey_leave: bool) -> Result<(), Error> {
        self.writing(|write, device, memory| page::apply(write, device, memory, item, obey_leave))
    }

    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), Error> {
        self.writing(|write, _, _| {
            cursor::forget_half_read(write.connection()?)?;
            cursor::write(write.connection()?, cursor)
        })
    }

    fn half_read(&mut self) -> Result<Option<Continuation>, Error> {
        self.flush()?;
        self.device.store.read(cursor::half_read)
    }

    fn set_half_read(&mut self, place: &Continuation) -> Result<(), Error> {
        self.writing(|write, _, _| cursor::write_half_read(write.connection()?, place))
    }

    fn send_whole(&mut self, documents: &[RecordId]) -> Result<(), Error> {
        self.writing(|write, _, _| {
            for document in documents {
                // It cannot be sent: what the server has of it comes, or the word that it is no longer for this device.
                archive::want(write.connection()?, *document)?;
                for table in ["change", "statement"] {
                    let sql = format!(
                        "UPDATE {table} SET state = 'once' WHERE document = ?1 AND state = 'acknowledged'"
                    );
                    write
                        .connection()?
                        .prepare_cached(&sql)
                        .and_then(|mut statement| statement.execute(params![document.as_bytes()]))
                        .map_err(Error::storage("preparing a record to be sent whole"))?;
                }
            }
            Ok(())
        })
    }

    fn holdings(&mut self) -> Result<BTreeMap<RecordId, Holding>, Error> {
        self.flush()?;
        self.device.store.read(holdings::holdings)
    }

    fn wanted(&mut self, asked: &BTreeSet<RecordId>, most: usize) -> Result<Vec<RecordId>, Error> {
        self.flush()?;
        self.device
            .store
            .read(|connection| archive::wanted(connection, asked, most))
    }

    fn closed_days(&mut self, days: Option<u32>) -> Result<(), Error> {
        self.writing(|write, _, _| match days {
            Some(days) => settings::set(write.connection()?, name::CLOSED_DAYS, days),
            None => settings::remove(write.connection()?, name::CLOSED_DAYS),
        })
    }

    fn server_time(&mut self, server_time_ms: i64) -> Result<(), Error> {
        let clock = &self.device.environment.clock;
        let (now_ms, elapsed_ms) = (clock.now().timestamp_millis(), clock.elapsed_ms());
        self.device.note_server_time(server_time_ms, elapsed_ms);
        self.writing(|write, _, _| {
            let connection = write.connection()?;
            settings::set(connection, name::SERVER_TIME_MS, server_time_ms)?;
            settings::set(
                connection,
                name::CLOCK_OFFSET_MS,
                now_ms.saturating_sub(server_time_ms),
            )
        })
    }
}
