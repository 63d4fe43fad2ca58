//! What is written once stays as it was written: entries, and fields that are given once.

use automerge::{ScalarValue, transaction::Transactable as _};
use doorstep_domain::record::{Field, What};
use doorstep_evidence::canonical::canonical_json;
use doorstep_replica::{Edit, RecordDocument};

use super::{
    super::Outcome,
    world::{
        Device, Server, assert_refused, container, desk, entry, entry_id, forge, phone, push,
        push_of, server, tablet, words,
    },
};

/// A server where Zhang's repair stands under the first id, and the record before and after.
fn repaired() -> (Server, RecordDocument, RecordDocument) {
    let (mut server, before) = server();
    let mut after = before.clone();
    let done = Edit::Entry(
        entry_id(1),
        entry(&tablet(), What::RepairDone { works: true }),
    );
    after.edit(tablet().actor, 5, &[done]).unwrap();
    server
        .take(&push(&after, &before.heads(), &[&tablet()]))
        .unwrap();
    (server, before, after)
}

fn other(device: &Device) -> ScalarValue {
    let entry = entry(device, What::RepairDone { works: false });
    ScalarValue::Bytes(canonical_json(&entry).unwrap())
}

#[test]
fn an_entry_is_not_overwritten_neither_by_others_nor_by_its_author() {
    let (server, _, record) = repaired();
    for device in [phone(), tablet(), desk()] {
        let over = forge(&record, &device, |transaction| {
            let entries = container(transaction, &["entries"]);
            let key = entry_id(1).to_string();
            transaction.put(entries, key, other(&device)).unwrap();
        });
        assert_refused(&server, &push_of(&[over], &[&device]), "entry_edited");
    }
}

#[test]
fn an_entry_is_not_put_beside_another_from_a_past_that_did_not_have_it() {
    let (server, before, _) = repaired();
    let beside = forge(&before, &phone(), |transaction| {
        let entries = container(transaction, &["entries"]);
        let key = entry_id(1).to_string();
        transaction.put(entries, key, other(&phone())).unwrap();
    });
    assert_refused(&server, &push_of(&[beside], &[&phone()]), "entry_edited");
    // Nor the very same words.
    let same = Edit::Entry(
        entry_id(1),
        entry(&phone(), What::RepairDone { works: true }),
    );
    let mut record = before.clone();
    record.edit(phone().actor, 5, &[same]).unwrap();
    let push = push(&record, &before.heads(), &[&phone()]);
    assert_refused(&server, &push, "entry_edited");
}

#[test]
fn an_entry_is_not_deleted() {
    let (server, _, record) = repaired();
    for device in [phone(), tablet(), desk()] {
        let deleted = forge(&record, &device, |transaction| {
            let entries = container(transaction, &["entries"]);
            transaction
                .delete(entries, entry_id(1).to_string())
                .unwrap();
        });
        let push = push_of(&[deleted], &[&device]);
        assert_refused(&server, &push, "operation_out_of_place");
    }
}

#[test]
fn one_change_does_not_put_an_entry_twice() {
    let (server, _, record) = repaired();
    let twice = forge(&record, &phone(), |transaction| {
        let entries = container(transaction, &["entries"]);
        let key = entry_id(2).to_string();
        transaction
            .put(&entries, key.as_str(), other(&phone()))
            .unwrap();
        let done = canonical_json(&entry(&phone(), What::RepairDone { works: true })).unwrap();
        transaction
            .put(&entries, key.as_str(), ScalarValue::Bytes(done))
            .unwrap();
    });
    assert_refused(&server, &push_of(&[twice], &[&phone()]), "entry_edited");
}

#[test]
fn two_devices_in_one_push_do_not_put_one_entry() {
    let (server, record) = server();
    let changes = [phone(), tablet()].map(|device| {
        let done = Edit::Entry(
            entry_id(1),
            entry(&device, What::RepairDone { works: true }),
        );
        let mut record = record.clone();
        record
            .edit(device.actor, 5, &[done])
            .unwrap()
            .unwrap()
            .change
    });
    let push = push_of(&changes, &[&phone(), &tablet()]);
    assert_refused(&server, &push, "entry_edited");
}

#[test]
fn a_number_given_once_is_not_given_again_from_any_past() {
    let (server, record) = server();
    let number = |base: &RecordDocument, device: &Device, number: &str| {
        forge(base, device, |transaction| {
            let fields = container(transaction, &["fields"]);
            transaction.put(fields, "number", number).unwrap();
        })
    };
    for device in [phone(), desk()] {
        let again = number(&record, &device, "D-2");
        assert_refused(&server, &push_of(&[again], &[&device]), "given_once");
    }
    let blank = RecordDocument::create(super::world::record_id()).unwrap();
    let beside = number(&blank, &phone(), "D-2");
    assert_refused(&server, &push_of(&[beside], &[&phone()]), "given_once");

    let twice = forge(&blank, &phone(), |transaction| {
        let fields = container(transaction, &["fields"]);
        transaction.put(&fields, "number", "D-1").unwrap();
        transaction.put(&fields, "number", "D-2").unwrap();
    });
    let mut changes = blank.document().changes_since(&[]);
    changes.push(twice);
    let push_twice = push_of(&changes, &[&phone()]);
    assert_refused(&Server::default(), &push_twice, "given_once");

    let mut created = blank.clone();
    created
        .edit(phone().actor, 5, &[words(Field::Number, "D-7")])
        .unwrap();
    let outcome = Server::default().take(&push(&created, &[], &[&phone()]));
    assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
}
