//! Taking what a device pushed: each document by itself, so that a poisoned one blocks no other.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::PoisonError,
};

use doorstep_domain::{
    holders::{holders, passed_on_by},
    ids::{DeviceId, PersonId, RecordId},
    record::Field,
    rights::Role,
    van::is_van,
};
use doorstep_evidence::certificate::DeviceCertificate;
use doorstep_replica::{
    Actor, ChangeHash, RecordDocument, Roster,
    safe::{Document, Operation},
};
use doorstep_sync::{
    gate::{Admission, Admitted, AuthorDevice, Directory, Known, Outcome, Refusal, admit},
    message::{Ack, DocumentPush},
};
use minicbor::bytes::ByteVec;
use rusqlite::Connection;
use std::sync::Arc;

use super::{
    ReplicationError, Shared,
    access::{
        Access, Word, access, follow_holders, keep_with_technician, lead_named_by, may_push,
        opened_by,
    },
    documents, project,
    quarantine::Quarantine,
    roster,
};
use crate::authenticate::SignedDevice;
use crate::organisation::{device, introduce};
use crate::stock;

/// The devices as the database has them, each looked up once a request.
pub(super) struct Devices<'c> {
    connection: &'c Connection,
    seen: RefCell<BTreeMap<DeviceId, Option<AuthorDevice>>>,
}

impl<'c> Devices<'c> {
    pub(super) fn of(connection: &'c Connection) -> Self {
        Self {
            connection,
            seen: RefCell::default(),
        }
    }
}

impl Directory for Devices<'_> {
    fn device(&self, id: DeviceId) -> Option<AuthorDevice> {
        if let Some(seen) = self.seen.borrow().get(&id) {
            return seen.clone();
        }
        // A database that cannot be read here fails at the next write of the same job; until then nobody is known.
        let found = device(self.connection, id)
            .ok()
            .flatten()
            .map(|found| AuthorDevice {
                revoked: found.is_revoked(),
                key: found.public_key,
                person: found.person,
                role: found.role,
            });
        self.seen.borrow_mut().insert(id, found.clone());
        found
    }
}

/// Learns the authors that a device vouches for by their certificates: a restored server may have forgotten them.
pub(super) fn learn_authors(
    transaction: &Connection,
    shared: &Shared,
    certificates: &[ByteVec],
    now_ms: i64,
) -> Result<(), ReplicationError> {
    for der in certificates.iter().take(1_000) {
        // What is not ours is passed over: the changes of its device are then refused by name.
        if let Ok(certificate) = DeviceCertificate::parse(der)
            && certificate.verify(&shared.trusted).is_ok()
        {
            introduce(transaction, &shared.trusted, &certificate, None, now_ms)?;
        }
    }
    Ok(())
}

/// Takes the documents of a push and says what became of each.
pub(super) fn take(
    transaction: &Connection,
    shared: &Shared,
    sender: &SignedDevice,
    pushes: &[DocumentPush],
    now_ms: i64,
) -> Result<Vec<Ack>, ReplicationError> {
    let devices = Devices::of(transaction);
    let roster = roster(transaction)?;
    let quarantine = Quarantine::of(transaction, sender, now_ms);
    pushes
        .iter()
        .map(|push| {
            take_one(
                transaction,
                shared,
                sender,
                push,
                (&devices, &roster, &quarantine),
                now_ms,
            )
        })
        .collect()
}

fn take_one(
    transaction: &Connection,
    shared: &Shared,
    sender: &SignedDevice,
    push: &DocumentPush,
    (devices, roster, quarantine): (&Devices<'_>, &Roster, &Quarantine<'_>),
    now_ms: i64,
) -> Result<Ack, ReplicationError> {
    let document = RecordId::from_slice(&push.document).ok();
    let refuse = |refusal: Refusal| {
        let bytes = minicbor::to_vec(push).unwrap_or_default();
        quarantine.keep(document, (refusal.code(), refusal.to_string()), &bytes)
    };
    let Some(document) = document else {
        return refuse(Refusal::Malformed);
    };
    if sender.revoked {
        return refuse(Refusal::DeviceRevoked);
    }
    let mut cache = shared
        .documents
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let known = documents::load(transaction, &mut cache, document)?;
    let admission = match admit(push, known.as_deref(), devices) {
        Err(refusal) => return refuse(refusal),
        Ok(Outcome::Duplicate) => return Ok(Ack::Duplicate),
        Ok(Outcome::MissingDependencies) => return Ok(Ack::MissingDependencies),
        Ok(Outcome::Admitted(admission)) => *admission,
    };
    let late = match known {
        None => false,
        // Only its technician's devices pass the gate with it, whatever a restored server remembers.
        Some(_) if is_van(document) => false,
        Some(_) => {
            let by_intervals = access(transaction, document, &sender.person, now_ms)?;
            let word = match by_intervals {
                Access::Granted | Access::Late => Word::default(),
                Access::Over | Access::Never => {
                    let asked = (document, &admission, &sender.person);
                    word(transaction, asked, (devices, roster), now_ms)?
                }
            };
            match may_push(by_intervals, word) {
                Some(late) => late,
                None => return refuse(Refusal::NoAccess),
            }
        }
    };
    documents::write(transaction, document, &admission, sender, late, now_ms)?;
    let creator = known.is_none().then_some(&sender.person);
    let record_document = RecordDocument::of(document, admission.document);
    follow(
        transaction,
        shared,
        &record_document,
        (roster, creator),
        now_ms,
    )?;
    let actors = last_of(known.as_deref(), &admission.admitted);
    cache.put(
        document,
        Arc::new(Known {
            document: record_document.into_document(),
            actors,
        }),
    );
    Ok(Ack::Accepted)
}

