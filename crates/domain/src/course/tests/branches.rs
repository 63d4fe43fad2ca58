//! The branches of a repair (domain: "Branches"), each walked from its first line to its last: where the record stands
//! after each act, what comes next, and that nothing looks irregular on a regular way.

use super::step::{Row, from_the_quote, walk};
use crate::{
    course::{Completeness, Finding, Item, Refusal, Status::*, Step, may_do},
    ids::PersonId,
    money::Currency,
    record::{Field, Matter, What},
    story::{self, Story},
};

fn take_unit(story: &mut Story) {
    story.does(story::unit_taken());
}

fn return_unit(story: &mut Story) {
    let taken = story.facts().in_custody.expect("in custody");
    story.does(story::unit_returned(taken));
}

fn lend(story: &mut Story) {
    story.does(story::loaner_lent());
}

fn take_loaner_back(story: &mut Story) {
    let lent = story.facts().loaner_out.expect("lent");
    story.does(story::loaner_returned(lent));
}

fn nobody_home(story: &mut Story) {
    story.does(story::absent());
}

fn not_satisfied(story: &mut Story) {
    story.does(story::not_satisfied());
}

fn complain(story: &mut Story) {
    story.does(story::complains());
}

/// The customer still pays nothing more, so the payment of the first visit stands.
const SECOND_SERVICE: &[Row] = &[
    (story::arrive, InRepair, Step::Repair),
    (story::finish, InRepair, Step::Test),
    (story::test, ToSign, Step::Advise),
    (story::advise, ToSign, Step::SignOff),
    (story::sign, Signed, Step::Report),
    (story::report, Reported, Step::Done),
];

const FIRST_SERVICE: &[Row] = &[
    (story::accept, InRepair, Step::Repair),
    (story::repair, InRepair, Step::Test),
    (story::test, ToSign, Step::Advise),
    (story::advise, ToSign, Step::SignOff),
    (story::sign, Signed, Step::Pay),
    (story::pay, Signed, Step::Report),
    (story::report, Reported, Step::Done),
];

#[test]
fn a_part_is_missing_and_a_second_visit_brings_it() {
    let story = walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::cannot, CannotRepair, Step::SignOff),
            (story::sign, Signed, Step::Report),
            (story::report, Reported, Step::Done),
            (story::arrive, InRepair, Step::Repair),
            (story::repair, InRepair, Step::Test),
            (story::test, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::sign, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
    assert!(Completeness::of(&story.record).is_complete());
}

#[test]
fn on_a_second_visit_nobody_signs_before_its_own_repair_and_test() {
    let mut story = Story::finished();
    story.does(story::not_satisfied());
    story::arrive(&mut story);
    let early = story::sign_off(story.all_valid());
    assert_eq!(story.asks(&early), Err(Refusal::RepairNotDone));
    // Signed all the same, on a device that did not know of the visit: the first visit's test is not this one's.
    let sign_off = story.happens(early);
    assert_eq!(
        story.findings(),
        [
            Finding::SignedBeforeRepair { sign_off },
            Finding::SignedBeforeTest { sign_off }
        ]
    );
}

#[test]
fn nobody_is_at_home_and_another_visit_is_agreed() {
    let story = walk(
        Story::repair(),
        &[
            (story::assign, Assigned, Step::Call),
            (story::call, Assigned, Step::Arrive),
            (nobody_home, Absent, Step::Report),
            (story::report, Absent, Step::Revisit),
            (story::arrive, OnSite, Step::Diagnose),
            (story::diagnose, OnSite, Step::Quote),
        ],
    );
    let mut absent = Story::repair();
    story::assign(&mut absent);
    nobody_home(&mut absent);
    assert!(
        Completeness::of(&absent.record).is_complete(),
        "nothing can be written about a unit that nobody saw"
    );
    assert!(!Completeness::of(&story.record).is_complete());
}

#[test]
fn the_unit_goes_to_the_workshop_and_comes_back_with_the_loaner_exchanged() {
    let story = walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::cannot, CannotRepair, Step::SignOff),
            (take_unit, InWorkshop, Step::Report),
            (lend, InWorkshop, Step::Report),
            (story::report, InWorkshop, Step::Repair),
            (story::repair, InWorkshop, Step::Revisit),
            (story::arrive, InWorkshop, Step::Test),
            (story::test, ToSign, Step::HandBack),
            (return_unit, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::sign, Signed, Step::TakeBackLoaner),
            (take_loaner_back, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
    assert!(Completeness::of(&story.record).is_complete());
}

