//! Where a record stands and what comes next, along every course that a visit can take.

use crate::{
    course::{
        Status::{self, *},
        Step,
    },
    money::Currency,
    quote::{LineKind, Payer},
    record::{CallOutcome, What},
    story::{self, Story},
};

/// What is done, where the record stands then, and what comes next.
pub(super) type Row = (fn(&mut Story), Status, Step);

/// Walks a course. Everything in it is asked for before it is done, and nothing in it may look irregular on the way.
pub(super) fn walk(mut story: Story, course: &[Row]) -> Story {
    assert_eq!(
        (story.status(), story.next_step()),
        (Received, Step::Assign)
    );
    for (number, (act, status, next)) in course.iter().enumerate() {
        act(&mut story);
        assert_eq!(
            (story.status(), story.next_step()),
            (*status, *next),
            "after row {number}"
        );
        assert_eq!(story.findings(), [], "after row {number}");
    }
    story
}

pub(super) const TO_THE_QUOTE: &[Row] = &[
    (story::assign, Assigned, Step::Call),
    (story::call, Assigned, Step::Arrive),
    (story::arrive, OnSite, Step::Diagnose),
    (story::diagnose, OnSite, Step::Quote),
    (story::quote, Quoted, Step::AcceptQuote),
];

pub(super) fn from_the_quote(rest: &[Row]) -> Vec<Row> {
    [TO_THE_QUOTE, rest].concat()
}

#[test]
fn a_repair_goes_from_the_intake_to_the_report() {
    let story = walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::repair, InRepair, Step::Test),
            (story::test, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::sign, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
    assert_eq!(story.facts().owed_minor(), 0);
}

