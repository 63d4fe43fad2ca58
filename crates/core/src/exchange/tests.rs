//! Files as a device of the organisation could make them that does not play by the rules: its own signature is good, and
//! what is inside is not. The honest record in the same file is taken all the same.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use doorstep_domain::{
    ids::RecordId,
    record::{Entry, Field, What},
};
use doorstep_evidence::{
    certificate::TrustedOrganisation,
    proof::{Claim, prove},
};
use doorstep_replica::{Actor, Edit, ParsedChange, safe::ChangeLimits};
use doorstep_sync::gate::actors_in_order;
use minicbor::bytes::ByteVec;
use serde_json::{Value, json};

use super::{
    FILE_BYTES_MAX, HandOver, NotTaken,
    keys::OneTimeKey,
    offer::Offer,
    parcel::Parcel,
    seal::{offer_of, open, seal},
};
use crate::{
    Device, ListQuery,
    script::example::{Example, arrival},
};

/// Two technicians of one organisation, and what the first packed for the second: two records of his.
struct Stage {
    giver: Example,
    taker: Example,
    records: [RecordId; 2],
    offer: Offer,
    parcel: Parcel,
}

#[allow(clippy::unwrap_used)] // helpers of tests: a stage that cannot be set up is a failure
impl Stage {
    fn new() -> Self {
        let (giver, taker) = (Example::of("t-wang", 9), Example::new());
        let records = [opened(&giver), opened(&giver)];
        for record in records {
            let name = record.to_string();
            giver.done(arrival(&name));
            giver.done(
                json!({ "do": "repair.cannot", "record": name, "reason": "缺件", "plan": "另约" }),
            );
            giver.done(json!({ "do": "sign.refuse", "record": name, "reason": "要等家人" }));
        }
        let text = taker.device().offer().unwrap();
        let wanted = HandOver {
            offer: text.clone(),
            records: records
                .map(|record| record.to_string().as_str().into())
                .into(),
            reason: "临时支援".into(),
        };
        let file = giver.device().hand_over(&wanted).unwrap().file;
        let parcel = open(
            &file,
            &key(taker.device(), &file),
            &organisation(taker.device()),
        )
        .unwrap()
        .parcel;
        let offer = Offer::read(&text, &organisation(giver.device())).unwrap();
        Self {
            giver,
            taker,
            records,
            offer,
            parcel,
        }
    }

    /// Packs what it has become.
    fn sealed(&self) -> Vec<u8> {
        let device = &*self.giver.device().inner;
        let own = device.store.identity().unwrap().certificate.clone();
        seal(
            &self.parcel,
            &self.offer,
            &own,
            &*device.vault,
            &device.environment,
        )
        .unwrap()
    }

    /// The first record is refused with this code, once put aside; the second is taken.
    fn assert_refused(&self, code: &'static str) {
        let device = self.taker.device();
        for _ in 0..2 {
            let taken = device.take_over(&self.sealed()).unwrap();
            let refused = NotTaken {
                record: Some(self.records[0]),
                kind: "document",
                code,
            };
            assert_eq!(taken.not_taken.first(), Some(&refused));
            assert_eq!(put_aside(device, code), 1, "{code}");
            assert!(device.record(self.records[0]).is_err(), "{code}");
            assert!(device.record(self.records[1]).is_ok(), "{code}");
            assert_eq!(device.statements(self.records[0]).unwrap(), []);
            assert_eq!(device.statements(self.records[1]).unwrap().len(), 1);
        }
    }
}

#[allow(clippy::unwrap_used)] // as above
fn opened(example: &Example) -> RecordId {
    let line = json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" },
                       "symptom": "不排水" });
    let record = example.done(line)["record"].as_str().unwrap().to_owned();
    record.parse().unwrap()
}

#[allow(clippy::unwrap_used)] // as above
fn organisation(device: &Device) -> TrustedOrganisation {
    TrustedOrganisation::from_pem(&device.identity().unwrap().organisation).unwrap()
}

#[allow(clippy::unwrap_used)] // as above
fn key(device: &Device, file: &[u8]) -> OneTimeKey {
    let nonce = offer_of(file).unwrap();
    let kept = device
        .inner
        .store
        .read(|connection| OneTimeKey::of(connection, nonce));
    kept.unwrap().unwrap()
}

