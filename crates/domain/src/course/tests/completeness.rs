//! What a record lacks.

use crate::{
    course::{
        Completeness, Item,
        Need::{Recommended, Required},
        Place,
    },
    record::{Field, FieldValue, TextName, What},
    story::{self, Story},
};

type IsKind = fn(&What) -> bool;

fn missing(story: &Story) -> Vec<(Item, crate::course::Need)> {
    let missing = Completeness::of(&story.record).missing.into_iter();
    // The photos have their table in `photos.rs`.
    let photo = |item: Item| matches!(item.place(), Place::Photo(_));
    missing.filter(|(item, _)| !photo(*item)).collect()
}

#[test]
fn a_record_that_went_the_whole_course_is_complete() {
    let story = Story::finished();
    assert_eq!(missing(&story), []);
    assert!(Completeness::of(&story.record).is_complete());
}

#[test]
fn a_new_record_says_all_that_lacks_the_required_first() {
    let story = Story::blank();
    let elsewhere = |item: &&Item| {
        !matches!(
            item,
            Item::OldParts | Item::Advice | Item::PurchasedOn | Item::Diagnosis
        ) && !matches!(
            item,
            Item::CustodyReceipt | Item::Complaint | Item::Call | Item::PromisedDate
        ) && !matches!(item.place(), Place::Photo(_))
    };
    let required = Item::ALL.iter().filter(elsewhere);
    let mut expected: Vec<_> = required.map(|item| (*item, Required)).collect();
    // Without a fitted part there is no old one to hand back.
    expected.extend([
        (Item::Advice, Recommended),
        (Item::Diagnosis, Recommended),
        (Item::PurchasedOn, Recommended),
    ]);
    assert_eq!(missing(&story), expected);
    assert!(!Completeness::of(&story.record).is_complete());
}

#[test]
fn each_field_and_text_is_missed_alone() {
    for (field, item, need) in [
        (Field::Number, Item::Number, Required),
        (Field::ReceivedAt, Item::ReceivedAt, Required),
        (Field::CustomerName, Item::CustomerName, Required),
        (Field::CustomerPhone, Item::CustomerPhone, Required),
        (Field::CustomerAddress, Item::CustomerAddress, Required),
        (Field::UnitKind, Item::UnitKind, Required),
        (Field::UnitModel, Item::UnitModel, Required),
        (Field::UnitSerial, Item::UnitSerial, Required),
        (Field::PurchasedOn, Item::PurchasedOn, Recommended),
    ] {
        let mut story = Story::finished();
        story.record.fields.remove(&field);
        assert_eq!(missing(&story), [(item, need)]);
        if field.check(&FieldValue::Empty).is_ok() {
            story.set(field, FieldValue::Empty);
            assert_eq!(missing(&story), [(item, need)], "cleared is missing");
        }
        assert_eq!(
            Completeness::of(&story.record).is_complete(),
            need == Recommended
        );
    }
    for (text, item) in [
        (TextName::Symptom, Item::Symptom),
        (TextName::Cause, Item::Cause),
        (TextName::Work, Item::Work),
    ] {
        let mut story = Story::finished();
        story.write(text, " \n");
        assert_eq!(missing(&story), [(item, Required)]);
    }
}

#[test]
fn what_was_done_and_taken_back_is_missed_alone() {
    let kinds: [(IsKind, &[_]); 5] = [
        (
            |what| matches!(what, What::QuoteAccepted { .. }),
            &[(Item::AcceptedQuote, Required)],
        ),
        (
            |what| matches!(what, What::TestResult { .. }),
            &[(Item::TestResult, Required)],
        ),
        (
            |what| matches!(what, What::SignOff { .. }),
            &[(Item::Signature, Required), (Item::Opinion, Required)],
        ),
        (
            |what| matches!(what, What::PartRemoved { .. }),
            &[(Item::OldParts, Recommended)],
        ),
        (
            |what| matches!(what, What::AdviceGiven { .. }),
            &[(Item::Advice, Recommended)],
        ),
    ];
    for (is_kind, lacking) in kinds {
        let mut story = Story::finished();
        let entries: Vec<_> = story.record.entries.iter().collect();
        let found = entries
            .iter()
            .find(|(_, reading)| is_kind(&reading.entry.what))
            .map(|(id, _)| **id);
        story.does(story::void(found.expect("it was done")));
        assert_eq!(missing(&story), lacking);
    }
}

#[test]
fn a_signature_without_the_customers_opinion_is_not_complete() {
    let mut story = Story::accepted();
    story::repair(&mut story);
    story::test(&mut story);
    story::advise(&mut story);
    let mut silent = story::sign_off(story.all_valid());
    if let What::SignOff { opinion, .. } = &mut silent {
        opinion.clear();
    }
    story.does(silent);
    assert_eq!(missing(&story), [(Item::Opinion, Required)]);
}

#[test]
fn who_refused_to_sign_lacks_neither_signature_nor_opinion() {
    let mut story = Story::accepted();
    for act in [
        story::repair,
        story::test,
        story::advise,
        story::refuse_to_sign,
    ] {
        act(&mut story);
    }
    assert_eq!(missing(&story), []);
}

#[test]
fn without_a_fault_neither_symptom_nor_cause_nor_old_parts_are_missed() {
    let mut story = Story::installation();
    for act in [story::assign, story::arrive, story::quote, story::accept] {
        act(&mut story);
    }
    story.does(story::fitted("P-PUMP", 1));
    for act in [story::finish, story::test, story::advise, story::sign] {
        act(&mut story);
    }
    assert_eq!(missing(&story), []);
}

#[test]
fn what_ended_without_a_repair_lacks_nothing_of_the_repair() {
    let mut story = Story::accepted();
    story::cannot(&mut story);
    assert_eq!(
        missing(&story),
        [(Item::Signature, Required), (Item::Opinion, Required)]
    );
    story::sign(&mut story);
    assert_eq!(missing(&story), []);

    let mut story = Story::repair();
    for act in [story::arrive, story::diagnose, story::quote, story::decline] {
        act(&mut story);
    }
    assert_eq!(missing(&story), []);

    let mut story = Story::repair();
    story.set(Field::UnitSerial, FieldValue::Empty);
    story.set(Field::PurchasedOn, FieldValue::Empty);
    story::cancel(&mut story);
    assert_eq!(missing(&story), []);
}
