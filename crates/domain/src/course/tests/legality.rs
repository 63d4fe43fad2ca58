//! What a device refuses before it writes.

use std::collections::BTreeSet;

use crate::{
    course::{Refusal, may_accept_quote, may_offer_quote, may_pay, may_repair, may_sign_off},
    ids::EntryId,
    money::Currency,
    quote::{LineKind, Quote},
    record::{CallOutcome, DiagnosisStep, Field, FieldValue, What},
    story::{self, Story, entry_id},
};

fn arrived() -> Story {
    let mut story = Story::repair();
    for act in [story::assign, story::call, story::arrive] {
        act(&mut story);
    }
    story
}

fn quoted() -> (Story, EntryId) {
    let mut story = arrived();
    story::diagnose(&mut story);
    let offer = story.does(story::offer(1, None, story::pump_lines()));
    (story, offer)
}

fn the_quote(what: What) -> Quote {
    let What::QuoteOffered { quote } = what else {
        panic!("an offer");
    };
    quote
}

#[test]
fn no_quote_and_no_giving_up_before_the_arrival() {
    let story = Story::repair();
    let quote = story::offer(1, None, story::pump_lines());
    assert_eq!(story.asks(&quote), Err(Refusal::NotArrived));
    assert_eq!(
        story.asks(&story::cannot_repair()),
        Err(Refusal::NotArrived)
    );
}

#[test]
fn a_new_quote_replaces_the_one_that_stands_and_counts_one_up() {
    let first_must_be_one = story::offer(2, Some(entry_id(99)), story::pump_lines());
    assert_eq!(
        arrived().asks(&first_must_be_one),
        Err(Refusal::NotARevision)
    );
    let (mut story, first) = quoted();
    for (revision, replaces) in [
        (1, None),
        (2, Some(entry_id(99))),
        (3, Some(first)),
        (2, None),
    ] {
        let quote = the_quote(story::offer(revision, replaces, story::pump_lines()));
        assert_eq!(
            may_offer_quote(&story.record, &quote),
            Err(Refusal::NotARevision),
            "revision {revision} in place of {replaces:?}"
        );
    }
    let second = story.does(story::offer(2, Some(first), story::pump_lines()));
    let on_the_old_one = story::offer(2, Some(first), story::pump_lines());
    assert_eq!(story.asks(&on_the_old_one), Err(Refusal::NotARevision));
    story.does(story::offer(3, Some(second), story::pump_lines()));
}

#[test]
fn only_an_open_offer_can_be_accepted_or_declined() {
    let (mut story, first) = quoted();
    let no_offer = story.facts().visit.expect("arrived");
    for unknown in [entry_id(99), no_offer] {
        assert_eq!(
            may_accept_quote(&story.record, unknown),
            Err(Refusal::NoSuchOffer)
        );
    }
    let second = story.does(story::offer(2, Some(first), story::pump_lines()));
    story.does(story::declines(second));
    let third = story.does(story::offer(3, Some(second), story::pump_lines()));
    let fourth = story.does(story::offer(4, Some(third), story::pump_lines()));
    story.does(story::declines(fourth));
    let fifth = story.does(story::offer(5, Some(fourth), story::pump_lines()));
    for (offer, refusal) in [
        (first, Refusal::OfferReplaced),
        (second, Refusal::OfferReplaced),
        (fourth, Refusal::OfferReplaced),
    ] {
        assert_eq!(story.asks(&story::accepts(offer)), Err(refusal));
        assert_eq!(story.asks(&story::declines(offer)), Err(refusal));
    }
    story.does(story::accepts(fifth));
    for answer in [story::accepts(fifth), story::declines(fifth)] {
        assert_eq!(story.asks(&answer), Err(Refusal::AlreadyAccepted));
    }

    let (mut story, offer) = quoted();
    story.does(story::declines(offer));
    for answer in [story::accepts(offer), story::declines(offer)] {
        assert_eq!(story.asks(&answer), Err(Refusal::OfferDeclined));
    }
}

#[test]
fn an_offer_that_was_taken_back_cannot_be_accepted() {
    let (mut story, offer) = quoted();
    story.does(story::void(offer));
    assert_eq!(
        story.asks(&story::accepts(offer)),
        Err(Refusal::NoSuchOffer)
    );
    story.does(story::offer(1, None, story::pump_lines()));
}

#[test]
fn no_work_on_the_unit_before_the_customer_accepts() {
    let work = [
        story::fitted("P-PUMP", 1),
        story::removed("P-PUMP", 1),
        What::RepairDone { works: true },
    ];
    let (mut story, offer) = quoted();
    assert_eq!(may_repair(&story.record), Err(Refusal::NoAcceptedQuote));
    for what in &work {
        assert_eq!(story.asks(what), Err(Refusal::NoAcceptedQuote), "{what:?}");
    }
    story.does(story::declines(offer));
    for what in &work {
        assert_eq!(story.asks(what), Err(Refusal::NoAcceptedQuote), "{what:?}");
    }
    let story = Story::accepted();
    for what in &work {
        assert_eq!(story.asks(what), Ok(()), "{what:?}");
    }
}

