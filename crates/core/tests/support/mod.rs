//! What the stories share: an organisation, its devices in scratch folders with a clock and dice of their own, and an
//! office that judges pushes by the real gate.

// Every test file uses another part of it.
#![allow(dead_code)]
// Helpers outside of test functions: what fails here fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime, FixedOffset, TimeDelta};
use doorstep_core::{
    Changed, Clock, Device, Environment, Error, OpenRequest, Random, RandomError, Scope,
    Synchronous, SystemSpace,
    enrolment::{EnrolAnswer, Invitation},
    replication::Contact,
};
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{CallOutcome, Entry, Field, FieldValue, TextName, What},
    rights::Role,
};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, Validity, certificate_request},
    key::PublicKey,
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{Edit, ParsedChange, RecordDocument, Roster, TextEdit, safe::Document};
use doorstep_sync::{
    codec,
    cursor::Cursor,
    gate::{AuthorDevice, Directory, Known, Outcome, actors_in_order, admit},
    message::{Ack, Answer, DocumentPush, Next, PROTOCOL, PageItem, Request},
};
use tempfile::TempDir;

pub(crate) const PERSON: &str = "t-zhang";

/// A clock that stands still until it is set.
pub(crate) struct FakeClock {
    pub(crate) now_ms: AtomicI64,
    pub(crate) elapsed_ms: AtomicI64,
}

impl FakeClock {
    pub(crate) fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
        self.elapsed_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_millis(self.now_ms.load(Ordering::Relaxed)).unwrap();
        utc.with_timezone(&FixedOffset::east_opt(8 * 3600).unwrap())
    }

    fn elapsed_ms(&self) -> i64 {
        self.elapsed_ms.load(Ordering::Relaxed)
    }
}

/// Dice that fall the same for the same seed.
pub(crate) struct Dice(AtomicU64);

impl Random for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        for byte in bytes {
            let mut mixed = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed >> 56) as u8;
        }
        Ok(())
    }
}

pub(crate) fn clock() -> Arc<FakeClock> {
    // 2026-11-22, 09:00 in China.
    Arc::new(FakeClock {
        now_ms: AtomicI64::new(1_795_309_200_000),
        elapsed_ms: AtomicI64::new(0),
    })
}

pub(crate) fn vault(seed: u8) -> Arc<SoftwareVault> {
    Arc::new(SoftwareVault::generate([seed; 32]).unwrap())
}

/// A device in a folder that goes with the test.
pub(crate) struct Phone {
    pub(crate) device: Device,
    pub(crate) folder: Folder,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) vault: Arc<SoftwareVault>,
    pub(crate) id: DeviceId,
}

/// A scratch folder, shared by the lives of one device.
#[derive(Clone)]
pub(crate) struct Folder(Arc<TempDir>);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(Arc::new(tempfile::tempdir().unwrap()))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("device")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("device.db")
    }
}

/// How a device is opened.
pub(crate) struct Opening<'o> {
    pub(crate) folder: &'o Path,
    pub(crate) vault: Arc<SoftwareVault>,
    pub(crate) clock: Arc<FakeClock>,
    /// Another start, other dice.
    pub(crate) seed: u64,
    pub(crate) vfs: Option<String>,
    pub(crate) synchronous: Option<Synchronous>,
}

pub(crate) fn open(opening: Opening<'_>) -> Result<Device, Error> {
    Device::open(OpenRequest {
        folder: opening.folder.to_owned(),
        vault: opening.vault,
        environment: Environment {
            clock: opening.clock,
            random: Arc::new(Dice(AtomicU64::new(opening.seed))),
            space: Arc::new(SystemSpace),
        },
        vfs: opening.vfs,
        synchronous_for_tests: opening.synchronous,
    })
}

impl Phone {
    /// A new device that is not enrolled.
    pub(crate) fn unenrolled(seed: u8) -> Self {
        let (folder, clock, vault) = (Folder::new(), clock(), vault(seed));
        Self::open_again(folder, clock, vault, u64::from(seed)).unwrap()
    }

