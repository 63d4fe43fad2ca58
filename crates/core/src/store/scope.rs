//! What a use case may ask while it makes one change.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, SubsecRound as _};
use doorstep_domain::{
    deadline::{Moment, corrected::Claim},
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{FileAdded, Record, ServerHeard, SignPurpose},
    rights::Role,
    van::{Movement, VanMonth},
};
use doorstep_evidence::{chain::FIRST, digest::Digest, jws};
use doorstep_replica::{ChangeHash, Heads};
use rusqlite::Connection;

use super::{
    Identity, files, record_number,
    statements::{self, NewStatement},
    van,
};
use crate::{Error, device::Inner};

/// The server's clock as it was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastServerTime {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// Milliseconds that passed since, by a clock that nobody can set; unknown if the program was started again.
    pub elapsed_ms: Option<i64>,
}

impl LastServerTime {
    /// What a device that has seen this claims of a moment.
    pub(crate) fn claim(seen: Option<Self>, now: DateTime<FixedOffset>) -> Claim {
        Claim {
            claimed: now,
            last_server: seen.and_then(|seen| DateTime::from_timestamp_millis(seen.at_ms)),
            elapsed_ms: seen.and_then(|seen| seen.elapsed_ms),
        }
    }
}

/// What a statement says about its place among this device's statements, and about the moment it was sealed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainPlace {
    /// The device's counter, from 1.
    pub counter: u64,
    /// The digest of the device's statement before; none in the first.
    pub previous: Option<Digest>,
    /// Random, so that the digest of a statement cannot be guessed.
    pub nonce: [u8; 16],
    /// The device that seals.
    pub device: DeviceId,
    /// The device's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock as it was last seen.
    pub server_time: Option<LastServerTime>,
    /// The record's heads before this change, on which the statement stands.
    pub heads: Heads,
}

/// What came of a change.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The record as it reads now.
    pub record: Arc<Record>,
    /// The change; none if nothing differed.
    pub change: Option<ChangeHash>,
}

/// What a use case may ask while it makes one change.
pub struct Scope<'w> {
    connection: &'w Connection,
    device: &'w Inner,
    identity: Arc<Identity>,
    record: RecordId,
    heads: Heads,
    now: DateTime<FixedOffset>,
    /// Drawn once, so that making an id cannot fail.
    seed: [u8; 16],
    /// The clock at the begin, milliseconds since 1970: ids are not before it.
    ids_from_ms: u64,
    last_id: (u64, u16),
    sealed: bool,
    /// What happens to the stock of the technician's van with it.
    movements: Vec<(EntryId, Movement)>,
    /// A step failed, which the use case may not have passed on.
    failed: bool,
}

impl<'w> Scope<'w> {
    pub(crate) fn new(
        connection: &'w Connection,
        device: &'w Inner,
        record: RecordId,
        heads: Heads,
        last_id: (u64, u16),
    ) -> Result<Self, Error> {
        let now = device.environment.clock.now();
        Ok(Self {
            connection,
            device,
            identity: device.store.identity()?,
            record,
            heads,
            // Whole seconds: nobody reads more off a wall clock, and every entry carries it for ever.
            now: now.trunc_subsecs(0),
            // Ids count finer: a program that was killed and started again within a second has forgotten the last one.
            ids_from_ms: u64::try_from(now.timestamp_millis()).unwrap_or(0),
            seed: device.environment.draw()?,
            last_id,
            sealed: false,
            movements: Vec::new(),
            failed: false,
        })
    }

