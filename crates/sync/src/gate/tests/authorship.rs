//! Who wrote a change: nobody writes in another's name, and whoever carries a change need not be trusted.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, TextName},
};
use doorstep_evidence::proof::{Claim, prove};
use doorstep_replica::{Actor, Edit, RecordDocument, TextEdit, genesis_hash};
use minicbor::bytes::ByteVec;

use super::{
    super::{Outcome, admit},
    chunk::Chunk,
    world::{
        Device, Enrolled, assert_refused, desk, forge, parse, phone, push, push_of, raw_push,
        record_id, server, stranger, tablet, words,
    },
};

/// A serial number read off the nameplate by a device.
fn serial(record: &mut RecordDocument, device: &Device, serial: &str) {
    record
        .edit(device.actor, 5, &[words(Field::UnitSerial, serial)])
        .unwrap();
}

#[test]
fn li_writes_in_zhangs_name_and_zhangs_own_change_still_comes_in() {
    let (mut server, record) = server();
    let as_zhang = phone().in_the_name_of(&tablet());
    let mut forged = record.clone();
    serial(&mut forged, &as_zhang, "FORGED");
    let change = forged.document().changes_since(&record.heads());
    let with_own_proof = raw_push(
        vec![change[0].bytes().to_vec()],
        vec![phone().prove(record_id(), &change[0])],
    );
    assert_refused(&server, &with_own_proof, "proof_wrong");

    let mut genuine = record.clone();
    serial(&mut genuine, &tablet(), "SN-1");
    let outcome = server.take(&push(&genuine, &record.heads(), &[&tablet()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}

#[test]
fn a_proof_that_zhang_gave_for_something_else_does_not_serve() {
    let (server, record) = server();
    let as_zhang = phone().in_the_name_of(&tablet());
    let mut forged = record.clone();
    serial(&mut forged, &as_zhang, "FORGED");
    let forged = &forged.document().changes_since(&record.heads())[0];

    let mut genuine = record.clone();
    serial(&mut genuine, &tablet(), "SN-1");
    let genuine = &genuine.document().changes_since(&record.heads())[0];
    let elsewhere = RecordId::from_slice(&[8; 16]).unwrap();
    for stolen in [
        tablet().prove(record_id(), genuine),
        tablet().prove(elsewhere, forged),
        tablet().prove(elsewhere, genuine),
    ] {
        let push = raw_push(vec![forged.bytes().to_vec()], vec![stolen]);
        assert_refused(&server, &push, "proof_wrong");
    }
}

#[test]
fn a_proof_of_another_place_in_the_line_does_not_serve() {
    let (server, record) = server();
    let mut twice = record.clone();
    serial(&mut twice, &phone(), "SN-1");
    serial(&mut twice, &phone(), "SN-2");
    let changes = twice.document().changes_since(&record.heads());
    let of_the_first = phone().prove(record_id(), &changes[0]);
    let push = raw_push(
        changes
            .iter()
            .map(|change| change.bytes().to_vec())
            .collect(),
        vec![of_the_first],
    );
    assert_refused(&server, &push, "proof_wrong");

    let claim = Claim {
        document: *record_id().as_bytes(),
        actor: &phone().actor.0,
        seq: 7,
        change: changes[1].hash().0,
    };
    let vault = doorstep_evidence::vault::SoftwareVault::generate([12; 32]).unwrap();
    let another_number = prove(&vault, &claim).unwrap().signature.to_bytes();
    let push = raw_push(
        push.changes.iter().map(|bytes| bytes.to_vec()).collect(),
        vec![ByteVec::from(another_number.to_vec())],
    );
    assert_refused(&server, &push, "proof_wrong");
}

#[test]
fn there_is_one_proof_an_author_in_their_order() {
    let (server, record) = server();
    let mut both = record.clone();
    serial(&mut both, &phone(), "SN-1");
    serial(&mut both, &tablet(), "SN-2");
    let honest = push(&both, &record.heads(), &[&phone(), &tablet()]);
    assert!(matches!(server.judge(&honest), Ok(Outcome::Admitted(_))));
    let proofs = |proofs: Vec<ByteVec>| {
        let mut push = honest.clone();
        push.proofs = proofs;
        push
    };
    let [of_phone, of_tablet] = [honest.proofs[0].clone(), honest.proofs[1].clone()];
    let cases = [
        (vec![], "proof_missing"),
        (vec![of_phone.clone()], "proof_missing"),
        (
            vec![of_phone.clone(), of_tablet.clone(), of_tablet.clone()],
            "proof_missing",
        ),
        (vec![of_tablet.clone(), of_phone.clone()], "proof_wrong"),
        (vec![of_phone.clone(), of_phone.clone()], "proof_wrong"),
        (vec![of_phone.clone(), ByteVec::from(vec![])], "proof_wrong"),
        (
            vec![of_phone.clone(), ByteVec::from(vec![0; 64])],
            "proof_wrong",
        ),
        (vec![of_phone, ByteVec::from(vec![7; 65])], "proof_wrong"),
    ];
    for (number, (given, code)) in cases.into_iter().enumerate() {
        println!("case {number}");
        assert_refused(&server, &proofs(given), code);
    }
}

#[test]
fn a_device_that_nobody_enrolled_is_no_author() {
    let (server, record) = server();
    let mut strange = record.clone();
    serial(&mut strange, &stranger(), "SN-1");
    let push = push(&strange, &record.heads(), &[&stranger()]);
    assert_refused(&server, &push, "unknown_author");
}

#[test]
fn the_actor_of_the_creating_change_writes_nothing_else() {
    let (server, record) = server();
    let mut honest = record.clone();
    serial(&mut honest, &phone(), "SN-1");
    let change = honest.document().changes_since(&record.heads())[0].clone();
    let mut nobody = Chunk::of(change.bytes());
    nobody.actor = vec![0; 24];
    nobody.seq = 2;
    nobody.deps.push(genesis_hash().0);
    nobody.deps.sort_unstable();
    nobody.other_actors.retain(|actor| *actor != [0; 24]);
    let change = parse(&nobody.bytes());
    let proven = raw_push(
        vec![nobody.bytes()],
        vec![phone().prove(record_id(), &change)],
    );
    assert_refused(&server, &proven, "unknown_author");
    let unproven = raw_push(vec![nobody.bytes()], vec![]);
    assert_refused(&server, &unproven, "proof_missing");
}

#[test]
fn an_actor_is_a_device_and_eight_bytes() {
    let (server, record) = server();
    let mut honest = record.clone();
    serial(&mut honest, &phone(), "SN-1");
    let change = honest.document().changes_since(&record.heads())[0].clone();
    for actor in [vec![], vec![1], vec![3; 23], vec![3; 25], vec![3; 255]] {
        let mut other = Chunk::of(change.bytes());
        other.actor = actor;
        assert_refused(&server, &raw_push(vec![other.bytes()], vec![]), "actor");
    }
}

#[test]
fn a_change_in_the_middle_of_zhangs_line_cannot_be_exchanged() {
    let (server, record) = server();
    let as_zhang = phone().in_the_name_of(&tablet());
    let mut genuine = record.clone();
    for number in ["SN-1", "SN-2", "SN-3"] {
        serial(&mut genuine, &tablet(), number);
    }
    let line = genuine.document().changes_since(&record.heads());
    let (first, _) = record.document().admit(&line[..1], 1 << 20).unwrap();
    let forged = forge(
        &RecordDocument::of(record_id(), first),
        &as_zhang,
        |transaction| {
            use automerge::transaction::Transactable as _;
            let fields = super::world::container(transaction, &["fields"]);
            transaction.put(fields, "unit_serial", "FORGED").unwrap();
        },
    );
    let proof = tablet().prove(record_id(), &line[2]);
    let exchanged = [&line[0], &forged, &line[2]].map(|change| change.bytes().to_vec());
    let outcome = server.judge(&raw_push(exchanged.to_vec(), vec![proof.clone()]));
    assert!(
        matches!(outcome, Ok(Outcome::MissingDependencies)),
        "the last one names the genuine one: {outcome:?}"
    );
    let beside = [&line[0], &line[1], &forged, &line[2]].map(|change| change.bytes().to_vec());
    let push = raw_push(beside.to_vec(), vec![proof]);
    assert_refused(&server, &push, "sequence_reused");
}

#[test]
fn what_a_revoked_device_wrote_before_still_counts_when_a_colleague_carries_it() {
    let (server, record) = server();
    let mut work = record.clone();
    serial(&mut work, &phone(), "SN-1");
    serial(&mut work, &tablet(), "SN-2");
    let push = push(&work, &record.heads(), &[&phone(), &tablet()]);
    let revoked = Enrolled {
        revoked: vec![phone().id],
    };
    let outcome = admit(&push, server.known.as_ref(), &revoked);
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}

#[test]
fn a_restored_server_gets_the_offices_own_changes_back_from_a_phone() {
    let (server, record) = server();
    let mut work = record.clone();
    let typed = TextEdit::Append("压缩机电容失效".into());
    work.edit(phone().actor, 5, &[Edit::Text(TextName::Cause, typed)])
        .unwrap();
    let everything = work.document().changes_since(&[]);
    let mut restored = super::world::Server::default();
    let outcome = restored.take(&push_of(&everything, &[&desk(), &phone()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
    assert_eq!(restored.heads(), work.heads());
    assert_ne!(restored.heads(), server.heads());
    let actors: Vec<Actor> = restored.known.unwrap().actors.into_keys().collect();
    assert_eq!(actors.len(), 3, "the creating one, the desk, the phone");
}