#[test]
fn while_the_unit_is_away_nobody_accepts_the_work_and_a_receipt_is_given_once() {
    let mut story = Story::accepted();
    take_unit(&mut story);
    assert_eq!(
        story.asks(&story::unit_taken()),
        Err(Refusal::AlreadyInCustody)
    );
    story::repair(&mut story);
    story::test(&mut story);
    let early = story::sign_off(story.all_valid());
    assert_eq!(story.asks(&early), Err(Refusal::InCustody));
    let sign_off = story.happens(early);
    assert_eq!(story.findings(), [Finding::SignedWithoutUnit { sign_off }]);
    let taken = story.facts().in_custody.expect("in custody");
    assert_eq!(
        story.asks(&story::loaner_returned(taken)),
        Err(Refusal::NoSuchEntry),
        "the customer's unit is no loaner"
    );
    let back = What::CustodyReturned(story::handback(taken, false));
    let handback = story.does(back.clone());
    assert_eq!(story.asks(&back), Err(Refusal::AlreadyHandedBack));
    assert!(
        story
            .findings()
            .contains(&Finding::HandedBackIncomplete { handback })
    );
}

#[test]
fn a_job_that_is_called_off_still_gives_everything_back() {
    let mut story = Story::accepted();
    for act in [take_unit, lend, story::cancel] {
        act(&mut story);
    }
    assert_eq!(story.next_step(), Step::HandBack);
    return_unit(&mut story);
    assert_eq!(story.next_step(), Step::TakeBackLoaner);
    let loan = story.facts().loaner_out.expect("lent");
    assert_eq!(story.findings(), [Finding::LoanerOut { loan }]);
    take_loaner_back(&mut story);
    assert_eq!(
        (story.status(), story.next_step()),
        (Cancelled, Step::Report)
    );
    assert_eq!(story.findings(), []);
}

