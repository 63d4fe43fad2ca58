//! One device of a technician: it reads, works offline, signs, and hands over when it likes.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Entry, Field, Record, Relation, SignPurpose, TextName, What},
    rights::Role,
};
use doorstep_evidence::{
    digest::Digest,
    jws::{Jws, seal},
    proof::{Claim, prove},
    statement::{Asked, Ink, Moment, STATEMENT_VERSION, Shown, Signing, Statement, StrokePoint},
    vault::SoftwareVault,
};
use doorstep_replica::{Actor, ChangeHash, Edit, RecordDocument, Roster, TextEdit};
use doorstep_server::authenticate::SignedDevice;
use doorstep_sync::{
    gate::actors_in_order,
    message::{Ack, DocumentPush, PROTOCOL, PageItem, Request, StatementPush},
};
use uuid::Uuid;

use crate::shop::Shop;

pub(crate) struct Device {
    vault: SoftwareVault,
    certificate: Vec<u8>,
    person: PersonId,
    actor: Actor,
    office: DeviceId,
    clock: DateTime<FixedOffset>,
    records: BTreeMap<RecordId, (RecordDocument, Vec<ChangeHash>)>,
    statements: Vec<StatementPush>,
    entries: u128,
    counter: u64,
    previous: Option<Digest>,
}

/// What a customer puts on the pad.
pub(crate) struct Pad {
    pub(crate) signer: String,
    pub(crate) opinion: String,
    pub(crate) score: i64,
    pub(crate) strokes: Vec<Vec<StrokePoint>>,
}

impl Pad {
    /// A name and a few strokes.
    pub(crate) fn of(signer: &str) -> Self {
        let point = |x: i32| StrokePoint {
            x: x * 40,
            y: 300 + (x % 7) * 60,
            t_ms: x.unsigned_abs() * 8,
            pressure: u16::try_from(200 + x * 10).unwrap(),
        };
        Self {
            signer: signer.to_owned(),
            opinion: "师傅很细心".to_owned(),
            score: 5,
            strokes: vec![(0..20).map(point).collect(), (21..40).map(point).collect()],
        }
    }
}

