//! Who takes part: the office, two technicians, their devices, and a server that keeps one record.

use std::{collections::BTreeMap, sync::OnceLock};

use automerge::{
    Automerge, ReadDoc as _,
    transaction::{CommitOptions, Transaction},
};
use chrono::DateTime;
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Entry, Field, FieldValue, What},
    rights::Role,
};
use doorstep_evidence::{
    proof::{Claim, prove},
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{
    Actor, ChangeHash, Edit, ParsedChange, RecordDocument, TextEdit,
    safe::{ChangeLimits, Document},
};
use minicbor::bytes::ByteVec;

use super::super::{
    Admission, AuthorDevice, Directory, Known, Outcome, Refusal, actors_in_order, admit,
};
use crate::message::DocumentPush;

/// A device with its key and whose it is.
pub(super) struct Device {
    vault: SoftwareVault,
    pub(super) id: DeviceId,
    /// The actor of this start of its program.
    pub(super) actor: Actor,
    pub(super) person: PersonId,
    role: Role,
}

impl Device {
    fn new(seed: u8, person: &str, role: Role) -> Self {
        let vault = SoftwareVault::generate([seed; 32]).unwrap();
        let id = vault.public_key().unwrap().device_id();
        Self {
            vault,
            id,
            actor: Actor::new(id, [1; 8]),
            person: PersonId(person.into()),
            role,
        }
    }

    /// The same device after its program was started again.
    pub(super) fn restarted(mut self, random: [u8; 8]) -> Self {
        self.actor = Actor::new(self.id, random);
        self
    }

    /// This device, writing as an actor of another.
    pub(super) fn in_the_name_of(mut self, other: &Self) -> Self {
        self.actor = other.actor;
        self
    }

    /// The author's proof of a change that this device says is its own.
    pub(super) fn prove(&self, document: RecordId, change: &ParsedChange) -> ByteVec {
        let claim = Claim {
            document: *document.as_bytes(),
            actor: &change.actor().0,
            seq: change.seq(),
            change: change.hash().0,
        };
        ByteVec::from(
            prove(&self.vault, &claim)
                .unwrap()
                .signature
                .to_bytes()
                .to_vec(),
        )
    }
}

/// The desk of the office.
pub(super) fn desk() -> Device {
    Device::new(11, "o-chen", Role::Office)
}

/// The technician Li's phone: where the attacks come from.
pub(super) fn phone() -> Device {
    Device::new(12, "t-li", Role::Technician)
}

/// The technician Zhang's tablet.
pub(super) fn tablet() -> Device {
    Device::new(13, "t-zhang", Role::Technician)
}

/// A device that nobody enrolled.
pub(super) fn stranger() -> Device {
    Device::new(99, "t-li", Role::Technician)
}

/// The devices that the organisation has, and those that it revoked.
#[derive(Default)]
pub(super) struct Enrolled {
    pub(super) revoked: Vec<DeviceId>,
}

impl Directory for Enrolled {
    fn device(&self, device: DeviceId) -> Option<AuthorDevice> {
        static DEVICES: OnceLock<BTreeMap<DeviceId, AuthorDevice>> = OnceLock::new();
        let devices = DEVICES.get_or_init(|| {
            let as_enrolled = |device: Device| {
                let enrolled = AuthorDevice {
                    key: device.vault.public_key().unwrap(),
                    person: device.person,
                    role: device.role,
                    revoked: false,
                };
                (device.id, enrolled)
            };
            [desk(), phone(), tablet()].map(as_enrolled).into()
        });
        devices.get(&device).map(|enrolled| AuthorDevice {
            revoked: self.revoked.contains(&device),
            ..enrolled.clone()
        })
    }
}

/// The record that everything here is about.
pub(super) fn record_id() -> RecordId {
    RecordId::from_slice(&[9; 16]).unwrap()
}

/// The server, as far as one record goes.
#[derive(Clone, Default)]
pub(super) struct Server {
    pub(super) known: Option<Known>,
}

impl Server {
    /// Judges a push and keeps what comes in, as the server does inside its transaction.
    pub(super) fn take(&mut self, push: &DocumentPush) -> Result<Outcome, Refusal> {
        let outcome = self.judge(push)?;
        if let Outcome::Admitted(admission) = &outcome {
            self.keep(admission);
        }
        Ok(outcome)
    }

    /// Judges a push and keeps nothing.
    pub(super) fn judge(&self, push: &DocumentPush) -> Result<Outcome, Refusal> {
        admit(push, self.known.as_ref(), &Enrolled::default())
    }

    fn keep(&mut self, admission: &Admission) {
        let mut actors = self
            .known
            .take()
            .map(|known| known.actors)
            .unwrap_or_default();
        for admitted in &admission.admitted {
            let change = &admitted.change;
            actors.insert(change.actor(), (change.seq(), change.hash()));
        }
        self.known = Some(Known {
            document: admission.document.clone(),
            actors,
        });
    }

    /// The record as a device has it after it has read everything.
    pub(super) fn record(&self) -> RecordDocument {
        RecordDocument::of(record_id(), self.known.as_ref().unwrap().document.clone())
    }

    pub(super) fn heads(&self) -> Vec<ChangeHash> {
        self.known.as_ref().unwrap().document.heads()
    }
}

/// A server with the record as the office opened it: number, customer, appointment, technician, symptom.
pub(super) fn server() -> (Server, RecordDocument) {
    let office = desk();
    let mut record = RecordDocument::create(record_id()).unwrap();
    let edits = [
        words(Field::Number, "D-1"),
        words(Field::CustomerName, "王秀英"),
        words(Field::Assignee, "t-li"),
        words(
            Field::Appointment,
            "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00",
        ),
        Edit::Text(
            doorstep_domain::record::TextName::Symptom,
            TextEdit::Rewrite("不制冷，外机不转".into()),
        ),
    ];
    record.edit(office.actor, 1_000, &edits).unwrap();
    let mut server = Server::default();
    let outcome = server.take(&push(&record, &[], &[&office])).unwrap();
    assert!(matches!(outcome, Outcome::Admitted(_)));
    (server, record)
}

/// The changes of a record that are not in `have`, with the proofs of their authors.
pub(super) fn push(
    record: &RecordDocument,
    have: &[ChangeHash],
    authors: &[&Device],
) -> DocumentPush {
    let changes = record.document().changes_since(have);
    push_of(&changes, authors)
}

/// Changes with the proofs of their authors.
pub(super) fn push_of(changes: &[ParsedChange], authors: &[&Device]) -> DocumentPush {
    let proofs = actors_in_order(changes)
        .into_iter()
        .map(|(actor, last)| {
            let author = authors.iter().find(|author| author.id == actor.device());
            author.unwrap().prove(record_id(), last)
        })
        .collect();
    DocumentPush {
        document: *record_id().as_bytes(),
        changes: chunks(changes.iter().map(|change| change.bytes().to_vec())),
        proofs,
    }
}

/// Chunks of any kind as a push, with one proof of the sender over a hash.
pub(super) fn raw_push(changes: Vec<Vec<u8>>, proofs: Vec<ByteVec>) -> DocumentPush {
    DocumentPush {
        document: *record_id().as_bytes(),
        changes: chunks(changes),
        proofs,
    }
}

fn chunks(chunks: impl IntoIterator<Item = Vec<u8>>) -> Vec<ByteVec> {
    chunks.into_iter().map(ByteVec::from).collect()
}

/// What honest devices make.
pub(super) fn words(field: Field, words: &str) -> Edit {
    Edit::Field(field, FieldValue::from(words))
}

/// An entry by a device's person.
pub(super) fn entry(device: &Device, what: What) -> Entry {
    Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        heard: None,
        by: device.person.clone(),
        what,
    }
}

