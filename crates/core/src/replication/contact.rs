//! One contact with the server, without I/O: requests out, answers in.

use doorstep_sync::{
    codec,
    message::{Answer, Request},
    session::{Session, SessionError},
};

use super::{SyncError, SyncReport, keeper::Keeper, memory::Memory};
use crate::{
    Device, Error, Notice,
    store::{
        archive,
        settings::{self, name},
    },
};

/// Bytes of changes in one request: some five thousand changes, well below what a server takes.
const PUSH_BYTES: usize = 1024 * 1024;

/// One contact. Stopping anywhere loses nothing.
pub struct Contact {
    device: Device,
    session: Session,
    memory: Memory,
}

impl Contact {
    /// A new contact. One at a time goes on with a device.
    #[must_use]
    pub fn new(device: &Device) -> Self {
        Self {
            device: device.clone(),
            session: Session::new(0, PUSH_BYTES),
            memory: Memory::default(),
        }
    }

    /// The next message to the server; nothing when the contact has come to its end.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`], [`Error::Vault`], or what the disk says.
    pub fn request(&mut self) -> Result<Option<Vec<u8>>, Error> {
        self.device.identity()?;
        let asked: Result<Option<Request>, _> =
            Keeper::within(&self.device.inner, &mut self.memory, |keeper| {
                self.session.request(keeper).map_err(session_error)
            });
        let Some(request) = asked? else {
            self.end()?;
            return Ok(None);
        };
        self.memory.report.requests += 1;
        Ok(Some(
            codec::encode(&request)
                .map_err(SyncError::Codec)
                .map_err(Error::Sync)?,
        ))
    }

    /// Takes the server's answer to the last message.
    ///
    /// # Errors
    /// [`Error::Sync`], or what the disk says.
    pub fn receive(&mut self, answer: &[u8]) -> Result<(), Error> {
        let answer: Answer = codec::decode(answer)
            .map_err(SyncError::Codec)
            .map_err(Error::Sync)?;
        Keeper::within(&self.device.inner, &mut self.memory, |keeper| {
            self.session.receive(keeper, &answer).map_err(session_error)
        })?;
        self.memory.report.repaired = self.session.repaired();
        if self.session.finished() {
            // The server has just answered from the place where this device stands: what it once acknowledged it has. A
            // while later it may have been restored.
            while archive::put_away(&self.device.inner)? > 0 {}
        }
        Ok(())
    }

    /// What was done so far.
    #[must_use]
    pub const fn report(&self) -> SyncReport {
        self.memory.report
    }

    fn end(&self) -> Result<(), Error> {
        let now = self.device.inner.environment.clock.now().to_rfc3339();
        self.device.inner.store.write(|write| {
            settings::set(write.connection()?, name::LAST_CONTACT, now)?;
            write.tell(Notice::Status);
            Ok(())
        })
    }
}

fn session_error(error: SessionError<Error>) -> Error {
    match error {
        SessionError::Store(error) => error,
        SessionError::Answer => Error::Sync(SyncError::Answer),
        SessionError::Repair => Error::Sync(SyncError::Repair),
    }
}
