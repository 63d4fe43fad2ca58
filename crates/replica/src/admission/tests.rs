//! What the gate lets in is what an honest device can make; everything else is refused by name.

use automerge::{
    Automerge, ObjType, ROOT, ReadDoc, ScalarValue,
    transaction::{CommitOptions, Transactable},
};
use chrono::DateTime;
use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::{FieldValue, Relation, What},
};

use super::*;
use crate::{
    Edit, RecordDocument, TextEdit,
    safe::{Actor, ChangeLimits},
};

const PHONE: DeviceId = DeviceId([2; 16]);

fn technician() -> Author {
    Author {
        person: PersonId("t-li".into()),
        role: Role::Technician,
    }
}

fn entry(by: &str, what: What) -> Entry {
    Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        heard: None,
        by: PersonId(by.into()),
        what,
    }
}

fn id(byte: u8) -> EntryId {
    EntryId::from_slice(&[byte; 16]).unwrap()
}

fn record() -> RecordDocument {
    RecordDocument::create(RecordId::from_slice(&[9; 16]).unwrap()).unwrap()
}

/// A change made by whoever can call automerge, on top of a record.
fn forge(
    base: &RecordDocument,
    write: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> ParsedChange {
    let mut document = Automerge::load(&base.document().save().unwrap()).unwrap();
    document.set_actor(Actor::new(PHONE, [8; 8]).into());
    let mut transaction = document.transaction();
    write(&mut transaction);
    transaction.commit_with(CommitOptions::default().with_time(5));
    let change = document.get_last_local_change().unwrap();
    ParsedChange::parse(change.raw_bytes(), ChangeLimits::default()).unwrap()
}

fn judge_forged(
    base: &RecordDocument,
    write: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> Result<Done, Forbidden> {
    let change = forge(base, write);
    let (after, _) = base
        .document()
        .admit(std::slice::from_ref(&change), 1 << 20)
        .unwrap();
    judge(&after, &change, &technician())
}

fn container(transaction: &automerge::transaction::Transaction<'_>, key: &str) -> automerge::ObjId {
    transaction.get(ROOT, key).unwrap().unwrap().1
}

#[test]
fn what_a_device_makes_is_let_in() {
    let mut record = record();
    let made = record
        .edit(
            Actor::new(PHONE, [1; 8]),
            5,
            &[
                Edit::Field(Field::UnitSerial, FieldValue::from("SN-1")),
                Edit::Text(
                    TextName::Cause,
                    TextEdit::Rewrite("压缩机启动电容失效".into()),
                ),
                Edit::Text(
                    TextName::Cause,
                    TextEdit::Splice {
                        at: 0,
                        erase: 0,
                        typed: "。".into(),
                    },
                ),
                Edit::Entry(id(1), entry("t-li", What::RepairDone { works: true })),
            ],
        )
        .unwrap()
        .unwrap();
    let done = judge(record.document(), &made.change, &technician()).unwrap();
    assert_eq!(done.fields, vec![Field::UnitSerial]);
    assert_eq!(done.texts, vec![TextName::Cause]);
    assert_eq!(done.entries.len(), 1);
}

#[test]
fn a_technician_does_not_assign_himself() {
    let refused = judge_forged(&record(), |transaction| {
        let fields = container(transaction, "fields");
        transaction.put(fields, "assignee", "t-li").unwrap();
    });
    assert_eq!(refused, Err(Forbidden::FieldRole(Field::Assignee)));
}

#[test]
fn an_entry_is_never_edited_nor_put_beside_another() {
    let mut base = record();
    let signed = entry(
        "t-li",
        What::SignOff {
            stamp: None,
            statement: "a".repeat(64),
            signer: "王秀英".into(),
            relation: Relation::Customer,
            opinion: "满意".into(),
            score: 5,
            covers: vec![],
        },
    );
    base.edit(
        Actor::new(PHONE, [1; 8]),
        5,
        &[Edit::Entry(id(1), signed.clone())],
    )
    .unwrap();
    let forged = canonical_json(&entry("t-li", What::RepairDone { works: true })).unwrap();
    let refused = judge_forged(&base, |transaction| {
        let entries = container(transaction, "entries");
        transaction
            .put(
                entries,
                id(1).to_string(),
                ScalarValue::Bytes(forged.clone()),
            )
            .unwrap();
    });
    assert_eq!(refused, Err(Forbidden::EntryEdited));

    // Beside it: made on top of a past in which the entry is not there yet.
    let change = forge(&record(), |transaction| {
        let entries = container(transaction, "entries");
        transaction
            .put(entries, id(1).to_string(), ScalarValue::Bytes(forged))
            .unwrap();
    });
    let (after, _) = base
        .document()
        .admit(std::slice::from_ref(&change), 1 << 20)
        .unwrap();
    assert_eq!(
        judge(&after, &change, &technician()),
        Err(Forbidden::EntryEdited)
    );

    let deleted = judge_forged(&base, |transaction| {
        let entries = container(transaction, "entries");
        transaction.delete(entries, id(1).to_string()).unwrap();
    });
    assert_eq!(deleted, Err(Forbidden::OutOfPlace));
}

#[test]
fn nothing_is_written_where_nothing_has_a_place() {
    type Forgery = fn(&mut automerge::transaction::Transaction<'_>);
    let forgeries: &[Forgery] = &[
        |transaction| transaction.put(ROOT, "schema", 2).unwrap(),
        |transaction| transaction.put(ROOT, "fields", "gone").unwrap(),
        |transaction| {
            let texts = container(transaction, "texts");
            transaction
                .put_object(texts, "symptom", ObjType::Text)
                .unwrap();
        },
        |transaction| {
            let fields = container(transaction, "fields");
            transaction
                .put_object(fields, "customer_name", ObjType::Map)
                .unwrap();
        },
        |transaction| {
            let fields = container(transaction, "fields");
            transaction
                .put(fields, "priority_hours", ScalarValue::F64(24.0))
                .unwrap();
        },
        |transaction| {
            let fields = container(transaction, "fields");
            transaction
                .put(fields, "priority_hours", ScalarValue::counter(24))
                .unwrap();
        },
        |transaction| {
            let texts = container(transaction, "texts");
            let symptom = transaction.get(&texts, "symptom").unwrap().unwrap().1;
            transaction.insert(&symptom, 0, 7).unwrap();
        },
    ];
    for (number, forgery) in forgeries.iter().enumerate() {
        assert_eq!(
            judge_forged(&record(), forgery),
            Err(Forbidden::OutOfPlace),
            "forgery {number}"
        );
    }
    let unknown = judge_forged(&record(), |transaction| {
        let fields = container(transaction, "fields");
        transaction.put(fields, "approved", true).unwrap();
    });
    assert_eq!(unknown, Err(Forbidden::UnknownField));
}

#[test]
fn an_entry_names_its_author_and_has_one_spelling() {
    let put = |json: Vec<u8>, key: String| {
        judge_forged(&record(), move |transaction| {
            let entries = container(transaction, "entries");
            transaction
                .put(entries, key, ScalarValue::Bytes(json))
                .unwrap();
        })
    };
    let others = canonical_json(&entry("t-zhang", What::RepairDone { works: true })).unwrap();
    assert_eq!(put(others, id(1).to_string()), Err(Forbidden::EntryPerson));
    let mut spaced = canonical_json(&entry("t-li", What::RepairDone { works: true })).unwrap();
    spaced.push(b' ');
    assert_eq!(
        put(spaced.clone(), id(1).to_string()),
        Err(Forbidden::Entry)
    );
    spaced.pop();
    assert_eq!(
        put(spaced.clone(), "not an id".into()),
        Err(Forbidden::Entry)
    );
    assert!(put(spaced, id(1).to_string()).is_ok());
    assert_eq!(
        put(b"{}".to_vec(), id(1).to_string()),
        Err(Forbidden::Entry)
    );
}

#[test]
fn a_field_given_once_is_not_given_again_from_any_past() {
    let mut base = record();
    base.edit(
        Actor::new(PHONE, [1; 8]),
        5,
        &[Edit::Field(Field::Number, FieldValue::from("D-1"))],
    )
    .unwrap();
    let again = judge_forged(&base, |transaction| {
        let fields = container(transaction, "fields");
        transaction.put(fields, "number", "D-2").unwrap();
    });
    assert_eq!(again, Err(Forbidden::GivenOnce(Field::Number)));
    let change = forge(&record(), |transaction| {
        let fields = container(transaction, "fields");
        transaction.put(fields, "number", "D-2").unwrap();
    });
    let (after, _) = base
        .document()
        .admit(std::slice::from_ref(&change), 1 << 20)
        .unwrap();
    assert_eq!(
        judge(&after, &change, &technician()),
        Err(Forbidden::GivenOnce(Field::Number))
    );
}
