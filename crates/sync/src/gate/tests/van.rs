//! A technician's van: the second kind of document, told by its id. Only entries, only of this van and month, each by who
//! may write it, once.

use automerge::{
    ScalarValue,
    transaction::{Transactable as _, Transaction},
};
use chrono::DateTime;
use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::What,
    van::{Month, Movement, Pieces, VanEntry, van_id},
};
use doorstep_evidence::canonical::canonical_json;
use doorstep_replica::{Edit, ParsedChange, RecordDocument};

use super::{
    super::{Known, Outcome, Refusal, actors_in_order, admit},
    world::{Device, Enrolled, container, desk, entry, entry_id, forge, phone, tablet},
};
use crate::message::DocumentPush;

fn november() -> Month {
    "2026-11".parse().unwrap()
}

/// The van of the technician Li, whose phone writes here.
fn van_of_li() -> RecordId {
    van_id(&PersonId("t-li".into()), november())
}

fn pieces() -> Pieces {
    Pieces {
        part: "RF-109".into(),
        name: "风门电机".into(),
        quantity: 2,
        serial: String::new(),
    }
}

fn issued() -> Movement {
    Movement::Issued {
        pieces: pieces(),
        requisition: None,
    }
}

fn returned() -> Movement {
    Movement::ReturnedNew { pieces: pieces() }
}

fn by(device: &Device, technician: &str, what: Movement) -> VanEntry {
    VanEntry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        by: device.person.clone(),
        month: november(),
        technician: PersonId(technician.into()),
        what,
    }
}

fn push(document: RecordId, changes: &[ParsedChange], author: &Device) -> DocumentPush {
    let proofs = actors_in_order(changes)
        .into_iter()
        .map(|(_, last)| author.prove(document, last));
    DocumentPush {
        document: *document.as_bytes(),
        proofs: proofs.collect(),
        changes: changes
            .iter()
            .map(|change| change.bytes().to_vec().into())
            .collect(),
    }
}

