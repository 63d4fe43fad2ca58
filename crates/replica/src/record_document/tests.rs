//! Edits and merges as two people at one record would notice them.

use chrono::DateTime;
use doorstep_domain::{
    ids::PersonId,
    record::{MergeRule, What},
};

use super::*;
use crate::safe::Document;

const OFFICE: DeviceId = DeviceId([1; 16]);
const PHONE: DeviceId = DeviceId([2; 16]);
const TABLET: DeviceId = DeviceId([3; 16]);

fn actor(device: DeviceId) -> Actor {
    Actor::new(device, [7; 8])
}

fn roster() -> Roster {
    Roster::new([
        (OFFICE, Role::Office),
        (PHONE, Role::Technician),
        (TABLET, Role::Technician),
    ])
}

fn words(text: &str) -> FieldValue {
    FieldValue::Words(text.to_owned())
}

fn report(note: &str) -> Entry {
    Entry {
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").unwrap(),
        heard: None,
        by: PersonId("t-li".into()),
        what: What::Report {
            note: note.into(),
            covers: Vec::new(),
        },
    }
}

fn new_record() -> RecordDocument {
    let mut record = RecordDocument::create(RecordId::from_slice(&[9; 16]).unwrap()).unwrap();
    record
        .edit(
            actor(OFFICE),
            1_000,
            &[
                Edit::Field(Field::Number, words("D-1")),
                Edit::Field(Field::CustomerName, words("王秀英")),
                Edit::Field(
                    Field::Appointment,
                    words("2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00"),
                ),
                Edit::Text(TextName::Symptom, TextEdit::Rewrite("不制冷".into())),
            ],
        )
        .unwrap();
    record
}

fn merge(into: &RecordDocument, from: &RecordDocument) -> RecordDocument {
    let changes = from.document().changes_since(&into.heads());
    let (document, _) = into.document().admit(&changes, 1 << 20).unwrap();
    RecordDocument::of(into.id(), document)
}

#[test]
fn what_was_written_is_read_and_survives_saving() {
    let record = new_record();
    let saved = record.document().save().unwrap();
    let loaded = RecordDocument::load(record.id(), Some(&saved), &[]).unwrap();
    assert_eq!(loaded.heads(), record.heads());
    let reading = loaded.record(&roster());
    assert_eq!(reading.words(Field::CustomerName), "王秀英");
    assert_eq!(reading.text(TextName::Symptom), "不制冷");
    assert_eq!(reading, record.record(&roster()));
}

#[test]
fn the_office_wins_the_appointment_even_against_more_operations_and_the_clash_is_shown() {
    let base = new_record();
    let (mut office, mut phone) = (base.clone(), base);
    let moved = words("2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00");
    let agreed = words("2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00");
    office
        .edit(
            actor(OFFICE),
            2_000,
            &[Edit::Field(Field::Appointment, moved.clone())],
        )
        .unwrap();
    for minute in 0..40 {
        let note = TextEdit::Append(format!("第{minute}次记录"));
        phone
            .edit(actor(PHONE), 1_500, &[Edit::Text(TextName::Work, note)])
            .unwrap();
    }
    phone
        .edit(
            actor(PHONE),
            1_500,
            &[Edit::Field(Field::Appointment, agreed.clone())],
        )
        .unwrap();

    let (left, right) = (merge(&office, &phone), merge(&phone, &office));
    assert_eq!(left.heads(), right.heads());
    let reading = left.record(&roster());
    assert_eq!(reading, right.record(&roster()));
    assert_eq!(reading.field(Field::Appointment), Some(&moved));
    let conflicts = reading.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].rule, MergeRule::OfficeFirst);
    assert_eq!(conflicts[0].candidates.len(), 2);

    let mut settled = left;
    settled
        .edit(
            actor(PHONE),
            3_000,
            &[Edit::Field(Field::Appointment, agreed.clone())],
        )
        .unwrap();
    assert!(settled.record(&roster()).conflicts().is_empty());
    assert_eq!(
        settled.record(&roster()).field(Field::Appointment),
        Some(&agreed)
    );
}