#[test]
fn an_installation_needs_no_diagnosis() {
    walk(
        Story::installation(),
        &[
            (story::assign, Assigned, Step::Call),
            (story::call, Assigned, Step::Arrive),
            (story::arrive, OnSite, Step::Quote),
            (story::quote, Quoted, Step::AcceptQuote),
            (story::accept, InRepair, Step::Repair),
            (
                |story| {
                    // Brackets are fitted and nothing is taken out.
                    story.does(story::fitted("P-PUMP", 1));
                    story::finish(story);
                },
                InRepair,
                Step::Test,
            ),
            (story::test, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::sign, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ],
    );
    let mut maintenance = Story::installation();
    maintenance.set(crate::record::Field::Request, "maintenance");
    story::assign(&mut maintenance);
    story::arrive(&mut maintenance);
    assert_eq!(maintenance.next_step(), Step::Quote);
}

#[test]
fn a_customer_who_declines_is_left_with_a_report() {
    let mut story = walk(
        Story::repair(),
        &from_the_quote(&[
            (story::decline, Declined, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
    let declined = story.quotes().standing().expect("it still stands").offer;
    let cheaper = vec![story::line(LineKind::Labour, "L-1", 1, 2_000)];
    story.does(story::offer(2, Some(declined), cheaper));
    assert_eq!(
        story.next_step(),
        Step::AcceptQuote,
        "a cheaper one may follow"
    );
}

#[test]
fn what_cannot_be_repaired_is_told_signed_and_reported() {
    walk(
        Story::repair(),
        &[
            (story::assign, Assigned, Step::Call),
            (story::call, Assigned, Step::Arrive),
            (story::arrive, OnSite, Step::Diagnose),
            (story::cannot, CannotRepair, Step::SignOff),
            (story::sign, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ],
    );
    walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::cannot, CannotRepair, Step::SignOff),
            (story::refuse_to_sign, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
}

#[test]
fn a_cancelled_record_is_only_reported() {
    walk(
        Story::repair(),
        &[
            (story::assign, Assigned, Step::Call),
            (story::cancel, Cancelled, Step::Report),
            (story::report, Cancelled, Step::Done),
        ],
    );
    walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::cancel, Cancelled, Step::Report),
        ]),
    );
}

#[test]
fn a_customer_who_refuses_to_sign_still_pays_what_he_accepted() {
    walk(
        Story::repair(),
        &from_the_quote(&[
            (story::accept, InRepair, Step::Repair),
            (story::repair, InRepair, Step::Test),
            (story::test, ToSign, Step::Advise),
            (story::advise, ToSign, Step::SignOff),
            (story::refuse_to_sign, Signed, Step::Pay),
            (story::pay, Signed, Step::Report),
            (story::report, Reported, Step::Done),
        ]),
    );
}

#[test]
fn in_warranty_there_is_a_quote_to_accept_and_nothing_to_pay() {
    let mut story = Story::repair();
    for act in [story::assign, story::call, story::arrive, story::diagnose] {
        act(&mut story);
    }
    let mut lines = story::pump_lines();
    for line in &mut lines {
        line.payer = Payer::Warranty;
    }
    story.does(story::offer(1, None, lines));
    for act in [story::accept, story::repair, story::test, story::advise] {
        act(&mut story);
    }
    story::sign(&mut story);
    assert_eq!(story.next_step(), Step::Report);
}

#[test]
fn work_found_later_waits_for_the_customer_again() {
    let mut story = Story::accepted();
    let first = story.quotes().accepted().expect("accepted");
    let (offer, first_offer) = (first.offer, first.offer);
    let mut lines = story::pump_lines();
    lines.push(story::line(LineKind::Part, "P-HOSE", 2, 1_500));
    let revision = story.does(story::offer(2, Some(offer), lines));
    assert_eq!(
        (story.status(), story.next_step()),
        (InRepair, Step::AcceptQuote)
    );
    assert_eq!(story.facts().owed_minor(), 12_000, "not yet accepted");

    story.does(story::accepts(revision));
    assert_eq!(story.next_step(), Step::Repair);
    assert_eq!(story.facts().owed_minor(), 15_000);
    assert!(story.quotes().is_replaced(first_offer));
}

#[test]
fn when_the_revision_is_declined_the_work_goes_on_by_the_first_quote() {
    let mut story = Story::accepted();
    let first = story.quotes().accepted().expect("accepted").offer;
    let mut dearer = story::pump_lines();
    dearer.push(story::line(LineKind::Part, "P-HOSE", 2, 1_500));
    let revision = story.does(story::offer(2, Some(first), dearer));
    story.does(story::declines(revision));
    assert_eq!(
        (story.status(), story.next_step()),
        (InRepair, Step::Repair)
    );
    for (act, next) in [
        (story::repair as fn(&mut Story), Step::Test),
        (story::test, Step::Advise),
        (story::advise, Step::SignOff),
        (story::sign, Step::Pay),
        (story::pay, Step::Report),
    ] {
        act(&mut story);
        assert_eq!(story.next_step(), next);
    }
    assert_eq!(story.findings(), []);
}

#[test]
fn a_call_that_was_postponed_is_made_again() {
    let mut story = Story::repair();
    story::assign(&mut story);
    let mut next_after = |outcome| {
        story.does(story::called(outcome));
        story.next_step()
    };
    assert_eq!(next_after(CallOutcome::NoAnswer), Step::Call);
    assert_eq!(next_after(CallOutcome::Confirmed), Step::Arrive);
    assert_eq!(next_after(CallOutcome::NoAnswer), Step::Arrive);
    assert_eq!(next_after(CallOutcome::Postponed), Step::Call);
    assert_eq!(next_after(CallOutcome::Confirmed), Step::Arrive);
}

#[test]
fn a_unit_that_still_does_not_work_is_not_repaired() {
    let mut story = Story::accepted();
    story.does(What::RepairDone { works: false });
    assert_eq!(
        (story.status(), story.next_step()),
        (InRepair, Step::Repair)
    );
    story::cannot(&mut story);
    assert_eq!(story.status(), CannotRepair);
    // A second visit with the missing part: the repair counts, so it has to be tested before anybody signs.
    story::repair(&mut story);
    assert_eq!((story.status(), story.next_step()), (InRepair, Step::Test));
}

#[test]
fn payments_in_parts_add_up_and_money_of_another_currency_does_not() {
    let mut story = Story::accepted();
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    for act in [story::repair, story::test, story::advise, story::sign] {
        act(&mut story);
    }
    story.does(story::payment(acceptance, 5_000));
    assert_eq!(
        (story.facts().owed_minor(), story.next_step()),
        (7_000, Step::Pay)
    );
    let mut dollars = story::payment(acceptance, 7_000);
    if let What::Payment { amount, .. } = &mut dollars {
        amount.currency = Currency::Hkd;
    }
    story.happens(dollars);
    assert_eq!(story.facts().owed_minor(), 7_000);
    story.does(story::payment(acceptance, 7_000));
    assert_eq!(
        (story.facts().owed_minor(), story.next_step()),
        (0, Step::Report)
    );
}

#[test]
fn what_was_taken_back_is_to_be_done_again() {
    let mut story = Story::accepted();
    story::repair(&mut story);
    story::test(&mut story);
    let test = story.facts().test.expect("tested");
    let taken_back = story.does(story::void(test));
    assert_eq!((story.status(), story.next_step()), (InRepair, Step::Test));
    story.does(story::void(taken_back));
    assert_eq!((story.status(), story.next_step()), (ToSign, Step::Advise));
}
