//! How a record reads when several wrote it while apart, and what a void takes back.

use std::collections::BTreeSet;

use super::*;
use crate::{
    rights::Role::{self, Office, Technician},
    story::{self, Story, candidate, entry_id},
};

const MORNING: &str = "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00";
const EVENING: &str = "2026-11-23T18:00:00+08:00/2026-11-23T20:00:00+08:00";
const NEXT_DAY: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";

/// Writes a field by several, automerge's winner last, and tells what is in force and what clashes.
fn read(field: Field, written: &[(Role, FieldValue)]) -> (Option<FieldValue>, Vec<FieldValue>) {
    let mut story = Story::repair();
    let candidates = written
        .iter()
        .map(|(role, value)| candidate(*role, value.clone()));
    story.clash(field, candidates.collect());
    let clash = story
        .record
        .conflicts()
        .into_iter()
        .find(|it| it.field == field);
    let values = clash.map(|clash| {
        assert_eq!(clash.rule, field.rule().merge);
        assert_eq!(
            Some(&clash.in_force.value).filter(|value| !value.is_empty()),
            story.record.field(field)
        );
        clash.candidates.iter().map(|it| it.value.clone()).collect()
    });
    (
        story.record.field(field).cloned(),
        values.unwrap_or_default(),
    )
}

fn words(words: &str) -> FieldValue {
    FieldValue::from(words)
}

#[test]
fn the_offices_appointment_holds_whoever_wins_in_automerge() {
    let office = (Office, words(MORNING));
    let technician = (Technician, words(EVENING));
    for written in [
        [office.clone(), technician.clone()],
        [technician.clone(), office.clone()],
    ] {
        let (in_force, clash) = read(Field::Appointment, &written);
        assert_eq!(in_force, Some(words(MORNING)));
        assert_eq!(
            clash,
            written.map(|(_, value)| value),
            "all are kept and shown"
        );
    }
    // Two in the office: the later of theirs by automerge's order, wherever the technician's stands.
    let other = (Office, words(NEXT_DAY));
    for written in [
        [office.clone(), other.clone(), technician.clone()],
        [office.clone(), technician.clone(), other.clone()],
        [technician.clone(), office, other],
    ] {
        let (in_force, clash) = read(Field::Appointment, &written);
        assert_eq!((in_force, clash.len()), (Some(words(NEXT_DAY)), 3));
    }
    // Phone and tablet of the technician, nobody in the office: automerge's winner, and it is shown.
    let tablet = (Technician, words(NEXT_DAY));
    let (in_force, clash) = read(Field::Appointment, &[technician, tablet]);
    assert_eq!((in_force, clash.len()), (Some(words(NEXT_DAY)), 2));
}

#[test]
fn the_number_dialled_at_the_door_holds_whoever_wins_in_automerge() {
    let office = (Office, words("13900000001"));
    let technician = (Technician, words("13900000002"));
    let tablet = (Technician, words("13900000003"));
    for written in [
        vec![office.clone(), technician.clone()],
        vec![technician.clone(), office.clone()],
        vec![tablet.clone(), technician.clone(), office.clone()],
        vec![office.clone(), tablet, technician],
    ] {
        let (in_force, clash) = read(Field::CustomerPhone, &written);
        assert_eq!(in_force, Some(words("13900000002")));
        assert_eq!(clash.len(), written.len());
    }
    let (in_force, clash) = read(
        Field::CustomerPhone,
        &[office.clone(), (Office, words("1"))],
    );
    assert_eq!((in_force, clash.len()), (Some(words("1")), 2));
}

#[test]
fn an_urgent_fault_stays_urgent_whoever_wins_in_automerge() {
    let number = FieldValue::Number;
    for written in [
        vec![(Office, number(72)), (Technician, number(4))],
        vec![(Technician, number(4)), (Office, number(72))],
        vec![
            (Office, number(24)),
            (Technician, number(4)),
            (Office, number(48)),
        ],
        vec![(Technician, number(4)), (Office, FieldValue::Empty)],
    ] {
        let (in_force, clash) = read(Field::PriorityHours, &written);
        assert_eq!((in_force, clash.len()), (Some(number(4)), written.len()));
    }
}

#[test]
fn the_last_writer_of_a_harmless_field_wins_and_nothing_is_shown() {
    let (chinese, english) = ((Office, words("zh-CN")), (Technician, words("en")));
    let (in_force, clash) = read(Field::Language, &[chinese.clone(), english.clone()]);
    assert_eq!((in_force, clash), (Some(words("en")), vec![]));
    let (in_force, clash) = read(Field::Language, &[english, chinese]);
    assert_eq!((in_force, clash), (Some(words("zh-CN")), vec![]));
}

