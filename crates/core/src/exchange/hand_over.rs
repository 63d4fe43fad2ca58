//! `exchange.hand_over`: making the file for a device that showed an offer.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    ids::{DeviceId, PersonId, RecordId},
    record::BadEntry,
};
use doorstep_evidence::{certificate::TrustedOrganisation, jws::Jws};
use doorstep_sync::{
    gate::actors_in_order,
    limits::{PUSH_CHANGES_MAX, PUSH_DOCUMENTS_MAX},
    message::StatementPush,
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{
    ExchangeError, PassOn,
    directory::{Authors, is_revoked},
    held,
    offer::Offer,
    parcel::Parcel,
    pass_on::has_it,
    seal::seal,
};
use crate::{
    Device, Error,
    records::{RecordName, UseCaseError},
    replication::outgoing::{Draft, keep_proofs, proof_of},
    store::documents::changes_after,
};

const DOING: &str = "packing records for another device";

/// Bytes of changes and statements in one file: what is more waits for another one.
const PARCEL_BYTES: usize = 8 * 1024 * 1024;

/// What is to be handed over, and to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandOver {
    /// The receiver's offer.
    pub offer: String,
    /// The records; none named: everything that the receiver lacks, if he is the same person.
    pub records: Vec<RecordName>,
    /// Why another person gets them.
    pub reason: String,
}

/// A record that is not in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The record.
    pub record: RecordId,
    /// `already_there`, `not_held` (only who holds a record passes it on), `no_proof` (somebody else's work of which this
    /// device has no proof yet), `too_large` or `another_file` (this one is full).
    pub code: &'static str,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// The file.
    pub file: Vec<u8>,
    /// Whose device it is for.
    pub to: PersonId,
    /// Which.
    pub device: DeviceId,
    /// The records in it.
    pub records: Vec<RecordId>,
    /// How many statements are in it.
    pub statements: usize,
    /// What is not.
    pub left_out: Vec<LeftOut>,
}

impl Device {
    /// Makes the file for an offer. To another person a record is passed on by an entry of its own, which is durable when
    /// this returns; to another device of the same person it just goes.
    ///
    /// # Errors
    /// [`ExchangeError`] as [`Error::Refused`], `missing` where a reason or the records are not given, [`Error::Vault`], or
    /// what the disk says.
    pub fn hand_over(&self, wanted: &HandOver) -> Result<HandedOver, Error> {
        let device = &*self.inner;
        let identity = device.store.identity()?;
        let organisation = TrustedOrganisation::from_pem(&identity.organisation)?;
        let mut records = self.chosen(wanted)?;
        let offer = Offer::read(&wanted.offer, &organisation)?;
        let (to, receiver) = (offer.receiver().person(), offer.receiver().device_id());
        if receiver == identity.device {
            return Err(ExchangeError::OwnOffer.into());
        }
        if device
            .store
            .read(|connection| is_revoked(connection, receiver))?
        {
            return Err(ExchangeError::Revoked.into());
        }
        let mut left_out = Vec::new();
        if *to != identity.person {
            if wanted.records.is_empty() || wanted.reason.trim().is_empty() {
                let lacks = if wanted.records.is_empty() {
                    "records"
                } else {
                    "reason"
                };
                return Err(UseCaseError::from(BadEntry::Missing(lacks)).into());
            }
            records = self.pass_on(records, to, &wanted.reason, &mut left_out)?;
        }
        let packing = Packing {
            own: identity.device,
            offer: &offer,
        };
        let packed = device
            .store
            .read(|connection| packing.pack(connection, &records, &mut left_out))?;
        let (mut fresh, mut parcel) = (Vec::new(), packed.parcel);
        let mut records = Vec::new();
        for draft in packed.drafts {
            records.push(draft.record);
            parcel
                .documents
                .push(draft.prove(device, identity.device, &mut fresh)?.push);
        }
        keep_proofs(device, &fresh)?;
        if records.is_empty() {
            return Err(ExchangeError::Nothing.into());
        }
        let file = seal(
            &parcel,
            &offer,
            &identity.certificate,
            &*device.vault,
            &device.environment,
        )?;
        Ok(HandedOver {
            file,
            to: to.clone(),
            device: receiver,
            records,
            statements: parcel.statements.len(),
            left_out,
        })
    }

    fn chosen(&self, wanted: &HandOver) -> Result<Vec<RecordId>, Error> {
        if wanted.records.is_empty() {
            let store = &self.inner.store;
            return store.read(|connection| held::records(connection, None));
        }
        let mut seen = BTreeSet::new();
        let mut records = Vec::new();
        for name in &wanted.records {
            let record = self.find(name)?;
            if seen.insert(record) {
                records.push(record);
            }
        }
        Ok(records)
    }