    /// The moment of this change: the same however often it is asked.
    #[must_use]
    pub const fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// What this device knows of the server's clock, as entries carry it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn heard(&mut self) -> Result<Option<ServerHeard>, Error> {
        let seen = self.device.last_server_time(self.connection);
        Ok(self.note(seen)?.map(|seen| ServerHeard {
            at_ms: seen.at_ms,
            elapsed_ms: seen.elapsed_ms,
        }))
    }

    /// The moment of this change, corrected by what is known of the server's clock.
    ///
    /// # Errors
    /// What the disk says.
    pub fn corrected_now(&mut self) -> Result<Moment, Error> {
        let seen = self.device.last_server_time(self.connection);
        let seen = self.note(seen)?;
        let corrected = LastServerTime::claim(seen, self.now).corrected();
        Ok(corrected.at.trunc_subsecs(0))
    }

    /// Who makes the change.
    #[must_use]
    pub fn person(&self) -> &PersonId {
        &self.identity.person
    }

    /// What he may do.
    #[must_use]
    pub fn role(&self) -> Role {
        self.identity.role
    }

    /// Who this device is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The record that is changed or made.
    #[must_use]
    pub const fn record(&self) -> RecordId {
        self.record
    }

    /// An id for a new entry; later ones sort after earlier ones.
    pub fn new_entry_id(&mut self) -> EntryId {
        let now_ms = self.ids_from_ms;
        let (last_ms, last_count) = self.last_id;
        // 12 bits are left for the count; a clock that was set back does not bring old times again.
        self.last_id = match last_count {
            _ if now_ms > last_ms => (now_ms, 0),
            0..=0xffe => (last_ms, last_count + 1),
            _ => (last_ms.saturating_add(1), 0),
        };
        let (unix_ms, count) = self.last_id;
        let random = Digest::of(
            &[
                self.seed.as_slice(),
                &count.to_be_bytes(),
                &unix_ms.to_be_bytes(),
            ]
            .concat(),
        );
        let mut rest = [0; 10];
        let bytes = count.to_be_bytes().into_iter().chain(random.0);
        rest.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        EntryId(uuid::Builder::from_unix_timestamp_millis(unix_ms, &rest).into_uuid())
    }

    /// A new record number (维修单号) that no other device can allot: the date, the device's number with three
    /// characters drawn at every start, which a copy of the data does not share, and a counter.
    ///
    /// # Errors
    /// What the disk says.
    pub fn next_number(&mut self) -> Result<String, Error> {
        let allotted = record_number::allot(
            self.connection,
            self.now.date_naive(),
            self.identity.number,
            &self.device.number_code,
        );
        self.note(allotted)
    }

    /// Seals a statement as the next one of this device. `make_payload` gets its place and writes canonical JSON. The
    /// statement is stored with the change; if the change does not come about, it never was.
    ///
    /// # Errors
    /// What `make_payload` says, [`Error::Vault`], or what the disk says.
    pub fn seal<E>(
        &mut self,
        purpose: SignPurpose,
        make_payload: impl FnOnce(&ChainPlace) -> Result<Vec<u8>, E>,
    ) -> Result<Digest, Error>
    where
        Error: From<E>,
    {
        let place = self.place();
        let place = self.note(place)?;
        let payload = make_payload(&place)?;
        let jws = jws::seal(&payload, &*self.device.vault, &self.identity.certificate)?;
        let digest = Digest::of(jws.as_bytes());
        let kept = self.keep(&place, purpose, &jws, digest);
        self.note(kept)?;
        self.sealed = true;
        Ok(digest)
    }

    /// Something happens to the stock of this technician's van, in the same transaction: the van's entry gets this id.
    pub fn move_in_van(&mut self, what: Movement) -> EntryId {
        let id = self.new_entry_id();
        self.movements.push((id, what));
        id
    }

    /// The van documents that are here, as this transaction has them.
    ///
    /// # Errors
    /// [`Error::Damaged`] or what the disk says.
    pub(crate) fn vans(&self) -> Result<Vec<VanMonth>, Error> {
        van::vans(self.connection)
    }

    /// Writes down that a file and its preview, whose bytes are on the disk, are here and to be sent.
    pub(crate) fn keep_file(&mut self, file: &FileAdded) -> Result<(), Error> {
        for content in file.contents() {
            let digest = content
                .digest
                .parse()
                .map_err(|error| Error::refused("text", error))?;
            let kept = files::insert(
                self.connection,
                &content,
                digest,
                false,
                self.now.timestamp_millis(),
            );
            self.note(kept)?;
        }
        Ok(())
    }

    fn place(&self) -> Result<ChainPlace, Error> {
        let end = statements::chain_end(self.connection)?;
        let (counter, previous) = end.map_or((FIRST, None), |(counter, digest)| {
            (counter + 1, Some(digest))
        });
        Ok(ChainPlace {
            counter,
            previous,
            nonce: self.device.environment.draw()?,
            device: self.identity.device,
            at: self.now,
            server_time: self.device.last_server_time(self.connection)?,
            heads: self.heads.clone(),
        })
    }

    fn keep(
        &self,
        place: &ChainPlace,
        purpose: SignPurpose,
        jws: &str,
        digest: Digest,
    ) -> Result<(), Error> {
        let new = NewStatement {
            digest,
            record: self.record,
            device: place.device,
            counter: Some(place.counter),
            previous: place.previous,
            purpose: purpose.code(),
            jws,
            at_ms: self.now.timestamp_millis(),
            acknowledged: false,
        };
        statements::insert(self.connection, &new)?;
        statements::set_chain_end(self.connection, place.counter, digest)
    }

    fn note<T>(&mut self, outcome: Result<T, Error>) -> Result<T, Error> {
        self.failed |= outcome.is_err();
        outcome
    }

    /// What is left of the scope once the use case has said what to edit.
    pub(crate) fn end(self) -> Result<Asked, Error> {
        if self.failed {
            return Err(Error::refused("step_failed", StepFailed));
        }
        Ok(Asked {
            last_id: self.last_id,
            sealed: self.sealed,
            movements: self.movements,
        })
    }
}

/// What a use case took from its scope.
pub(crate) struct Asked {
    /// The time and the count of the last id that was given.
    pub(crate) last_id: (u64, u16),
    /// Whether it sealed a statement.
    pub(crate) sealed: bool,
    /// What it does to the stock of the technician's van.
    pub(crate) movements: Vec<(EntryId, Movement)>,
}

/// A use case went on after a step of it had failed.
#[derive(Debug, thiserror::Error)]
#[error("a step of the change failed before")]
struct StepFailed;