#[test]
fn a_unit_that_is_brought_in_is_taken_against_a_promised_date() {
    let mut promised = Story::repair();
    promised.set(Field::Reception, "brought_in");
    story::assign(&mut promised);
    assert_eq!(
        promised.asks(&What::CustodyTaken(story::handover(""))),
        Err(Refusal::NoPromisedDate)
    );
    let mut story = Story::repair();
    story.set(Field::Reception, "brought_in");
    let story = walk(
        story,
        &[
            (story::assign, Assigned, Step::TakeIn),
            (take_unit, OnSite, Step::Diagnose),
            (story::diagnose, OnSite, Step::Quote),
            (story::quote, Quoted, Step::AcceptQuote),
            (story::accept, InWorkshop, Step::Repair),
            (story::repair, InWorkshop, Step::Test),
            (story::test, ToSign, Step::HandBack),
            (return_unit, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::sign, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ],
    );
    assert!(Completeness::of(&story.record).is_complete());
}

#[test]
fn who_brings_his_unit_in_and_declines_the_quote_gets_it_back_unrepaired() {
    let mut story = Story::repair();
    story.set(Field::Reception, "brought_in");
    walk(
        story,
        &[
            (story::assign, Assigned, Step::TakeIn),
            (take_unit, OnSite, Step::Diagnose),
            (story::diagnose, OnSite, Step::Quote),
            (story::quote, Quoted, Step::AcceptQuote),
            (story::decline, Declined, Step::HandBack),
            (return_unit, Declined, Step::Report),
            (story::report, Reported, Step::Done),
        ],
    );
}

#[test]
fn who_is_not_satisfied_gets_a_second_service_and_then_the_complaint_procedure() {
    let mut story = Story::repair();
    assert_eq!(
        story.asks(&story::not_satisfied()),
        Err(Refusal::NothingFinished)
    );
    story = walk(
        story,
        &[
            from_the_quote(FIRST_SERVICE),
            vec![(not_satisfied, SecondService, Step::Revisit)],
            SECOND_SERVICE.to_vec(),
            vec![
                (not_satisfied, Complaint, Step::TakeComplaint),
                (complain, Complaint, Step::Revisit),
            ],
            SECOND_SERVICE.to_vec(),
        ]
        .concat(),
    );
    assert_eq!(story.facts().owed_minor(), 0, "a second service is free");
    assert!(!story.facts().dissatisfied, "he signed for the last one");
}

#[test]
fn reports_that_two_devices_made_apart_leave_the_visit_what_it_is() {
    let mut story = Story::accepted();
    for act in [story::repair, story::test, story::advise, story::sign] {
        act(&mut story);
    }
    let seen = story.all_valid();
    story.happens(story::reported(seen.clone()));
    story.happens(story::reported(seen));
    assert_eq!((story.status(), story.next_step()), (Reported, Step::Pay));
    assert!(story.facts().signed(), "one visit, reported twice");
}

#[test]
fn a_report_from_before_reports_named_their_visit_covers_all_of_them() {
    let mut story = Story::accepted();
    story.happens(story::reported(Vec::new()));
    story::arrive(&mut story);
    assert_eq!(story.status(), Reported);
}

#[test]
fn a_record_that_the_technician_opened_at_the_door_is_his() {
    let mut story = Story::repair();
    let number = story::candidate(crate::rights::Role::Technician, "K7-20261123-001");
    story.clash(Field::Number, vec![number]);
    assert_eq!((story.status(), story.next_step()), (Assigned, Step::Call));
}

#[test]
fn outside_the_service_area_nobody_goes_without_having_asked() {
    let outside = || {
        let mut story = Story::repair();
        story.set(Field::Area, "outside");
        story::assign(&mut story);
        story
    };
    let mut story = outside();
    assert_eq!(story.asks(&story::visit()), Err(Refusal::NoApproval));
    let request = story.does(story::asks_approval(Matter::OutsideArea));
    story::arrive(&mut story);
    assert_eq!(story.findings(), [Finding::OutsideAreaUnapproved]);
    story.does(story::decides(request, true));
    assert_eq!(story.findings(), []);
    assert_eq!(
        story.asks(&story::decides(request, false)),
        Err(Refusal::AlreadyDecided)
    );
    // Of two decisions made apart the refusal holds.
    story.happens(story::decides(request, false));
    assert_eq!(story.findings(), [Finding::OutsideAreaUnapproved]);

    let mut refused = outside();
    let request = refused.does(story::asks_approval(Matter::OutsideArea));
    refused.does(story::decides(request, false));
    assert_eq!(refused.asks(&story::visit()), Err(Refusal::NoApproval));
    assert_eq!(
        refused.asks(&story::decides(story::entry_id(99), true)),
        Err(Refusal::NoSuchEntry)
    );

    let mut other = outside();
    other.does(story::asks_approval(Matter::Extension));
    assert_eq!(
        other.asks(&story::visit()),
        Err(Refusal::NoApproval),
        "a later date is no permission to go there"
    );
}

#[test]
fn what_was_agreed_by_telephone_holds_until_the_office_decides_and_is_shown_as_such() {
    let mut story = Story::repair();
    story.set(Field::Area, "outside");
    story::assign(&mut story);
    let What::ApprovalAsked(mut asked) = story::asks_approval(Matter::OutsideArea) else {
        panic!("a question");
    };
    asked.agreed_by_phone = "李主管".into();
    let request = story.does(What::ApprovalAsked(asked));
    story::arrive(&mut story);
    assert_eq!(story.findings(), [Finding::ApprovalUnconfirmed { request }]);
    story.does(story::decides(request, true));
    assert_eq!(story.findings(), []);
}

#[test]
fn of_several_technicians_the_lead_seals_and_reports() {
    let mut story = Story::accepted();
    for act in [story::repair, story::test] {
        act(&mut story);
    }
    story.set(Field::Lead, "t-wang");
    let sign_off = story::sign_off(story.all_valid());
    let report = story::reported(story.all_valid());
    let (lead, other) = (PersonId("t-wang".into()), PersonId("t-zhang".into()));
    for (by, what, expected) in [
        (&lead, &sign_off, Ok(())),
        (&lead, &report, Ok(())),
        (&other, &sign_off, Err(Refusal::NotTheLead)),
        (&other, &story::sign_refused(), Err(Refusal::NotTheLead)),
        (&other, &report, Err(Refusal::NotTheLead)),
        (&other, &story::not_satisfied(), Ok(())),
    ] {
        assert_eq!(may_do(&story.record, by, what), expected, "{by:?} {what:?}");
    }
    // All entries of these stories are t-zhang's: his device had not heard of the lead yet.
    let entry = story.happens(sign_off);
    assert_eq!(story.findings(), [Finding::SealedByAnother { entry }]);
}

#[test]
fn damage_is_paid_at_its_price_and_the_insurer_hears_of_what_is_large() {
    let mut story = Story::accepted();
    let small = story.does(story::damaged(30_000));
    assert_eq!(
        story.findings(),
        [Finding::CompensationOpen { claim: small }]
    );
    for (claim, minor, expected) in [
        (small, 30_001, Err(Refusal::MoreThanAgreed)),
        (small, 30_000, Ok(())),
        (story::entry_id(99), 1, Err(Refusal::NoSuchEntry)),
    ] {
        assert_eq!(story.asks(&story::compensated(claim, minor)), expected);
    }
    story.does(story::compensated(small, 10_000));
    assert_eq!(
        story.asks(&story::compensated(small, 20_001)),
        Err(Refusal::MoreThanAgreed)
    );
    story.does(story::compensated(small, 20_000));
    assert_eq!(story.findings(), []);

    let unpriced = story.does(story::damaged(0));
    assert_eq!(
        story.findings(),
        [Finding::CompensationOpen { claim: unpriced }]
    );
    story.does(story::compensated(unpriced, 5_000));
    assert_eq!(story.findings(), []);

    let large = story.does(story::agreed(50_000));
    story.does(story::compensated(large, 50_000));
    assert_eq!(story.findings(), [Finding::InsurerNotTold { claim: large }]);
    story.does(story::insurer_told(large));
    assert_eq!(story.findings(), []);
    story.does(story::agreed(0));
    assert_eq!(
        story.findings(),
        [],
        "an agreement without money is settled"
    );
}

#[test]
fn what_a_customer_is_shown_about_a_unit_that_was_fetched_is_not_complete_without_its_condition() {
    let mut incomplete = story::handover("2026-11-30");
    incomplete.condition = " ".into();
    assert!(
        story::entry(What::CustodyTaken(incomplete))
            .check()
            .is_err()
    );
    let mut wrong_day = story::handover("2026-11-31");
    assert!(
        story::entry(What::CustodyTaken(wrong_day.clone()))
            .check()
            .is_err()
    );
    wrong_day.promised_on = String::new();
    assert!(story::entry(What::CustodyTaken(wrong_day)).check().is_ok());
}

#[test]
fn a_finished_first_visit_still_lacks_what_the_second_has_not_done() {
    let mut story = Story::finished();
    assert!(Completeness::of(&story.record).is_complete());
    story.does(story::not_satisfied());
    story::arrive(&mut story);
    let missing: Vec<Item> = Completeness::of(&story.record)
        .missing
        .iter()
        .map(|(item, _)| *item)
        .collect();
    assert!(missing.contains(&Item::TestResult) && missing.contains(&Item::Signature));
}

#[test]
fn money_of_another_currency_neither_settles_a_claim_nor_stands_in_its_way() {
    let mut story = Story::accepted();
    let claim = story.does(story::damaged(8_000));
    let What::CompensationPaid(mut dollars) = story::compensated(claim, 5_000) else {
        panic!("a compensation");
    };
    dollars.amount.currency = Currency::Hkd;
    // Written apart, on a device that could not be asked.
    story.happens(What::CompensationPaid(dollars.clone()));
    assert_eq!(story.findings(), [Finding::CompensationOpen { claim }]);
    assert_eq!(
        story.asks(&What::CompensationPaid(dollars)),
        Err(Refusal::MoreThanAgreed)
    );
    assert_eq!(
        story.asks(&story::compensated(claim, 8_001)),
        Err(Refusal::MoreThanAgreed)
    );
    story.does(story::compensated(claim, 8_000));
    assert_eq!(story.findings(), []);
}