#[allow(clippy::unwrap_used)] // as above
fn put_aside(device: &Device, code: &str) -> i64 {
    let count = device.inner.store.read(|connection| {
        let sql = "SELECT count(*) FROM put_aside WHERE code = ?1 AND kind = 'document'";
        Ok(connection.query_row(sql, [code], |row| row.get(0)).unwrap())
    });
    count.unwrap()
}

#[test]
fn what_was_packed_honestly_is_taken_whole() {
    let stage = Stage::new();
    let device = stage.taker.device();
    let taken = device.take_over(&stage.sealed()).unwrap();
    assert_eq!((taken.records.len(), taken.statements), (2, 2));
    assert_eq!(taken.not_taken, []);
    assert_eq!(taken.from.0, "t-wang");
    for record in stage.records {
        assert_eq!(
            device.document(record).unwrap().heads(),
            stage.giver.device().document(record).unwrap().heads()
        );
    }
    let status = device.status().unwrap();
    assert_eq!(status.unsent_statements, 2, "the server has not seen them");
}

#[test]
fn a_forged_proof_is_refused() {
    let mut stage = Stage::new();
    let other = stage.parcel.documents[1].proofs.clone();
    stage.parcel.documents[0].proofs = other;
    stage.assert_refused("proof_wrong");
}

#[test]
fn a_missing_proof_is_refused() {
    let mut stage = Stage::new();
    stage.parcel.documents[0].proofs.clear();
    stage.assert_refused("proof_missing");
}

#[test]
fn a_cut_document_is_refused() {
    let mut stage = Stage::new();
    stage.parcel.documents[0].changes.remove(0);
    stage.assert_refused("missing_dependencies");
}

#[test]
fn a_change_of_which_a_bit_was_flipped_is_refused() {
    let mut stage = Stage::new();
    let changes = &mut stage.parcel.documents[0].changes;
    let mut bytes = changes[1].to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    changes[1] = ByteVec::from(bytes);
    stage.assert_refused("change_malformed");
}

/// The giver's own device makes it, in the office's name; his proof is good, his right is not there.
#[test]
fn what_the_author_may_not_write_is_refused() {
    let mut stage = Stage::new();
    let device = stage.giver.device();
    let mut document = device.document(stage.records[0]).unwrap();
    let actor = Actor::new(device.identity().unwrap().device, [5; 8]);
    let edit = Edit::Field(Field::Assignee, "t-li".into());
    let made = document
        .edit(actor, 1_700_000_000, &[edit])
        .unwrap()
        .unwrap();
    let claim = Claim {
        document: *stage.records[0].as_bytes(),
        actor: &actor.0,
        seq: made.change.seq(),
        change: made.change.hash().0,
    };
    let proof = prove(&*device.inner.vault, &claim).unwrap();
    let push = &mut stage.parcel.documents[0];
    push.changes.push(made.change.bytes().to_vec().into());
    let limits = ChangeLimits::default();
    let parsed: Vec<_> = push
        .changes
        .iter()
        .map(|bytes| ParsedChange::parse(bytes, limits).unwrap())
        .collect();
    let actors = actors_in_order(&parsed);
    let place = actors.iter().position(|(one, _)| *one == actor).unwrap();
    push.proofs
        .insert(place, proof.signature.to_bytes().to_vec().into());
    stage.assert_refused("outside_role");
}

#[test]
fn work_of_an_unknown_author_is_refused_whatever_certificate_comes_with_it() {
    let mut stage = Stage::new();
    // Certificates that are not the organisation's make nobody known.
    let mut broken = stage.parcel.certificates[0].to_vec();
    let last = broken.len() - 1;
    broken[last] ^= 1;
    stage.parcel.certificates = vec![broken.into(), b"no certificate".to_vec().into()];
    let device = stage.taker.device();
    let taken = device.take_over(&stage.sealed()).unwrap();
    let codes: Vec<_> = taken.not_taken.iter().map(|one| one.code).collect();
    assert_eq!(
        codes,
        [
            "certificate_untrusted",
            "certificate_untrusted",
            "unknown_author",
            "unknown_author",
            "record_not_here",
            "record_not_here",
        ]
    );
    let rows = device.list(&ListQuery::default()).unwrap().rows;
    assert_eq!(rows.len(), 0, "nothing of it is here");
}