    /// Writes the entries by which the other holds the records; gives those that he holds then.
    fn pass_on(
        &self,
        records: Vec<RecordId>,
        to: &PersonId,
        reason: &str,
        left_out: &mut Vec<LeftOut>,
    ) -> Result<Vec<RecordId>, Error> {
        let own = &self.inner.store.identity()?.person;
        let authors = self.inner.store.read(Authors::known)?;
        let mut passed = Vec::with_capacity(records.len());
        for id in records {
            let record = self.record(id)?;
            if !authors.holders(&record).contains(own) {
                left_out.push(LeftOut {
                    record: id,
                    code: "not_held",
                });
                continue;
            }
            // Also to the lead: what comes by hand is his until the office says otherwise, whoever leads then.
            if !has_it(&record, to) {
                self.perform(&PassOn {
                    record: RecordName(id.to_string()),
                    to: to.clone(),
                    reason: reason.to_owned(),
                })?;
            }
            passed.push(id);
        }
        Ok(passed)
    }
}

struct Packing<'p> {
    own: DeviceId,
    offer: &'p Offer,
}

#[derive(Default)]
struct Packed {
    drafts: Vec<Draft>,
    parcel: Parcel,
}

impl Packing<'_> {
    fn pack(
        &self,
        connection: &Connection,
        records: &[RecordId],
        left_out: &mut Vec<LeftOut>,
    ) -> Result<Packed, Error> {
        let mut packed = Packed::default();
        let mut devices = BTreeSet::new();
        let mut bytes = 0_usize;
        for record in records.iter().copied() {
            let mut leave_out = |code| left_out.push(LeftOut { record, code });
            if bytes >= PARCEL_BYTES || packed.drafts.len() >= PUSH_DOCUMENTS_MAX {
                leave_out("another_file");
                continue;
            }
            if self.offer.has(held::digest(connection, record)?) {
                leave_out("already_there");
                continue;
            }
            let draft = match self.draft(connection, record)? {
                Ok(draft) => draft,
                Err(code) => {
                    leave_out(code);
                    continue;
                }
            };
            let statements = statements(connection, record)?;
            let changes = draft.changes.iter().map(|change| change.bytes().len());
            bytes +=
                changes.sum::<usize>() + statements.iter().map(|one| one.jws.len()).sum::<usize>();
            devices.extend(draft.changes.iter().map(|change| change.actor().device()));
            let seals = statements
                .iter()
                .filter_map(|one| Jws::parse(&one.jws).ok())
                .map(|jws| jws.certificate().device_id());
            devices.extend(seals);
            packed.drafts.push(draft);
            packed.parcel.statements.extend(statements);
        }
        for device in devices {
            let der: Option<Vec<u8>> = connection
                .prepare_cached("SELECT der FROM certificate WHERE device = ?1")
                .and_then(|mut statement| {
                    statement.query_row([device.0], |row| row.get(0)).optional()
                })
                .map_err(Error::storage(DOING))?;
            packed
                .parcel
                .certificates
                .extend(der.map(minicbor::bytes::ByteVec::from));
        }
        Ok(packed)
    }

    /// A record whole, with the proofs that are here; or why it cannot go.
    fn draft(
        &self,
        connection: &Connection,
        record: RecordId,
    ) -> Result<Result<Draft, &'static str>, Error> {
        let changes = changes_after(connection, record, i64::MIN)?;
        if changes.len() > PUSH_CHANGES_MAX {
            return Ok(Err("too_large"));
        }
        let mut proofs = BTreeMap::new();
        for (actor, last) in actors_in_order(&changes) {
            match proof_of(connection, record, actor, last)? {
                Some(signature) => {
                    proofs.insert(actor, signature);
                }
                None if actor.device() == self.own => {}
                None => return Ok(Err("no_proof")),
            }
        }
        Ok(Ok(Draft {
            record,
            changes,
            proofs,
        }))
    }
}

fn statements(connection: &Connection, record: RecordId) -> Result<Vec<StatementPush>, Error> {
    let row = |row: &Row<'_>| {
        Ok(StatementPush {
            document: *record.as_bytes(),
            jws: row.get(0)?,
        })
    };
    let sql = "SELECT jws FROM statement WHERE document = ?1 AND state <> 'refused' ORDER BY place";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([record.as_bytes()], row)?.collect())
        .map_err(Error::storage(DOING))
}