/// Two people wrote apart: a clash of a field, an entry each, words of both in a text.
#[allow(clippy::unwrap_used)] // a helper of tests: without the record there is nothing to test
fn written_apart() -> RecordDocument {
    let base = new_record();
    let (mut office, mut phone) = (base.clone(), base);
    for (record, device, name) in [
        (&mut office, OFFICE, "王秀瑛"),
        (&mut phone, PHONE, "汪秀英"),
    ] {
        let edits = [
            Edit::Field(Field::CustomerName, words(name)),
            Edit::Text(TextName::Symptom, TextEdit::Append(name.into())),
            Edit::Entry(EntryId::from_slice(&device.0).unwrap(), report(name)),
        ];
        record.edit(actor(device), 2_000, &edits).unwrap();
    }
    merge(&office, &phone)
}

#[test]
fn a_reading_that_follows_the_edits_says_the_same_as_a_whole_reading() {
    let mut record = written_apart();
    let mut following = record.record(&roster());
    assert_eq!(following.conflicts().len(), 1);
    let id = EntryId::from_slice(&[6; 16]).unwrap();
    let edits = [
        vec![Edit::Field(Field::CustomerName, words("汪秀英"))],
        vec![Edit::Field(Field::CustomerPhone, words("139-0000-0000"))],
        vec![Edit::Field(Field::CustomerPhone, FieldValue::Empty)],
        vec![
            Edit::Text(TextName::Work, TextEdit::Append("清洗滤网".into())),
            Edit::Text(TextName::Symptom, TextEdit::Rewrite("不制冷，漏水".into())),
            Edit::Entry(id, report("完工")),
        ],
        // Nothing of it differs.
        vec![Edit::Field(Field::OfficeNote, FieldValue::Empty)],
    ];
    for edits in edits {
        record.edit(actor(TABLET), 3_000, &edits).unwrap();
        record.read_again(&mut following, &edits, &roster());
        assert_eq!(following, record.record(&roster()), "{edits:?}");
    }
    assert!(following.conflicts().is_empty());
    assert_eq!(following.entries.len(), 3);
}

#[test]
fn what_is_read_in_one_pass_is_what_is_read_key_by_key() {
    let before = written_apart();
    let mut after = before.clone();
    let settled = [
        Edit::Field(Field::CustomerName, words("汪秀英")),
        Edit::Entry(EntryId::from_slice(&[6; 16]).unwrap(), report("完工")),
    ];
    after.edit(actor(TABLET), 3_000, &settled).unwrap();
    let then = before.heads();
    for (record, at) in [
        (&before, None),
        (&after, None),
        (&after, Some(then.as_slice())),
    ] {
        let document = record.document();
        let fields = document.fields(at);
        assert_eq!(
            fields["customer_name"].len(),
            if at.is_none() && record.heads() != then {
                1
            } else {
                2
            }
        );
        for (key, values) in fields {
            assert_eq!(values, document.field(&key, at), "{key}");
        }
        let entries = document.entries(at);
        assert_eq!(
            entries.keys().cloned().collect::<Vec<_>>(),
            document.entry_keys(at)
        );
        for (key, written) in entries {
            assert_eq!(Some(written), document.entry(&key, at), "{key}");
        }
    }
    assert_eq!(after.record_at(&roster(), &then), before.record(&roster()));
}

#[test]
fn equal_values_written_apart_do_not_clash() {
    let base = new_record();
    let (mut phone, mut tablet) = (base.clone(), base);
    for (record, device) in [(&mut phone, PHONE), (&mut tablet, TABLET)] {
        record
            .edit(
                actor(device),
                2_000,
                &[Edit::Field(Field::UnitSerial, words("SN-1"))],
            )
            .unwrap();
    }
    let merged = merge(&phone, &tablet);
    assert!(merged.record(&roster()).conflicts().is_empty());
    assert_eq!(merged.record(&roster()).words(Field::UnitSerial), "SN-1");
}