/// What the gate says to one change on top of nothing but the creating change.
fn says(
    document: RecordId,
    author: &Device,
    write: impl FnOnce(&mut Transaction<'_>),
) -> Result<Outcome, Refusal> {
    let begun = RecordDocument::create(document).unwrap();
    let mut changes = begun.document().changes_since(&[]);
    changes.push(forge(&begun, author, write));
    admit(
        &push(document, &changes, author),
        None,
        &Enrolled::default(),
    )
}

fn put(json: Vec<u8>) -> impl FnOnce(&mut Transaction<'_>) {
    move |transaction| {
        let entries = container(transaction, &["entries"]);
        let key = entry_id(1).to_string();
        transaction
            .put(entries, key, ScalarValue::Bytes(json))
            .unwrap();
    }
}

#[track_caller]
fn assert_entry(author: &Device, entry: &VanEntry, code: &str) {
    assert_bytes(van_of_li(), author, canonical_json(entry).unwrap(), code);
}

#[track_caller]
fn assert_bytes(document: RecordId, author: &Device, json: Vec<u8>, code: &str) {
    let said = match says(document, author, put(json)) {
        Ok(Outcome::Admitted(_)) => "admitted",
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => refusal.code(),
    };
    assert_eq!(said, code);
}

#[test]
fn a_technician_writes_into_his_own_van_and_the_store_issues() {
    let (li, zhang, store) = (phone(), tablet(), desk());
    assert_entry(&li, &by(&li, "t-li", returned()), "admitted");
    assert_entry(&store, &by(&store, "t-li", issued()), "admitted");
    assert_entry(&store, &by(&store, "t-li", returned()), "admitted");
    // Nobody issues to himself, or writes for a colleague, or in another's name.
    assert_entry(&li, &by(&li, "t-li", issued()), "outside_role");
    assert_entry(&zhang, &by(&zhang, "t-li", returned()), "outside_role");
    assert_entry(&li, &by(&store, "t-li", returned()), "entry_person");
    assert_entry(&zhang, &by(&li, "t-li", returned()), "outside_role");
    // The store fits nothing.
    let fitted = Movement::Fitted {
        pieces: pieces(),
        source: Default::default(),
        record: van_of_li(),
        entry: entry_id(3),
    };
    assert_entry(&store, &by(&store, "t-li", fitted.clone()), "outside_role");
    assert_entry(&li, &by(&li, "t-li", fitted), "admitted");
}

#[test]
fn an_entry_belongs_to_the_van_and_month_that_its_document_is() {
    let li = phone();
    let mut december = by(&li, "t-li", returned());
    december.month = "2026-12".parse().unwrap();
    assert_entry(&li, &december, "entry_malformed");
    assert_entry(&li, &by(&li, "t-zhang", returned()), "entry_malformed");
}

#[test]
fn a_van_holds_nothing_of_a_record_and_a_record_nothing_of_a_van() {
    let li = phone();
    let of_record = canonical_json(&entry(&li, What::RepairDone { works: true })).unwrap();
    assert_bytes(van_of_li(), &li, of_record, "entry_malformed");
    let of_van = canonical_json(&by(&li, "t-li", returned())).unwrap();
    let record: RecordId = "0192f0c1-2345-7abc-8def-0123456789ab".parse().unwrap();
    assert_bytes(record, &li, of_van, "entry_malformed");
    let field = says(van_of_li(), &li, |transaction| {
        let fields = container(transaction, &["fields"]);
        transaction
            .put(fields, "customer_phone", "139-0000-1001")
            .unwrap();
    });
    assert_eq!(field.unwrap_err().code(), "operation_out_of_place");
}

#[test]
fn an_entry_has_one_spelling_and_its_pieces_are_in_order() {
    let li = phone();
    let honest = canonical_json(&by(&li, "t-li", returned())).unwrap();
    let with_a_blank = [honest.as_slice(), b" "].concat();
    assert_bytes(van_of_li(), &li, with_a_blank, "entry_malformed");
    let none = Movement::ReturnedNew {
        pieces: Pieces {
            quantity: 0,
            ..pieces()
        },
    };
    assert_entry(&li, &by(&li, "t-li", none), "entry_malformed");
}

#[test]
fn an_entry_of_a_van_is_written_once() {
    let li = phone();
    let mut van = RecordDocument::create(van_of_li()).unwrap();
    let edit = Edit::Van(entry_id(1), by(&li, "t-li", returned()));
    van.edit(li.actor, 1, &[edit]).unwrap();
    let changes = van.document().changes_since(&[]);
    let admitted = admit(&push(van.id(), &changes, &li), None, &Enrolled::default());
    let Ok(Outcome::Admitted(admission)) = admitted else {
        panic!("{admitted:?}");
    };
    let known = Known {
        actors: admission
            .admitted
            .iter()
            .map(|admitted| {
                let change = &admitted.change;
                (change.actor(), (change.seq(), change.hash()))
            })
            .collect(),
        document: admission.document,
    };
    let other = canonical_json(&by(
        &li,
        "t-li",
        Movement::Counted {
            part: "RF-109".into(),
            quantity: 9,
        },
    ));
    let again = forge(&van, &li, put(other.unwrap()));
    let said = admit(
        &push(van.id(), &[again], &li),
        Some(&known),
        &Enrolled::default(),
    );
    assert_eq!(said.unwrap_err().code(), "entry_edited");
}

#[test]
fn phone_tablet_and_store_begin_one_document() {
    let (li, store) = (phone(), desk());
    let begin = |author: &Device, number: u8, what: Movement| {
        let mut van = RecordDocument::create(van_of_li()).unwrap();
        let edit = Edit::Van(entry_id(number), by(author, "t-li", what));
        van.edit(author.actor, 1, &[edit]).unwrap();
        van.document().changes_since(&[])
    };
    let (here, there) = (begin(&li, 1, returned()), begin(&store, 2, issued()));
    let Ok(Outcome::Admitted(first)) =
        admit(&push(van_of_li(), &here, &li), None, &Enrolled::default())
    else {
        panic!("the first is let in");
    };
    let known = Known {
        actors: [(li.actor, (1, here[1].hash()))].into(),
        document: first.document,
    };
    let second = push(van_of_li(), &there, &store);
    let Ok(Outcome::Admitted(both)) = admit(&second, Some(&known), &Enrolled::default()) else {
        panic!("the second is let in");
    };
    let van = RecordDocument::of(van_of_li(), both.document)
        .van()
        .unwrap();
    assert_eq!(van.entries.len(), 2, "both stand in it");
}