/// What follows from a document as it is now: who sees it, and what lists say of it.
pub(super) fn follow(
    transaction: &Connection,
    shared: &Shared,
    document: &RecordDocument,
    (roster, creator): (&Roster, Option<&PersonId>),
    now_ms: i64,
) -> Result<(), ReplicationError> {
    if let Some(van) = document.van() {
        stock::note_van(transaction, document.id(), &van)?;
        return keep_with_technician(transaction, document.id(), &van.technician, now_ms);
    }
    let record = document.record(roster);
    follow_holders(transaction, &record, creator, now_ms)?;
    project::project(transaction, shared, &record, now_ms)
}

/// What the record, with what is pushed, says about a person.
fn word(
    connection: &Connection,
    (document, admission, person): (RecordId, &Admission, &PersonId),
    (devices, roster): (&Devices<'_>, &Roster),
    now_ms: i64,
) -> Result<Word, ReplicationError> {
    let record = RecordDocument::of(document, admission.document.clone()).record(roster);
    let opened_by = opened_by(connection, &record)?;
    let was_his = |person: &PersonId| says_it_was_his(&admission.document, person, devices);
    let led = Led::of(&admission.document, person, devices);
    let mut word = Word {
        was_his: led.by_office || was_his(person),
        holds: holders(
            &record,
            opened_by.as_ref(),
            &lead_named_by(connection, &record)?,
        )
        .contains(person),
        giver_may: false,
    };
    let mut givers = passed_on_by(&record, person);
    for named_him in led.by {
        givers.extend(passed_on_by(&record, &named_him));
        givers.insert(named_him);
    }
    givers.remove(person);
    for giver in givers {
        word.giver_may |= match access(connection, document, &giver, now_ms)? {
            Access::Granted | Access::Late => true,
            Access::Never => was_his(&giver),
            Access::Over => false,
        };
    }
    Ok(word)
}

/// Whether the record itself says that it was a person's: the office gave it to him, which only the office may write,
/// or his device opened it, for the number is written once.
fn says_it_was_his(document: &Document, person: &PersonId, devices: &Devices<'_>) -> bool {
    document.changes_since(&[]).iter().any(|change| {
        let operations = change.operations().unwrap_or_default();
        operations.iter().any(|operation| match operation {
            Operation::Field { key, value } if key == Field::Assignee.key() => {
                value.words() == Some(person.0.as_str())
            }
            Operation::Field { key, .. } if key == Field::Number.key() => {
                let author = devices.device(change.actor().device());
                author.is_some_and(|author| author.person == *person)
            }
            _ => false,
        })
    })
}

/// Who ever made a person the lead, whoever leads now.
#[derive(Default)]
struct Led {
    by_office: bool,
    by: BTreeSet<PersonId>,
}

impl Led {
    fn of(document: &Document, person: &PersonId, devices: &Devices<'_>) -> Self {
        let mut led = Self::default();
        for change in document.changes_since(&[]) {
            let operations = change.operations().unwrap_or_default();
            let names_him = operations.iter().any(|operation| {
                matches!(operation, Operation::Field { key, value }
                    if key == Field::Lead.key() && value.words() == Some(person.0.as_str()))
            });
            match devices.device(change.actor().device()) {
                Some(author) if names_him && author.role == Role::Office => led.by_office = true,
                Some(author) if names_him => drop(led.by.insert(author.person)),
                _ => {}
            }
        }
        led
    }
}

/// For every actor its last change, after more were admitted.
pub(super) fn last_of(
    known: Option<&Known>,
    admitted: &[Admitted],
) -> BTreeMap<Actor, (u64, ChangeHash)> {
    let mut actors = known.map(|known| known.actors.clone()).unwrap_or_default();
    for admitted in admitted {
        actors.insert(
            admitted.change.actor(),
            (admitted.change.seq(), admitted.change.hash()),
        );
    }
    actors
}