    pub(crate) fn open_again(
        folder: Folder,
        clock: Arc<FakeClock>,
        vault: Arc<SoftwareVault>,
        seed: u64,
    ) -> Result<Self, Error> {
        let device = open(Opening {
            folder: &folder.path(),
            vault: Arc::clone(&vault),
            clock: Arc::clone(&clock),
            seed,
            vfs: None,
            synchronous: None,
        })?;
        let id = vault.public_key().unwrap().device_id();
        Ok(Self {
            device,
            folder,
            clock,
            vault,
            id,
        })
    }

    /// Ends the program and starts it again.
    pub(crate) fn restart(self, seed: u64) -> Self {
        let Self {
            device,
            folder,
            clock,
            vault,
            ..
        } = self;
        drop(device);
        Self::open_again(folder, clock, vault, seed).unwrap()
    }

    /// A contact in which the office takes what is pushed and sends these items.
    pub(crate) fn meet(&self, office: &mut Office, items: Vec<PageItem>) -> Vec<Ack> {
        let mut contact = Contact::new(&self.device);
        let mut items = Some(items);
        let mut acks = Vec::new();
        for _ in 0..200 {
            let Some(request) = contact.request().unwrap() else {
                return acks;
            };
            let request: Request = codec::decode(&request).unwrap();
            let answer = office.answer(&request, items.take().unwrap_or_default());
            acks.extend(answer.acks.iter().chain(&answer.statement_acks).cloned());
            contact.receive(&codec::encode(&answer).unwrap()).unwrap();
        }
        panic!("the contact does not end");
    }
}

/// The organisation: its authority, its devices, and the documents as the gate let them in.
pub(crate) struct Office {
    pub(crate) authority: Authority,
    pub(crate) vault: Arc<SoftwareVault>,
    pub(crate) documents: BTreeMap<RecordId, Known>,
    pub(crate) devices: Devices,
    /// Statements that were taken.
    pub(crate) statements: Vec<String>,
    pub(crate) seq: u64,
    pub(crate) epoch: [u8; 16],
}

/// The devices as the gate knows them.
#[derive(Default)]
pub(crate) struct Devices(pub(crate) BTreeMap<DeviceId, (AuthorDevice, Vec<u8>)>);

impl Directory for Devices {
    fn device(&self, device: DeviceId) -> Option<AuthorDevice> {
        self.0.get(&device).map(|(device, _)| device.clone())
    }
}

pub(crate) fn moment() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

impl Office {
    pub(crate) fn new() -> Self {
        let authority = Authority::create([3; 32], "便民家电维修", moment(), [9; 16]).unwrap();
        let vault = vault(200);
        let mut office = Self {
            authority,
            vault: Arc::clone(&vault),
            documents: BTreeMap::new(),
            devices: Devices::default(),
            statements: Vec::new(),
            seq: 0,
            epoch: [1; 16],
        };
        office.certify(&vault, "office", Role::Office);
        office
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.vault.public_key().unwrap().device_id()
    }

    pub(crate) fn certify(&mut self, vault: &SoftwareVault, person: &str, role: Role) -> Vec<u8> {
        let request = certificate_request(vault, "手机").unwrap();
        let issue = Issue {
            person: PersonId(person.into()),
            device_name: "张工的手机".into(),
            role: role.code().into(),
            validity: Validity {
                not_before: moment(),
                not_after: moment() + TimeDelta::days(730),
            },
            serial: [7; 16],
        };
        let certificate = self.authority.issue(&request, &issue).unwrap();
        let key: PublicKey = *DeviceCertificate::parse(&certificate).unwrap().public_key();
        let known = AuthorDevice {
            key,
            person: PersonId(person.into()),
            role,
            revoked: false,
        };
        self.devices
            .0
            .insert(key.device_id(), (known, certificate.clone()));
        certificate
    }