#[test]
fn a_record_number_stays_what_it_was_first() {
    let (in_force, clash) = read(
        Field::Number,
        &[(Technician, words("K7-1")), (Office, words("K7-2"))],
    );
    assert_eq!(in_force, Some(words("K7-1")));
    assert_eq!(
        clash.len(),
        2,
        "the gate refuses it; where it got in, it is shown"
    );
}

#[test]
fn equal_values_do_not_clash() {
    for (field, value) in [
        (Field::Appointment, words(MORNING)),
        (Field::CustomerPhone, words("13900000001")),
        (Field::PriorityHours, FieldValue::Number(24)),
        (Field::Number, words("K7-1")),
        (Field::CustomerName, FieldValue::Empty),
    ] {
        let written = [
            (Office, value.clone()),
            (Technician, value.clone()),
            (Technician, value.clone()),
        ];
        let (in_force, clash) = read(field, &written);
        assert_eq!(clash, []);
        assert_eq!(in_force.unwrap_or(FieldValue::Empty), value);
    }
}

#[test]
fn a_field_cleared_by_who_leads_is_empty_and_the_clash_is_shown() {
    let (in_force, clash) = read(
        Field::Appointment,
        &[(Office, FieldValue::Empty), (Technician, words(EVENING))],
    );
    assert_eq!((in_force, clash.len()), (None, 2));
}

#[test]
fn every_field_has_a_value_in_force_that_somebody_wrote() {
    for row in FIELDS {
        for order in [[Office, Technician], [Technician, Office]] {
            let candidates = Vec::from(order.map(|role| candidate(role, role.code())));
            let reading = FieldReading { candidates };
            let in_force = reading.in_force(row.merge).expect("one of them");
            let expected = match row.merge {
                MergeRule::Once => order[0],
                MergeRule::LastWriter | MergeRule::MostUrgent => order[1],
                MergeRule::OfficeFirst => Office,
                MergeRule::TechnicianFirst => Technician,
            };
            assert_eq!(in_force.role, expected, "{}", row.key);
        }
        assert_eq!(FieldReading::default().in_force(row.merge), None);
    }
}

#[test]
fn blanks_are_nothing() {
    let mut story = Story::repair();
    let blank = FieldReading {
        candidates: vec![candidate(Office, "  ")],
    };
    story.record.fields.insert(Field::Assignee, blank);
    assert_eq!(story.record.field(Field::Assignee), None);
    assert_eq!(story.record.words(Field::Assignee), "");
    assert!(!story.facts().assigned);
    assert_eq!(story.record.words(Field::CustomerName), "王秀英");
    assert_eq!(story.record.text(TextName::Symptom), "不排水");
}

#[test]
fn a_void_takes_an_entry_back_and_a_void_of_the_void_gives_it_back() {
    let mut story = Story::repair();
    let visit = story.does(story::visit());
    let void = story.does(story::void(visit));
    assert_eq!(story.record.voided(), BTreeSet::from([visit]));
    assert_eq!(story.all_valid(), [void]);
    let void_of_void = story.does(story::void(void));
    assert_eq!(story.record.voided(), BTreeSet::from([void]));
    assert_eq!(story.all_valid(), [visit, void_of_void]);
    // One level more is not followed: the visit stays given back.
    story.happens(story::void(void_of_void));
    assert!(story.all_valid().contains(&visit));
}

#[test]
fn two_voids_made_apart_both_have_to_be_taken_back() {
    let mut story = Story::repair();
    let visit = story.does(story::visit());
    let first = story.does(story::void(visit));
    let second = story.does(story::void(visit));
    story.does(story::void(first));
    assert!(!story.all_valid().contains(&visit));
    story.does(story::void(second));
    assert!(story.all_valid().contains(&visit));
}

#[test]
fn voids_that_name_themselves_or_each_other_harm_nothing_else() {
    let mut story = Story::repair();
    let visit = story.does(story::visit());
    let itself = entry_id(100);
    story.happens_as(itself, story::void(itself));
    let (left, right) = (entry_id(101), entry_id(102));
    story.happens_as(left, story::void(right));
    story.happens_as(right, story::void(left));
    story.happens_as(entry_id(103), story::void(entry_id(999)));
    assert!(story.all_valid().contains(&visit));
    assert!(!story.all_valid().contains(&itself));
}
