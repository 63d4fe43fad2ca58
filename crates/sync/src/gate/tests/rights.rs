//! Who may write what, and how values must look.

use automerge::{
    ObjType, ROOT, ScalarValue,
    transaction::{Transactable as _, Transaction},
};
use doorstep_domain::{
    ids::PersonId,
    money::{Currency, Money},
    record::{Entry, Relation, What},
};
use doorstep_evidence::canonical::canonical_json;

use super::{
    super::Outcome,
    world::{
        Device, assert_refused, container, desk, entry, entry_id, forge, phone, push_of, server,
        tablet,
    },
};

/// What the gate says to one change by a device on top of the record as the office opened it.
fn assert_says(device: &Device, code: &str, write: impl FnOnce(&mut Transaction<'_>)) {
    let (server, record) = server();
    let change = forge(&record, device, write);
    let push = push_of(&[change], &[device]);
    if code == "admitted" {
        let outcome = server.judge(&push);
        assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
    } else {
        assert_refused(&server, &push, code);
    }
}

fn assert_field(device: &Device, key: &str, value: impl Into<ScalarValue>, code: &str) {
    assert_says(device, code, |transaction| {
        let fields = container(transaction, &["fields"]);
        transaction.put(fields, key, value).unwrap();
    });
}

fn assert_entry(device: &Device, entry: &Entry, code: &str) {
    assert_entry_bytes(device, canonical_json(entry).unwrap(), code);
}

fn assert_entry_bytes(device: &Device, json: Vec<u8>, code: &str) {
    assert_says(device, code, |transaction| {
        let entries = container(transaction, &["entries"]);
        let key = entry_id(1).to_string();
        transaction
            .put(entries, key, ScalarValue::Bytes(json))
            .unwrap();
    });
}

#[test]
fn a_technician_assigns_nobody_and_writes_no_office_note() {
    assert_field(&phone(), "assignee", "t-zhang", "outside_role");
    assert_field(&phone(), "assignee", ScalarValue::Null, "outside_role");
    assert_field(&phone(), "office_note", "可以收现金", "outside_role");
    assert_field(&phone(), "area", "remote", "outside_role");
    assert_field(&desk(), "assignee", "t-zhang", "admitted");
}

#[test]
fn the_office_does_not_stand_at_the_door() {
    assert_field(&desk(), "opened_by_outsiders", true, "outside_role");
    assert_field(&phone(), "opened_by_outsiders", true, "admitted");
    let signed = What::SignOff {
        stamp: None,
        statement: "a".repeat(64),
        signer: "王秀英".into(),
        relation: Relation::Customer,
        opinion: "满意".into(),
        score: 5,
        covers: vec![],
    };
    assert_entry(&desk(), &entry(&desk(), signed.clone()), "outside_role");
    assert_entry(&phone(), &entry(&phone(), signed), "admitted");
    let paid = What::Payment {
        statement: String::new(),
        method: "cash".into(),
        amount: Money {
            minor: 10_000,
            ..Money::zero(Currency::Cny)
        },
        receipt: String::new(),
        acceptance: entry_id(3),
    };
    assert_entry(&desk(), &entry(&desk(), paid), "outside_role");
}

#[test]
fn an_entry_names_the_person_whose_device_wrote_it() {
    let done = What::RepairDone { works: true };
    assert_entry(&phone(), &entry(&tablet(), done.clone()), "entry_person");
    assert_entry(&phone(), &entry(&desk(), done.clone()), "entry_person");
    let mut nobody = entry(&phone(), done);
    nobody.by = PersonId(String::new());
    assert_entry(&phone(), &nobody, "entry_malformed");
    // The office's device is the server, which says who was signed in there.
    let mut by_reception = entry(
        &desk(),
        What::Cancelled {
            reason: "用户取消".into(),
            duplicate_of: None,
        },
    );
    by_reception.by = PersonId("r-li".to_owned());
    assert_entry(&desk(), &by_reception, "admitted");
}

#[test]
fn a_name_looks_like_what_it_is() {
    for name in [
        "王\u{202e}英",
        "王\u{2066}英",
        "王\0英",
        "王\n英",
        "\u{7f}",
        " ",
        "",
    ] {
        assert_field(&phone(), "customer_name", name, "field_value");
    }
    assert_field(&phone(), "customer_name", "长".repeat(201), "field_value");
    assert_field(&phone(), "customer_name", "李建国", "admitted");
    let opinion = |opinion: &str| {
        entry(
            &phone(),
            What::CannotRepair {
                reason: opinion.into(),
                plan: "返厂".into(),
            },
        )
    };
    for words in ["\u{202e}", "无\0件", "\u{1b}[31m"] {
        assert_entry(&phone(), &opinion(words), "entry_malformed");
    }
    for typed in ["\0", "\r", "\u{1b}", "\u{7f}", "\u{85}"] {
        assert_says(&phone(), "text", |transaction| {
            let work = container(transaction, &["texts", "work"]);
            transaction.splice_text(&work, 0, 0, typed).unwrap();
        });
    }
}

#[test]
fn a_field_has_values_of_its_own_kind() {
    for (key, value) in [
        ("priority_hours", ScalarValue::Int(25)),
        ("priority_hours", ScalarValue::Str("24".into())),
        ("purchased_on", ScalarValue::Str("2025-02-30".into())),
        ("payer_class", ScalarValue::Str("free".into())),
        ("appointment", ScalarValue::Int(1)),
        ("number", ScalarValue::Null),
        ("language", ScalarValue::Boolean(true)),
    ] {
        assert_field(&phone(), key, value, "field_value");
    }
    for value in [
        ScalarValue::F64(24.0),
        ScalarValue::F64(f64::NAN),
        ScalarValue::F64(-0.0),
        ScalarValue::Uint(24),
        ScalarValue::counter(24),
        ScalarValue::Timestamp(24),
        ScalarValue::Bytes(vec![24]),
    ] {
        assert_field(&phone(), "priority_hours", value, "operation_out_of_place");
    }
    assert_field(&phone(), "priority_hours", 4, "admitted");
    assert_field(&phone(), "approved", true, "unknown_field");
    assert_field(&phone(), "", true, "unknown_field");
    assert_field(&phone(), &"k".repeat(256), true, "unknown_field");
}

#[test]
fn nothing_is_written_where_nothing_has_a_place() {
    type Forgery = fn(&mut Transaction<'_>);
    let forgeries: &[Forgery] = &[
        |transaction| transaction.put(ROOT, "schema", 2).unwrap(),
        |transaction| transaction.put(ROOT, "fields", "gone").unwrap(),
        |transaction| transaction.delete(ROOT, "entries").unwrap(),
        |transaction| transaction.put(ROOT, "role", "office").unwrap(),
        |transaction| {
            let texts = container(transaction, &["texts"]);
            transaction
                .put_object(texts, "symptom", ObjType::Text)
                .unwrap();
        },
        |transaction| {
            let fields = container(transaction, &["fields"]);
            transaction
                .put_object(fields, "customer_name", ObjType::Map)
                .unwrap();
        },
        |transaction| {
            let entries = container(transaction, &["entries"]);
            let own = transaction
                .put_object(entries, entry_id(1).to_string(), ObjType::List)
                .unwrap();
            transaction.insert(&own, 0, 1).unwrap();
        },
        |transaction| {
            let fields = container(transaction, &["fields"]);
            transaction.delete(fields, "customer_name").unwrap();
        },
        |transaction| {
            let symptom = container(transaction, &["texts", "symptom"]);
            transaction.split_block(&symptom, 1).unwrap();
        },
    ];
    for (number, forgery) in forgeries.iter().enumerate() {
        let (server, record) = server();
        println!("forgery {number}");
        let change = forge(&record, &phone(), forgery);
        let push = push_of(&[change], &[&phone()]);
        assert_refused(&server, &push, "operation_out_of_place");
    }
}

#[test]
fn an_entry_has_one_spelling() {
    let honest = canonical_json(&entry(&phone(), What::RepairDone { works: true })).unwrap();
    let text = String::from_utf8(honest.clone()).unwrap();
    let altered = [
        format!("{text} "),
        format!("\u{feff}{text}"),
        text.replace(':', ": "),
        text.replace("true", "1"),
        text.replace("\"works\":true", "\"works\":true,\"works\":true"),
        text.replace("\"works\":true", "\"approved\":true,\"works\":true"),
        text.replace('{', "{\"approved\":true,"),
        text.replace("repair_done", "repair_undone"),
        text.replace("repair", "\\u0072epair"),
        text.replace("2026-11-23T09:00:00+08:00", "2026-11-23T09:00:00.000+08:00"),
        text.replace("2026-11-23T09:00:00+08:00", "yesterday"),
        text.replace("t-li", "t-\u{202e}li"),
        "null".into(),
        "{}".into(),
        "[".repeat(100_000),
        String::new(),
    ];
    for (number, altered) in altered.into_iter().enumerate() {
        println!("spelling {number}");
        assert_entry_bytes(&phone(), altered.into_bytes(), "entry_malformed");
    }
    assert_entry_bytes(&phone(), b"\xff\xfe".to_vec(), "entry_malformed");
    assert_entry_bytes(&phone(), honest, "admitted");
}

#[test]
fn an_entry_stands_under_an_id_with_one_spelling() {
    let honest = canonical_json(&entry(&phone(), What::RepairDone { works: true })).unwrap();
    let id = entry_id(0xab).to_string();
    for key in [
        "not an id".to_owned(),
        id.to_uppercase(),
        id.replace('-', ""),
        format!("{id} "),
        format!("{{{id}}}"),
    ] {
        assert_says(&phone(), "entry_malformed", |transaction| {
            let entries = container(transaction, &["entries"]);
            transaction
                .put(entries, key, ScalarValue::Bytes(honest.clone()))
                .unwrap();
        });
    }
    assert_says(&phone(), "operation_out_of_place", |transaction| {
        let entries = container(transaction, &["entries"]);
        let text = String::from_utf8(honest).unwrap();
        transaction.put(entries, id, text).unwrap();
    });
}

#[test]
fn amounts_and_quantities_have_their_bounds() {
    for (quantity, code) in [
        (0, "entry_malformed"),
        (-1, "entry_malformed"),
        (1, "admitted"),
        (i64::MAX, "entry_malformed"),
    ] {
        let fitted = What::PartFitted {
            part: "C-1".into(),
            name: "电容".into(),
            serial: String::new(),
            quantity,
            warranty_months: 3,
        };
        if let Ok(json) = canonical_json(&entry(&phone(), fitted)) {
            assert_entry_bytes(&phone(), json, code);
        }
    }
    let done = canonical_json(&entry(&phone(), What::RepairDone { works: true })).unwrap();
    let payment = |minor: &str| {
        let what = format!(
            "{{\"acceptance\":\"{}\",\"amount\":{{\"currency\":\"CNY\",\"minor\":{minor}}},\
             \"kind\":\"payment\",\"method\":\"cash\",\"receipt\":\"\"}}",
            entry_id(3)
        );
        let text = String::from_utf8(done.clone()).unwrap();
        text.replace("{\"kind\":\"repair_done\",\"works\":true}", &what)
            .into_bytes()
    };
    assert_entry_bytes(&phone(), payment("100"), "admitted");
    for minor in [
        "0",
        "-1",
        "1.5",
        "1e3",
        "99999999999999999999",
        "\"100\"",
        "NaN",
    ] {
        assert_entry_bytes(&phone(), payment(minor), "entry_malformed");
    }
}

#[test]
fn a_clash_is_settled_with_either_value_and_the_settlement_comes_in() {
    use doorstep_domain::record::Field;
    let appointments = [
        "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
        "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00",
    ];
    let (mut server, record) = server();
    for (device, appointment) in [desk(), tablet()].into_iter().zip(appointments) {
        let mut apart = record.clone();
        let moved = super::world::words(Field::Appointment, appointment);
        apart.edit(device.actor, 5, &[moved]).unwrap();
        let push = super::world::push(&apart, &record.heads(), &[&device]);
        assert!(matches!(server.take(&push), Ok(Outcome::Admitted(_))));
    }
    for appointment in appointments {
        let mut server = server.clone();
        let mut clash = server.record();
        let before = clash.heads();
        assert_eq!(clash.document().field("appointment", None).len(), 2);
        let chosen = super::world::words(Field::Appointment, appointment);
        clash.edit(phone().actor, 6, &[chosen]).unwrap();
        let outcome = server.take(&super::world::push(&clash, &before, &[&phone()]));
        assert!(matches!(outcome, Ok(Outcome::Admitted(_))), "{outcome:?}");
        let standing = server.record().document().field("appointment", None);
        assert_eq!(standing.len(), 1);
        assert_eq!(standing[0].0.words(), Some(appointment));
    }
}