#[test]
fn a_statement_is_taken_only_as_it_was_sealed_and_about_its_record() {
    let mut stage = Stage::new();
    let honest = stage.parcel.statements.clone();
    let [first, second] = &mut stage.parcel.statements[..] else {
        panic!("two statements")
    };
    // Its certificate cut out of the seal's head; and the other under another record's name.
    let (head, rest) = first.jws.split_once('.').unwrap();
    let head = BASE64_URL_SAFE_NO_PAD.decode(head).unwrap();
    let mut head: Value = serde_json::from_slice(&head).unwrap();
    head.as_object_mut().unwrap().remove("x5c").unwrap();
    let head = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&head).unwrap());
    first.jws = format!("{head}.{rest}");
    second.document = first.document;
    let device = stage.taker.device();
    let taken = device.take_over(&stage.sealed()).unwrap();
    let codes: Vec<_> = taken.not_taken.iter().map(|one| one.code).collect();
    assert_eq!(
        codes,
        ["statement_malformed", "statement_of_another_record"]
    );
    assert_eq!((taken.records.len(), taken.statements), (2, 0));

    stage.parcel.statements = honest;
    let taken = device.take_over(&stage.sealed()).unwrap();
    assert_eq!((taken.already_here, taken.statements), (2, 2));
}

#[test]
fn a_file_that_unfolds_is_refused_by_what_it_unfolds_to() {
    let mut stage = Stage::new();
    let zeros = vec![0_u8; FILE_BYTES_MAX];
    stage.parcel.documents[0].changes = vec![zeros.into()];
    let file = stage.sealed();
    assert!(file.len() < 64 * 1024, "{} bytes of file", file.len());
    let refused = stage.taker.device().take_over(&file).unwrap_err();
    assert_eq!(refused.code(), "exchange_too_large");

    stage.parcel.documents[0].changes = vec![ByteVec::from(Vec::new()); 600_000];
    let refused = stage.taker.device().take_over(&stage.sealed()).unwrap_err();
    assert_eq!(refused.code(), "exchange_too_large");
}

#[test]
fn nobody_packs_in_anothers_name() {
    let stage = Stage::new();
    let device = &*stage.giver.device().inner;
    let anothers = &stage.taker.device().identity().unwrap().certificate;
    let file = seal(
        &stage.parcel,
        &stage.offer,
        anothers,
        &*device.vault,
        &device.environment,
    );
    let refused = stage.taker.device().take_over(&file.unwrap()).unwrap_err();
    assert_eq!(refused.code(), "exchange_signature");
}

#[test]
fn who_does_not_hold_a_record_does_not_pass_it_on() {
    let stage = Stage::new();
    let giver = stage.giver.device();
    let id = stage.records[0];
    let base = giver.document(id).unwrap();
    let to_he = Edit::Field(Field::Assignee, "t-he".into());
    stage.giver.office_wrote(&base, &[to_he]);
    let before = giver.document(id).unwrap().heads();
    let refused = giver.hand_over(&HandOver {
        offer: stage.taker.device().offer().unwrap(),
        records: vec![id.to_string().as_str().into()],
        reason: "帮忙".into(),
    });
    assert_eq!(refused.unwrap_err().code(), "exchange_nothing");
    assert_eq!(giver.document(id).unwrap().heads(), before);
}

#[test]
fn passing_on_twice_is_one_entry() {
    let stage = Stage::new();
    let passed = |entry: &Entry| matches!(&entry.what, What::PassedOn(_));
    let count = || {
        let record = stage.giver.device().record(stage.records[0]).unwrap();
        record
            .valid_entries()
            .filter(|(_, entry)| passed(entry))
            .count()
    };
    assert_eq!(count(), 1);
    let again = stage.giver.device().hand_over(&HandOver {
        offer: stage.taker.device().offer().unwrap(),
        records: vec![stage.records[0].to_string().as_str().into()],
        reason: "临时支援".into(),
    });
    assert_eq!(again.unwrap().records, [stage.records[0]]);
    assert_eq!(count(), 1);
}

#[test]
fn seventeen_offers_later_the_first_is_closed() {
    let stage = Stage::new();
    let (device, file) = (stage.taker.device(), stage.sealed());
    for _ in 0..15 {
        device.offer().unwrap();
    }
    assert!(device.take_over(&file).is_ok());
    device.offer().unwrap();
    let refused = device.take_over(&file).unwrap_err();
    assert_eq!(refused.code(), "exchange_not_for_us");
}