#[test]
fn a_part_that_the_customer_did_not_accept_needs_a_revision() {
    let mut story = Story::accepted();
    let hose = story::fitted("P-HOSE", 2);
    assert_eq!(story.asks(&hose), Err(Refusal::PartNotQuoted));
    assert_eq!(
        story.asks(&story::fitted("L-1", 1)),
        Err(Refusal::PartNotQuoted),
        "labour is no part"
    );
    assert_eq!(
        story.asks(&story::fitted("P-PUMP", 2)),
        Err(Refusal::PartNotQuoted)
    );
    story.does(story::fitted("P-PUMP", 1));
    assert_eq!(
        story.asks(&story::fitted("P-PUMP", 1)),
        Err(Refusal::PartNotQuoted),
        "one was quoted and one is in"
    );

    let first = story.quotes().accepted().expect("accepted").offer;
    let mut lines = story::pump_lines();
    lines.push(story::line(LineKind::Part, "P-HOSE", 2, 1_500));
    let revision = story.does(story::offer(2, Some(first), lines));
    assert_eq!(
        story.asks(&hose),
        Err(Refusal::PartNotQuoted),
        "offered, not accepted"
    );
    story.does(story::accepts(revision));
    story.does(hose);
}

#[test]
fn nobody_is_asked_to_sign_before_the_repair_and_the_test() {
    let mut story = arrived();
    let signatures = |story: &Story| {
        let asked = [
            story.asks(&story::sign_off(story.all_valid())),
            story.asks(&story::sign_refused()),
            may_sign_off(&story.record),
        ];
        assert!(asked.iter().all(|answer| *answer == asked[0]));
        asked[0]
    };
    assert_eq!(signatures(&story), Err(Refusal::RepairNotDone));
    story::diagnose(&mut story);
    story::quote(&mut story);
    story::accept(&mut story);
    assert_eq!(signatures(&story), Err(Refusal::RepairNotDone));
    assert_eq!(
        story.asks(&story::tested(true, true)),
        Err(Refusal::TestBeforeRepair)
    );
    story::repair(&mut story);
    assert_eq!(signatures(&story), Err(Refusal::TestNotDone));
    story::test(&mut story);
    assert_eq!(signatures(&story), Ok(()));
}

#[test]
fn who_was_told_that_it_cannot_be_repaired_may_sign_at_once() {
    let mut story = arrived();
    story::cannot(&mut story);
    assert_eq!(may_sign_off(&story.record), Ok(()));
    assert_eq!(story.asks(&story::sign_refused()), Ok(()));

    // On the second visit it is repaired after all, and then it is tested like any other.
    let mut story = Story::accepted();
    story::cannot(&mut story);
    story::repair(&mut story);
    assert_eq!(may_sign_off(&story.record), Err(Refusal::TestNotDone));
}

#[test]
fn no_more_is_collected_than_the_accepted_quote_says() {
    let (story, _) = quoted();
    assert_eq!(may_pay(&story.record, 1), Err(Refusal::NoAcceptedQuote));

    let mut story = Story::accepted();
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    let pays = |minor| story::payment(acceptance, minor);
    assert_eq!(story.asks(&pays(12_001)), Err(Refusal::MoreThanQuoted));
    story.does(pays(5_000));
    assert_eq!(story.asks(&pays(7_001)), Err(Refusal::MoreThanQuoted));
    let mut dollars = pays(7_000);
    if let What::Payment { amount, .. } = &mut dollars {
        amount.currency = Currency::Hkd;
    }
    assert_eq!(story.asks(&dollars), Err(Refusal::MoreThanQuoted));
    assert_eq!(
        story.asks(&story::payment(entry_id(99), 7_000)),
        Err(Refusal::NoSuchEntry),
        "a payment names the acceptance it is for"
    );
    story.does(pays(7_000));
    assert_eq!(story.asks(&pays(1)), Err(Refusal::MoreThanQuoted));
}

#[test]
fn only_what_is_there_is_taken_back_and_only_one_void_of_a_void() {
    let mut story = arrived();
    assert_eq!(
        story.asks(&story::void(entry_id(99))),
        Err(Refusal::NoSuchEntry)
    );
    let visit = story.facts().visit.expect("arrived");
    let void = story.does(story::void(visit));
    let void_of_void = story.does(story::void(void));
    assert_eq!(
        story.asks(&story::void(void_of_void)),
        Err(Refusal::VoidTooDeep)
    );
}

#[test]
fn a_cancelled_record_takes_only_reports_settlements_and_voids() {
    let mut story = Story::accepted();
    let acceptance = story.quotes().accepted().expect("accepted");
    let (offer, acceptance) = (acceptance.offer, acceptance.acceptance);
    let cancelled = story.does(story::cancelled());
    for what in [
        story::called(CallOutcome::Confirmed),
        story::visit(),
        story::diagnosis(DiagnosisStep::Ask),
        story::offer(2, Some(offer), story::pump_lines()),
        story::accepts(offer),
        story::declines(offer),
        story::fitted("P-PUMP", 1),
        story::removed("P-PUMP", 1),
        What::RepairDone { works: true },
        story::cannot_repair(),
        story::tested(true, true),
        What::AdviceGiven {
            explained: true,
            site_tidied: true,
        },
        story::sign_off(Vec::new()),
        story::sign_refused(),
        story::payment(acceptance, 1),
        story::cancelled(),
    ] {
        assert_eq!(story.asks(&what), Err(Refusal::Cancelled), "{what:?}");
    }
    story::report(&mut story);
    story.does(What::Settled {
        field: Field::CustomerPhone,
        value: FieldValue::from("13900000002"),
        reason: "电话核实".into(),
    });
    story.does(story::void(cancelled));
    story.does(story::fitted("P-PUMP", 1));
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_words_in_both_languages() {
    let codes: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    let chinese: BTreeSet<_> = Refusal::ALL.iter().map(|it| it.words().chinese).collect();
    let english: BTreeSet<_> = Refusal::ALL.iter().map(ToString::to_string).collect();
    for words in [codes.len(), chinese.len(), english.len()] {
        assert_eq!(words, Refusal::NotInHand as usize + 1);
    }
    assert!(chinese.iter().all(|words| !words.is_ascii()));
}
