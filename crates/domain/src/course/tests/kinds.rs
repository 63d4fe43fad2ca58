//! What a record lacks by the kind of visit, as a table that reads beside domain.md ("A complete record has", and the
//! branches): each row is a course in words, the kind it is, and what lacks of the required and of the recommended. The
//! photos have a table of their own in `photos.rs`.

use crate::{
    course::{Completeness, Item, Need, Place, Step, VisitKind},
    record::{Field, FieldValue, TextName, What},
    story::{self, Story},
};

type Act = fn(&mut Story);

fn absent(story: &mut Story) {
    story.does(story::absent());
}

fn take_unit(story: &mut Story) {
    story.does(story::unit_taken());
}

fn take_without_date(story: &mut Story) {
    story.does(What::CustodyTaken(story::handover("")));
}

fn return_unit(story: &mut Story) {
    let taken = story.facts().in_custody.expect("in custody");
    story.does(story::unit_returned(taken));
}

fn not_satisfied(story: &mut Story) {
    story.does(story::not_satisfied());
}

fn complain(story: &mut Story) {
    story.does(story::complains());
}

fn fit_only(story: &mut Story) {
    story.does(story::fitted("P-PUMP", 1));
}

fn brought(story: &mut Story) {
    story.set(Field::Reception, "brought_in");
}

fn of(request: &'static str, story: &mut Story) {
    story.set(Field::Request, request);
}

fn installation(story: &mut Story) {
    of("installation", story);
    story.write(TextName::Symptom, "");
}

fn maintenance(story: &mut Story) {
    of("maintenance", story);
}

fn enquiry(story: &mut Story) {
    of("enquiry", story);
}

fn complaint(story: &mut Story) {
    of("complaint", story);
}

fn no_serial(story: &mut Story) {
    story.set(Field::UnitSerial, FieldValue::Empty);
}

fn no_date(story: &mut Story) {
    story.set(Field::PurchasedOn, FieldValue::Empty);
}

fn no_symptom(story: &mut Story) {
    story.write(TextName::Symptom, " ");
}

fn no_phone(story: &mut Story) {
    story.set(Field::CustomerPhone, FieldValue::Empty);
}

fn no_cause(story: &mut Story) {
    story.write(TextName::Cause, "");
}

fn no_work(story: &mut Story) {
    story.write(TextName::Work, "");
}

/// The cause is known by looking; the four steps were not gone through.
fn cause_only(story: &mut Story) {
    story.write(TextName::Cause, "排水泵烧毁");
}

use story::{
    accept, advise, arrive, assign, call, cancel, cannot, decline, diagnose, finish, pay, quote,
    refuse_to_sign, repair, report, sign, test,
};

fn says(acts: &[Act]) -> String {
    let mut story = Story::repair();
    for act in acts {
        act(&mut story);
    }
    let found = Completeness::of(&story.record);
    let of = |need: Need| {
        let items = found
            .missing
            .iter()
            .filter(|(item, of)| *of == need && !matches!(item.place(), Place::Photo(_)));
        let codes: Vec<_> = items.map(|(item, _)| item.code()).collect();
        codes.join(" ")
    };
    let text = format!(
        "{}: {} | {}",
        found.kind.code(),
        of(Need::Required),
        of(Need::Recommended)
    );
    text.trim_end().to_owned()
}

/// The situation, what was done to a repair that was taken in whole => the kind: required that lack | recommended.
macro_rules! table {
    ($($situation:literal [$($act:expr),*] => $says:literal;)*) => {
        $(assert_eq!(says(&[$($act),*]), $says, "{}", $situation);)*
    };
}

#[test]
fn a_repair_at_the_customers() {
    table! {
        "taken in" [] => "repair: arrival cause work accepted_quote test_result signature opinion | advice diagnosis";
        "at the door" [assign, call, arrive] => "repair: cause work accepted_quote test_result signature opinion | advice diagnosis";
        "diagnosed in four steps" [arrive, diagnose] => "repair: work accepted_quote test_result signature opinion | advice";
        "the cause without the four steps" [arrive, cause_only] => "repair: work accepted_quote test_result signature opinion | advice diagnosis";
        "quoted, not accepted" [arrive, diagnose, quote] => "repair: work accepted_quote test_result signature opinion | advice";
        "accepted" [arrive, diagnose, quote, accept] => "repair: work test_result signature opinion | advice";
        "repaired" [arrive, diagnose, quote, accept, repair] => "repair: test_result signature opinion | advice";
        "tested" [arrive, diagnose, quote, accept, repair, test] => "repair: signature opinion | advice";
        "signed without advice" [arrive, diagnose, quote, accept, repair, test, sign] => "repair:  | advice";
        "to its end" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report] => "repair:  |";
        "a part fitted, the old one not kept" [arrive, diagnose, quote, accept, fit_only, finish, test, advise, sign] => "repair:  | old_parts";
        "without the cause" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_cause] => "repair: cause |";
        "without the solution" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_work] => "repair: work |";
        "without the telephone" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_phone] => "repair: customer_phone |";
        "without the invoice's date" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_date] => "repair:  | purchased_on";
        "without the serial number" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_serial] => "repair: unit_serial |";
        "without the symptom" [arrive, diagnose, quote, accept, repair, test, advise, sign, no_symptom] => "repair: symptom |";
    }
}