    pub(crate) fn invitation(&self) -> Invitation {
        let ca = self.authority.fingerprint();
        Invitation::parse(&format!(
            "doorstep://enrol?url=http://127.0.0.1:1&code=c&ca={ca}"
        ))
        .unwrap()
    }

    pub(crate) fn enrolment(
        &mut self,
        vault: &SoftwareVault,
        person: &str,
        role: Role,
    ) -> EnrolAnswer {
        let certificate = self.certify(vault, person, role);
        EnrolAnswer {
            certificate: BASE64_STANDARD.encode(certificate),
            organisation_certificate: self.authority.certificate().to_pem().unwrap(),
            device_number: 231,
            office_device: self.id(),
            office_certificate: BASE64_STANDARD.encode(&self.devices.0[&self.id()].1),
        }
    }

    /// A technician's phone.
    pub(crate) fn phone(&mut self, seed: u8) -> Phone {
        self.device(seed, PERSON, Role::Technician)
    }

    pub(crate) fn device(&mut self, seed: u8, person: &str, role: Role) -> Phone {
        let phone = Phone::unenrolled(seed);
        let answer = self.enrolment(&phone.vault, person, role);
        phone
            .device
            .take_enrolment(&self.invitation(), &answer)
            .unwrap();
        phone
    }

    /// Judges a push by the gate and keeps what it lets in.
    pub(crate) fn take(&mut self, push: &DocumentPush) -> Ack {
        let record = RecordId::from_slice(&push.document).unwrap();
        match admit(push, self.documents.get(&record), &self.devices) {
            Ok(Outcome::Admitted(admission)) => {
                let mut actors = self
                    .documents
                    .remove(&record)
                    .map(|known| known.actors)
                    .unwrap_or_default();
                for admitted in &admission.admitted {
                    actors.insert(
                        admitted.change.actor(),
                        (admitted.change.seq(), admitted.change.hash()),
                    );
                }
                self.documents.insert(
                    record,
                    Known {
                        document: admission.document,
                        actors,
                    },
                );
                self.seq += 1;
                Ack::Accepted
            }
            Ok(Outcome::Duplicate) => Ack::Duplicate,
            Ok(Outcome::MissingDependencies) => Ack::MissingDependencies,
            Err(refusal) => Ack::Refused {
                code: refusal.code().into(),
                why: refusal.to_string(),
            },
        }
    }

    pub(crate) fn answer(&mut self, request: &Request, page: Vec<PageItem>) -> Answer {
        let acks = request.push.iter().map(|push| self.take(push)).collect();
        self.statements
            .extend(request.statements.iter().map(|push| push.jws.clone()));
        let statement_acks = request.statements.iter().map(|_| Ack::Accepted).collect();
        self.seq += page.len() as u64;
        let cursor = Cursor {
            epoch: self.epoch,
            seq: self.seq,
            chain: [2; 32],
        };
        Answer {
            protocol: PROTOCOL,
            server_time_ms: 1_795_309_200_500,
            acks,
            statement_acks,
            page,
            next: Next::Cursor(cursor),
            repair: None,
            closed_days: None,
        }
    }

    /// A record that the office made, as it enters a device.
    pub(crate) fn record(&mut self, record: RecordId, edits: &[Edit]) -> PageItem {
        let mut made = RecordDocument::create(record).unwrap();
        made.edit(
            doorstep_replica::Actor::new(self.id(), [1; 8]),
            1_795_309_000,
            edits,
        )
        .unwrap();
        let push = self.prove(record, &made.document().changes_since(&[]));
        assert_eq!(self.take(&push), Ack::Accepted);
        self.enter(record, &push)
    }