pub(super) fn entry_id(byte: u8) -> EntryId {
    EntryId::from_slice(&[byte; 16]).unwrap()
}

/// A change made on top of a record by whoever can call automerge.
pub(super) fn forge(
    base: &RecordDocument,
    device: &Device,
    write: impl FnOnce(&mut Transaction<'_>),
) -> ParsedChange {
    parse(&forge_bytes(base, device, write))
}

/// As [`forge`], where the result is more than can be parsed.
pub(super) fn forge_bytes(
    base: &RecordDocument,
    device: &Device,
    write: impl FnOnce(&mut Transaction<'_>),
) -> Vec<u8> {
    let mut document = Automerge::load(&base.document().save().unwrap()).unwrap();
    document.set_actor(device.actor.into());
    let mut transaction = document.transaction();
    write(&mut transaction);
    transaction.commit_with(CommitOptions::default().with_time(5));
    document
        .get_last_local_change()
        .unwrap()
        .raw_bytes()
        .to_vec()
}

pub(super) fn parse(bytes: &[u8]) -> ParsedChange {
    ParsedChange::parse(bytes, ChangeLimits::default()).unwrap()
}

/// A container of the record, as automerge's own interface finds it.
pub(super) fn container(transaction: &Transaction<'_>, path: &[&str]) -> automerge::ObjId {
    path.iter().fold(automerge::ROOT, |object, key| {
        transaction.get(&object, *key).unwrap().unwrap().1
    })
}

/// The server refuses the push with this code, and nothing of it is left there.
pub(super) fn assert_refused(server: &Server, push: &DocumentPush, code: &str) {
    let before = server.known.as_ref().map(|known| known.document.heads());
    let mut after = server.clone();
    let refusal = after.take(push).expect_err("the gate must refuse this");
    assert_eq!(refusal.code(), code);
    let heads = after.known.as_ref().map(|known| known.document.heads());
    assert_eq!(heads, before);
}

/// The record loads again, is as it was before, and its people go on working.
pub(super) fn assert_sound(document: &Document) {
    let saved = document.save().unwrap();
    let again = Document::load(&saved, &[]).unwrap();
    assert_eq!(again.heads(), document.heads());
    let desk = desk().restarted([77; 8]);
    let mut record = RecordDocument::of(record_id(), again);
    let base = Server {
        known: Some(Known {
            document: document.clone(),
            actors: last_of(document),
        }),
    };
    let edits = [
        words(Field::OfficeNote, "请带梯子"),
        Edit::Text(
            doorstep_domain::record::TextName::Symptom,
            TextEdit::Append("又响".into()),
        ),
    ];
    record.edit(desk.actor, 2_000, &edits).unwrap();
    let outcome = base.judge(&push(&record, &document.heads(), &[&desk]));
    assert!(
        matches!(outcome, Ok(Outcome::Admitted(_))),
        "an honest edit must go on: {outcome:?}"
    );
}

pub(super) fn last_of(document: &Document) -> BTreeMap<Actor, (u64, ChangeHash)> {
    let changes = document.changes_since(&[]);
    let last = |change: &ParsedChange| (change.actor(), (change.seq(), change.hash()));
    changes.iter().map(last).collect()
}