#[test]
fn installation_and_maintenance_have_no_fault_and_explain_the_use() {
    table! {
        "to be installed" [installation] => "installation: arrival work accepted_quote test_result advice signature opinion |";
        "installed and tested, not explained" [installation, arrive, quote, accept, fit_only, finish, test, sign] => "installation: advice |";
        "installed to the end" [installation, arrive, quote, accept, fit_only, finish, test, advise, sign] => "installation:  |";
        "to be maintained" [maintenance] => "maintenance: arrival work accepted_quote test_result advice signature opinion |";
        "maintained to the end" [maintenance, no_symptom, arrive, quote, accept, finish, test, advise, sign] => "maintenance:  |";
        "maintained, the invoice not seen" [maintenance, arrive, quote, accept, finish, test, advise, sign, no_date] => "maintenance:  | purchased_on";
    }
}

#[test]
fn what_is_asked_and_what_is_complained_of() {
    table! {
        "a question" [enquiry] => "enquiry:  |";
        "a question of nobody knows what" [enquiry, no_symptom, no_serial] => "enquiry: symptom |";
        "a complaint came in, not yet heard" [complaint] => "complaint: arrival complaint cause work accepted_quote test_result signature opinion | advice diagnosis";
        "a complaint heard at the door" [complaint, arrive, complain] => "complaint: cause work accepted_quote test_result signature opinion | advice diagnosis";
    }
}

#[test]
fn a_second_service_has_a_repair_a_test_and_a_signature_of_its_own() {
    table! {
        "not satisfied after the report" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report, not_satisfied] => "second_service:  |";
        "the second visit begins" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report, not_satisfied, arrive] => "second_service: test_result signature | advice";
        "the second visit tested" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report, not_satisfied, arrive, finish, test] => "second_service: signature | advice";
        "the second visit signed" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report, not_satisfied, arrive, finish, test, advise, sign] => "second_service:  |";
    }
}

#[test]
fn units_that_are_brought_in_or_taken_along() {
    table! {
        "announced" [brought] => "brought_in: custody_receipt cause work accepted_quote test_result signature opinion | advice diagnosis";
        "taken in against a receipt" [brought, assign, take_unit] => "brought_in: cause work accepted_quote test_result signature opinion | advice diagnosis";
        "repaired and handed back" [brought, assign, take_unit, diagnose, quote, accept, repair, test, return_unit, advise, sign] => "brought_in:  |";
        "declined, and handed back" [brought, assign, take_unit, diagnose, quote, decline, return_unit] => "quote_declined:  |";
        "taken along with a promised date" [arrive, diagnose, quote, accept, cannot, take_unit] => "in_workshop:  |";
        "taken along without one" [arrive, diagnose, quote, accept, take_without_date] => "in_workshop:  | promised_date";
        "taken along without the four steps" [arrive, cause_only, quote, accept, take_unit] => "in_workshop:  | diagnosis";
        "repaired in the workshop, not yet back" [arrive, diagnose, quote, accept, take_unit, repair, test] => "repair: signature opinion | advice";
    }
}

#[test]
fn what_ended_without_a_repair() {
    table! {
        "cannot be repaired, not yet signed" [arrive, diagnose, cannot] => "cannot_repair: signature opinion |";
        "cannot be repaired, and signed" [arrive, diagnose, cannot, sign] => "cannot_repair:  |";
        "cannot be repaired, and nobody knows why" [arrive, cannot, sign] => "cannot_repair: cause | diagnosis";
        "cannot be repaired, and refused to sign" [arrive, diagnose, cannot, refuse_to_sign] => "cannot_repair:  |";
        "declined the quote" [arrive, diagnose, quote, decline] => "quote_declined:  |";
        "declined, the serial not read" [arrive, diagnose, quote, decline, no_serial] => "quote_declined: unit_serial |";
        "refused to sign" [arrive, diagnose, quote, accept, repair, test, advise, refuse_to_sign] => "refused_to_sign:  |";
        "refused to sign, nothing explained" [arrive, diagnose, quote, accept, repair, test, refuse_to_sign] => "refused_to_sign:  | advice";
        "nobody at home" [assign, call, absent] => "customer_absent:  |";
        "nobody at home, and not called" [assign, absent] => "customer_absent:  | call";
        "nobody at home, and somebody came after all" [assign, call, absent, arrive] => "repair: cause work accepted_quote test_result signature opinion | advice diagnosis";
        "called off" [cancel] => "cancelled:  |";
        "called off, the unit not known" [no_serial, no_date, cancel] => "cancelled:  |";
        "called off, the telephone not known" [no_phone, cancel] => "cancelled: customer_phone |";
        "called off after the work" [arrive, diagnose, quote, accept, repair, cancel] => "cancelled:  |";
    }
}

#[test]
fn every_item_names_its_place_and_the_step_that_fills_it() {
    for item in Item::ALL.iter().copied() {
        let place = item.place();
        assert!(!place.name().is_empty() && !place.words().chinese.is_ascii());
        assert!(
            place.words().english.is_ascii(),
            "{}",
            place.words().english
        );
        assert!(
            !matches!(item.step(), Step::Done | Step::Report | Step::Revisit),
            "{item:?}"
        );
        match place {
            Place::Field(field) => assert_eq!(Field::from_key(place.name()), Some(field)),
            Place::Text(text) => assert_eq!(TextName::from_key(place.name()), Some(text)),
            Place::Entry(kind) => assert_eq!(place.name(), kind.code()),
            Place::Photo(stage) => assert_eq!(item.code(), format!("photo_{}", stage.code())),
        }
    }
}

#[test]
fn no_list_names_an_item_twice_and_every_item_is_in_some_list() {
    let mut named = std::collections::BTreeSet::new();
    for kind in VisitKind::ALL {
        let both = [kind.required(), kind.recommended(), kind.photos(true)].concat();
        let once: std::collections::BTreeSet<_> = both.iter().copied().collect();
        assert_eq!(once.len(), both.len(), "{kind:?}");
        named.extend(once);
    }
    assert_eq!(named.len(), Item::ALL.len());
}
