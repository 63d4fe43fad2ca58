//! How a document begins: with our creating change, by its very bytes, and with nothing else.

use automerge::{
    ActorId, Automerge, ObjType, ROOT,
    transaction::{CommitOptions, Transactable as _},
};
use doorstep_replica::{GENESIS_RECORD_V1, ParsedChange, genesis_hash};

use super::{
    super::Outcome,
    chunk::Chunk,
    world::{
        Server, assert_refused, desk, parse, phone, push, push_of, raw_push, record_id, server,
    },
};

/// Containers of somebody's own making.
fn own_containers(actor: [u8; 24]) -> ParsedChange {
    let mut document = Automerge::new().with_actor(ActorId::from(actor));
    let mut transaction = document.transaction();
    for key in ["fields", "texts", "entries"] {
        transaction.put_object(ROOT, key, ObjType::Map).unwrap();
    }
    transaction.commit_with(CommitOptions::default().with_time(0));
    parse(document.get_last_local_change().unwrap().raw_bytes())
}

#[test]
fn a_record_begins_with_containers_of_nobodys_own_making() {
    let change = own_containers(phone().actor.0);
    let push = push_of(&[change], &[&phone()]);
    assert_refused(&Server::default(), &push, "creating_change");
}

#[test]
fn the_creating_change_in_other_bytes_is_another_change() {
    let mut other_time = Chunk::of(GENESIS_RECORD_V1);
    other_time.time_s = 1;
    let change = parse(&other_time.bytes());
    let proof = phone().prove(record_id(), &change);
    let push = raw_push(vec![other_time.bytes()], vec![proof]);
    assert_refused(&Server::default(), &push, "unknown_author");

    let mut other_actor = Chunk::of(GENESIS_RECORD_V1);
    other_actor.actor = phone().actor.0.to_vec();
    let push = push_of(&[parse(&other_actor.bytes())], &[&phone()]);
    assert_refused(&Server::default(), &push, "creating_change");

    let as_nobody = own_containers([0; 24]);
    let push = raw_push(vec![as_nobody.bytes().to_vec()], vec![]);
    assert_refused(&Server::default(), &push, "proof_missing");
}

#[test]
fn a_second_beginning_beside_the_first_is_refused() {
    let (server, record) = server();
    let second = own_containers(phone().actor.0);
    let beside = push_of(std::slice::from_ref(&second), &[&phone()]);
    assert_refused(&server, &beside, "creating_change");

    let mut from_the_start = record.document().changes_since(&[]);
    from_the_start.push(second);
    let push = push_of(&from_the_start, &[&desk(), &phone()]);
    assert_refused(&Server::default(), &push, "creating_change");
}

#[test]
fn the_creating_change_twice_is_the_creating_change() {
    let (mut known, record) = server();
    let genesis = record.document().changes_since(&[])[0].clone();
    assert_eq!(genesis.hash(), genesis_hash());
    let twice = push_of(&[genesis.clone(), genesis], &[]);
    assert!(matches!(known.take(&twice), Ok(Outcome::Duplicate)));
    let mut empty = Server::default();
    assert!(matches!(empty.take(&twice), Ok(Outcome::Admitted(_))));
    assert_eq!(empty.heads(), vec![genesis_hash()]);
}

#[test]
fn a_record_whose_beginning_is_missing_is_asked_for_whole() {
    let (_, record) = server();
    let mut empty = Server::default();
    let headless = push(&record, &[genesis_hash()], &[&desk()]);
    let outcome = empty.take(&headless);
    assert!(matches!(outcome, Ok(Outcome::MissingDependencies)));
    assert!(empty.known.is_none());

    let mut backwards = push(&record, &[], &[&desk()]);
    backwards.changes.reverse();
    let outcome = empty.take(&backwards);
    assert!(matches!(outcome, Ok(Outcome::MissingDependencies)));
    let outcome = empty.take(&push_of(&[], &[]));
    assert!(matches!(outcome, Ok(Outcome::MissingDependencies)));
}