impl Device {
    pub(crate) fn new(
        vault: SoftwareVault,
        certificate: Vec<u8>,
        person: PersonId,
        actor: Actor,
        office: DeviceId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            vault,
            certificate,
            person,
            actor,
            office,
            clock: now.with_timezone(&FixedOffset::east_opt(8 * 3_600).unwrap()),
            records: BTreeMap::new(),
            statements: Vec::new(),
            entries: 0,
            counter: 0,
            previous: None,
        }
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.actor.device()
    }

    /// The device's clock goes on; nobody else's does.
    pub(crate) fn minutes_pass(&mut self, minutes: i64) {
        self.clock += TimeDelta::minutes(minutes);
    }

    /// What its clock says.
    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        self.clock
    }

    fn signed_in(&self) -> SignedDevice {
        SignedDevice {
            device: self.id(),
            person: self.person.clone(),
            role: Role::Technician,
            revoked: false,
        }
    }

    /// Reads all that it may see.
    pub(crate) async fn read(&mut self, shop: &Shop) {
        let request = Request {
            protocol: PROTOCOL,
            schema: 1,
            want_bytes: 4 * 1024 * 1024,
            ..Request::default()
        };
        let exchange = shop.state.replication().exchange(self.signed_in(), request);
        for item in exchange.await.unwrap().page {
            let PageItem::Enter {
                document, snapshot, ..
            } = item
            else {
                continue;
            };
            let id = RecordId::from_slice(&document).unwrap();
            let theirs = RecordDocument::load(id, Some(&snapshot), &[]).unwrap();
            let heads = theirs.heads();
            let merged = match self.records.remove(&id) {
                None => theirs,
                Some((ours, _)) => {
                    let changes = theirs.document().changes_since(&ours.heads());
                    RecordDocument::of(id, ours.document().admit(&changes, 1 << 20).unwrap().0)
                }
            };
            self.records.insert(id, (merged, heads));
        }
    }

    /// The record as this device has it.
    pub(crate) fn record(&self, record: RecordId) -> Record {
        let (document, _) = &self.records[&record];
        document.record(&Roster::new([(self.office, Role::Office)]))
    }

    /// Makes one change.
    pub(crate) fn edit(&mut self, record: RecordId, edits: &[Edit]) {
        let (document, _) = self.records.get_mut(&record).expect("it was read");
        document
            .edit(self.actor, self.clock.timestamp(), edits)
            .unwrap();
    }

    /// Gives a field a value.
    pub(crate) fn set(&mut self, record: RecordId, field: Field, value: &str) {
        self.edit(record, &[Edit::Field(field, value.into())]);
    }

    /// Makes a text read so.
    pub(crate) fn write(&mut self, record: RecordId, text: TextName, words: &str) {
        self.edit(
            record,
            &[Edit::Text(text, TextEdit::Rewrite(words.to_owned()))],
        );
    }

    /// Something happened.
    pub(crate) fn happens(&mut self, record: RecordId, what: What) -> EntryId {
        self.entries += 1;
        let number = (u128::from(self.actor.0[0]) << 64) + self.entries;
        let id = EntryId(Uuid::from_u128(
            0x0193_0000_0000_7000_8000_0000_0000_0000 + number,
        ));
        let entry = Entry {
            at: self.clock,
            heard: None,
            by: self.person.clone(),
            what,
        };
        self.edit(record, &[Edit::Entry(id, entry)]);
        id
    }

    /// The customer signs what the record shows now, or refuses to. Gives the statement's digest.
    pub(crate) fn seal(
        &mut self,
        record: RecordId,
        purpose: SignPurpose,
        offer: Option<EntryId>,
        pad: &Pad,
    ) -> Digest {
        self.counter += 1;
        let is_acceptance = purpose == SignPurpose::WorkAcceptance;
        let is_refusal = purpose == SignPurpose::Refusal;
        let statement = Statement {
            version: STATEMENT_VERSION,
            purpose,
            record,
            device: self.id(),
            technician: self.person.clone(),
            shown: Shown::of(
                &self.record(record),
                purpose,
                Asked {
                    version: STATEMENT_VERSION,
                    offer,
                    choice: None,
                },
            ),
            offer,
            choice: None,
            signing: Signing {
                stamp: None,
                consent_source: None,
                paper: None,
                signer: pad.signer.clone(),
                relation: Relation::Customer,
                consent: "本人已看过以上内容；双方同意采用此种签名方式。".to_owned(),
                opinion: is_acceptance.then(|| pad.opinion.clone()),
                score: is_acceptance.then_some(pad.score),
                refusal_reason: is_refusal.then(|| "要等家人回来看过再说".to_owned()),
                receipt: None,
                ink: (!is_refusal).then(|| Ink {
                    strokes: pad.strokes.clone(),
                }),
            },
            place: "样例市青禾区".to_owned(),
            moment: Moment {
                device_time: self.clock.to_rfc3339(),
                last_server_time_ms: None,
                elapsed_since_ms: None,
                counter: self.counter,
                previous: self.previous,
            },
            heads: self.records[&record]
                .0
                .heads()
                .iter()
                .map(ToString::to_string)
                .collect(),
            nonce: "0123456789abcdef0123456789abcdef".to_owned(),
        };
        let payload = statement.to_payload().unwrap();
        let jws = seal(&payload, &self.vault, &self.certificate).unwrap();
        let digest = Jws::parse(&jws).unwrap().digest();
        self.previous = Some(digest);
        self.statements.push(StatementPush {
            document: *record.as_bytes(),
            jws,
        });
        digest
    }

    /// The customer signs for the finished work.
    pub(crate) fn sign_off(&mut self, record: RecordId, pad: &Pad) -> Digest {
        let covers = self
            .record(record)
            .valid_entries()
            .map(|(id, _)| id)
            .collect();
        let digest = self.seal(record, SignPurpose::WorkAcceptance, None, pad);
        self.happens(
            record,
            What::SignOff {
                stamp: None,
                statement: digest.to_string(),
                signer: pad.signer.clone(),
                relation: Relation::Customer,
                opinion: pad.opinion.clone(),
                score: pad.score,
                covers,
            },
        );
        digest
    }

    /// Loses the statements that were not handed over, as a phone restored from a backup does.
    pub(crate) fn forget_statements(&mut self) {
        self.statements.clear();
    }

    /// Hands over everything that is not on the server yet, and tells what became of each.
    pub(crate) async fn send(&mut self, shop: &Shop) -> Vec<Ack> {
        let mut push = Vec::new();
        for (id, (document, sent)) in &mut self.records {
            let changes = document.document().changes_since(sent);
            if changes.is_empty() {
                continue;
            }
            let proofs = actors_in_order(&changes).into_iter().map(|(actor, last)| {
                let claim = Claim {
                    document: *id.as_bytes(),
                    actor: &actor.0,
                    seq: last.seq(),
                    change: last.hash().0,
                };
                let proof = prove(&self.vault, &claim).unwrap();
                proof.signature.to_bytes().to_vec().into()
            });
            push.push(DocumentPush {
                document: *id.as_bytes(),
                changes: changes
                    .iter()
                    .map(|change| change.bytes().to_vec().into())
                    .collect(),
                proofs: proofs.collect(),
            });
            *sent = document.heads();
        }
        let request = Request {
            protocol: PROTOCOL,
            schema: 1,
            push,
            statements: std::mem::take(&mut self.statements),
            ..Request::default()
        };
        let exchange = shop.state.replication().exchange(self.signed_in(), request);
        let answer = exchange.await.unwrap();
        answer
            .acks
            .into_iter()
            .chain(answer.statement_acks)
            .collect()
    }

    /// As [`Device::send`], where all of it is expected to be taken.
    pub(crate) async fn hand_over(&mut self, shop: &Shop) {
        let acks = self.send(shop).await;
        assert!(acks.iter().all(Ack::is_held), "{acks:?}");
    }
}