    /// Changes by the office, with its proof.
    pub(crate) fn prove(&self, record: RecordId, changes: &[ParsedChange]) -> DocumentPush {
        let proofs = actors_in_order(changes)
            .into_iter()
            .map(|(actor, last)| {
                let claim = doorstep_evidence::proof::Claim {
                    document: *record.as_bytes(),
                    actor: &actor.0,
                    seq: last.seq(),
                    change: last.hash().0,
                };
                let proof = doorstep_evidence::proof::prove(&*self.vault, &claim).unwrap();
                proof.signature.to_bytes().to_vec().into()
            })
            .collect();
        DocumentPush {
            document: *record.as_bytes(),
            changes: changes
                .iter()
                .map(|change| change.bytes().to_vec().into())
                .collect(),
            proofs,
        }
    }

    pub(crate) fn enter(&self, record: RecordId, push: &DocumentPush) -> PageItem {
        PageItem::Enter {
            document: *record.as_bytes(),
            snapshot: self.documents[&record].document.save().unwrap(),
            proofs: push.proofs.clone(),
        }
    }

    /// The office edits a record it has; the change as it comes to a device.
    pub(crate) fn edit(&mut self, record: RecordId, edits: &[Edit]) -> PageItem {
        let mut document = RecordDocument::of(record, self.documents[&record].document.clone());
        let before = document.heads();
        document
            .edit(
                doorstep_replica::Actor::new(self.id(), [2; 8]),
                1_795_309_100,
                edits,
            )
            .unwrap();
        let push = self.prove(record, &document.document().changes_since(&before));
        assert_eq!(self.take(&push), Ack::Accepted);
        PageItem::Changes {
            document: *record.as_bytes(),
            changes: push.changes,
            proofs: push.proofs,
        }
    }

    pub(crate) fn reads(&self, record: RecordId) -> doorstep_domain::record::Record {
        let devices = self
            .devices
            .0
            .iter()
            .map(|(id, (device, _))| (*id, device.role));
        RecordDocument::of(record, self.documents[&record].document.clone())
            .record(&Roster::new(devices))
    }

    pub(crate) fn document(&self, record: RecordId) -> &Document {
        &self.documents[&record].document
    }
}

pub(crate) fn words(field: Field, words: &str) -> Edit {
    Edit::Field(field, FieldValue::Words(words.into()))
}

pub(crate) fn note(scope: &mut Scope<'_>, note: &str) -> Edit {
    let what = What::Call {
        outcome: CallOutcome::Confirmed,
        note: note.into(),
    };
    let entry = Entry {
        at: scope.now(),
        heard: None,
        by: scope.person().clone(),
        what,
    };
    Edit::Entry(scope.new_entry_id(), entry)
}

pub(crate) fn typed(text: &str) -> Edit {
    Edit::Text(TextName::Work, TextEdit::Append(text.into()))
}

/// What an intake over the telephone says.
pub(crate) fn intake(name: &str) -> Vec<Edit> {
    vec![
        words(Field::CustomerName, name),
        words(Field::CustomerPhone, "13800138000"),
        words(Field::CustomerAddress, "朝阳路12号3单元501"),
        words(Field::UnitKind, "refrigerator"),
        Edit::Text(TextName::Symptom, TextEdit::Rewrite("冷藏室不制冷".into())),
    ]
}

/// A new record with a number and an intake.
pub(crate) fn new_record(device: &Device, name: &str) -> RecordId {
    let made = device
        .create(|scope| {
            let mut edits = intake(name);
            edits.push(Edit::Field(
                Field::Number,
                FieldValue::Words(scope.next_number()?),
            ));
            Ok::<_, Error>(edits)
        })
        .unwrap();
    made.record.id
}

/// One field edit.
pub(crate) fn set(
    device: &Device,
    record: RecordId,
    field: Field,
    value: &str,
) -> Result<Changed, Error> {
    device.change(record, |_, _| Ok::<_, Error>(vec![words(field, value)]))
}

pub(crate) fn id(byte: u8) -> RecordId {
    RecordId::from_slice(&[byte; 16]).unwrap()
}

pub(crate) fn entry_id(byte: u8) -> EntryId {
    EntryId::from_slice(&[byte; 16]).unwrap()
}