#[test]
fn both_sides_words_stay_in_a_text() {
    let base = new_record();
    let (mut phone, mut tablet) = (base.clone(), base);
    phone
        .edit(
            actor(PHONE),
            2_000,
            &[Edit::Text(
                TextName::Symptom,
                TextEdit::Append("冷藏室有水".into()),
            )],
        )
        .unwrap();
    let early = TextEdit::Splice {
        at: 0,
        erase: 0,
        typed: "昨晚起".into(),
    };
    tablet
        .edit(
            actor(TABLET),
            2_000,
            &[Edit::Text(TextName::Symptom, early)],
        )
        .unwrap();
    let text = merge(&phone, &tablet)
        .record(&roster())
        .text(TextName::Symptom)
        .to_owned();
    assert_eq!(text, "昨晚起不制冷\n冷藏室有水");
}

#[test]
fn an_entry_is_written_once() {
    let mut record = new_record();
    let id = EntryId::from_slice(&[5; 16]).unwrap();
    record
        .edit(actor(PHONE), 2_000, &[Edit::Entry(id, report("一"))])
        .unwrap();
    let again = record.edit(actor(PHONE), 2_000, &[Edit::Entry(id, report("二"))]);
    assert_eq!(again.unwrap_err(), EditError::EntryExists);
    assert_eq!(record.record(&roster()).entries[&id].entry, report("一"));
}

#[test]
fn an_edit_that_is_not_in_order_changes_nothing() {
    let mut record = new_record();
    let before = record.heads();
    let bad = [
        Edit::Field(Field::PriorityHours, FieldValue::Number(5)),
        Edit::Field(Field::Number, words("D-2")),
        Edit::Text(
            TextName::Work,
            TextEdit::Splice {
                at: 3,
                erase: 0,
                typed: "x".into(),
            },
        ),
        Edit::Text(
            TextName::Work,
            TextEdit::Rewrite("长".repeat(TEXT_LENGTH_MAX + 1)),
        ),
        Edit::Text(TextName::Work, TextEdit::Rewrite("\u{7}".into())),
    ];
    for edit in bad {
        let both = [Edit::Field(Field::CustomerName, words("别人")), edit];
        assert!(record.edit(actor(PHONE), 2_000, &both).is_err());
        assert_eq!(record.heads(), before);
    }
    let same = [Edit::Field(Field::CustomerName, words("王秀英"))];
    assert!(
        record.edit(actor(PHONE), 2_000, &same).unwrap().is_none(),
        "the same value again is no change"
    );
}

#[test]
fn history_tells_who_changed_what_from_what_to_what() {
    use crate::history::Changed;

    let mut record = new_record();
    record
        .edit(
            actor(PHONE),
            2_000,
            &[
                Edit::Field(Field::CustomerName, words("王秀瑛")),
                Edit::Text(TextName::Symptom, TextEdit::Append("漏水".into())),
            ],
        )
        .unwrap();
    let history = record.history(&roster());
    assert_eq!(history.len(), 2);
    assert_eq!((history[1].device, history[1].time_s), (PHONE, 2_000));
    assert_eq!(
        history[1].what,
        vec![
            Changed::Field {
                field: Field::CustomerName,
                old: Some(words("王秀英")),
                new: words("王秀瑛"),
            },
            Changed::Text {
                text: TextName::Symptom,
                old: "不制冷".into(),
                new: "不制冷\n漏水".into()
            },
        ]
    );
}

#[test]
fn changes_without_what_they_depend_on_are_refused_and_nothing_is_half_applied() {
    let mut record = new_record();
    let before = record.clone();
    record
        .edit(
            actor(PHONE),
            2_000,
            &[Edit::Text(TextName::Work, TextEdit::Rewrite("一".into()))],
        )
        .unwrap();
    let middle = record.heads();
    record
        .edit(
            actor(PHONE),
            2_000,
            &[Edit::Text(TextName::Work, TextEdit::Rewrite("一二".into()))],
        )
        .unwrap();
    let last = record.document().changes_since(&middle);
    assert_eq!(
        before.document().admit(&last, 1 << 20).unwrap_err(),
        DocumentError::MissingDependencies
    );
    assert!(matches!(
        Document::load(b"no document", &[]),
        Err(DocumentError::Unloadable)
    ));
}
