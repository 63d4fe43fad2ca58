//! What is shown as irregular. All of it can happen only apart or on a device that was tampered with.

use crate::{
    course::Finding,
    money::Currency,
    record::{DiagnosisStep, Field, What},
    story::{self, Story, entry_id},
};

/// Repaired, tested, advised; not yet signed.
fn to_sign() -> Story {
    let mut story = Story::accepted();
    for act in [story::repair, story::test, story::advise] {
        act(&mut story);
    }
    story
}

fn only(story: &Story, finding: Finding) {
    assert_eq!(story.findings(), [finding]);
}

#[test]
fn a_clean_course_has_nothing_to_show() {
    assert_eq!(Story::finished().findings(), []);
    assert_eq!(Story::repair().findings(), []);
    assert_eq!(Story::blank().findings(), []);
}

#[test]
fn a_signature_that_does_not_cover_the_test_was_given_before_it() {
    let mut story = to_sign();
    let test = story.facts().test.expect("tested");
    let shown = story.all_valid().into_iter().filter(|id| *id != test);
    let sign_off = story.happens(story::sign_off(shown.collect()));
    only(&story, Finding::SignedBeforeTest { sign_off });
}

#[test]
fn a_signature_that_does_not_cover_the_repair_was_given_before_it() {
    let mut story = to_sign();
    let repair = story.facts().repair_done.expect("repaired");
    let shown = story.all_valid().into_iter().filter(|id| *id != repair);
    let sign_off = story.happens(story::sign_off(shown.collect()));
    only(&story, Finding::SignedBeforeRepair { sign_off });

    let mut story = Story::accepted();
    let works_not = story.does(What::RepairDone { works: false });
    let sign_off = story.happens(story::sign_off(vec![works_not]));
    assert_eq!(
        story.findings(),
        [
            Finding::SignedBeforeRepair { sign_off },
            Finding::SignedBeforeTest { sign_off }
        ]
    );
}

#[test]
fn who_was_shown_that_it_cannot_be_repaired_did_not_sign_too_early() {
    let mut story = Story::accepted();
    story::cannot(&mut story);
    story::sign(&mut story);
    assert_eq!(story.findings(), []);
    // On the second visit it is repaired, tested and signed again: still nothing to show.
    for act in [story::repair, story::test, story::sign] {
        act(&mut story);
    }
    assert_eq!(story.findings(), []);
}

#[test]
fn a_later_test_by_somebody_else_does_not_make_the_signature_early() {
    let mut story = to_sign();
    story::sign(&mut story);
    story::test(&mut story);
    assert_eq!(story.findings(), []);
}

#[test]
fn a_signature_for_a_test_that_was_taken_back_is_shown() {
    let mut story = to_sign();
    let first = story.facts().test.expect("tested");
    story::sign(&mut story);
    let sign_off = story.facts().sign_offs[0].0;
    story.does(story::void(first));
    only(&story, Finding::SignedBeforeTest { sign_off });
}

#[test]
fn parts_without_or_beyond_an_accepted_quote_are_shown() {
    let mut story = Story::repair();
    story::arrive(&mut story);
    let fitted = story.happens(story::fitted("P-PUMP", 1));
    only(&story, Finding::FittedWithoutAcceptedQuote { fitted });

    // Two technicians each fitted the one pump, and one of them a hose.
    let mut story = Story::accepted();
    story.does(story::fitted("P-PUMP", 1));
    let second_pump = story.happens(story::fitted("P-PUMP", 1));
    let hose = story.happens(story::fitted("P-HOSE", 1));
    assert_eq!(
        story.findings(),
        [
            Finding::FittedBeyondQuote {
                fitted: second_pump
            },
            Finding::FittedBeyondQuote { fitted: hose },
        ]
    );
}

#[test]
fn the_old_part_is_kept_piece_by_piece() {
    let mut story = Story::accepted();
    let fitted = story.does(story::fitted("P-PUMP", 1));
    assert_eq!(story.findings(), [], "it may still be in his hand");
    story::finish(&mut story);
    only(&story, Finding::OldPartMissing { fitted });
    let mut thrown_away = story::removed("P-PUMP", 1);
    if let What::PartRemoved { kept_for_store, .. } = &mut thrown_away {
        *kept_for_store = false;
    }
    story.does(thrown_away);
    only(&story, Finding::OldPartMissing { fitted });
    story.does(story::removed("P-PUMP", 1));
    assert_eq!(story.findings(), []);
}

#[test]
fn quotes_made_apart_are_both_shown_until_one_is_taken_back() {
    let mut story = Story::accepted();
    let first = story.quotes().accepted().expect("accepted").offer;
    let second = story.happens(story::offer(1, None, story::pump_lines()));
    assert_eq!(
        story.findings(),
        [
            Finding::ParallelQuotes { offer: first },
            Finding::ParallelQuotes { offer: second }
        ]
    );
    story.does(story::void(second));
    assert_eq!(story.findings(), []);
}

#[test]
fn what_two_collected_apart_is_counted_to_the_fen() {
    let mut story = Story::finished();
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    let again = story.happens(story::payment(acceptance, 12_000));
    only(&story, Finding::PaidMoreThanQuoted { minor: 12_000 });
    story.does(story::void(again));
    assert_eq!(story.findings(), []);
    story.happens(story::payment(acceptance, 1));
    only(&story, Finding::PaidMoreThanQuoted { minor: 1 });

    let mut story = Story::accepted();
    let mut dollars = story::payment(entry_id(99), 500);
    if let What::Payment { amount, .. } = &mut dollars {
        amount.currency = Currency::Hkd;
    }
    story.happens(dollars);
    only(&story, Finding::PaidMoreThanQuoted { minor: 500 });

    let mut story = Story::repair();
    story.happens(story::payment(entry_id(99), 500));
    only(&story, Finding::PaidMoreThanQuoted { minor: 500 });
}

#[test]
fn work_on_a_record_that_the_office_cancelled_meanwhile_is_shown() {
    let mut story = to_sign();
    story.happens(story::cancelled());
    only(&story, Finding::WorkAfterCancellation);
    let mut story = Story::accepted();
    story.does(story::fitted("P-PUMP", 1));
    story.happens(story::cancelled());
    only(&story, Finding::WorkAfterCancellation);
}

#[test]
fn a_test_that_failed_or_was_done_alone_is_shown_and_a_better_one_heals_it() {
    let mut story = Story::accepted();
    story::repair(&mut story);
    let test = story.does(story::tested(false, false));
    assert_eq!(
        story.findings(),
        [
            Finding::TestFailed { test },
            Finding::TestWithoutCustomer { test }
        ]
    );
    story::test(&mut story);
    assert_eq!(story.findings(), []);

    let mut said_to_pass = story::tested(false, true);
    if let What::TestResult { passed, .. } = &mut said_to_pass {
        *passed = true;
    }
    let test = story.does(said_to_pass);
    only(&story, Finding::TestFailed { test });
}

#[test]
fn a_quote_without_the_four_steps_is_shown_except_where_nothing_is_broken() {
    let mut story = Story::repair();
    story::arrive(&mut story);
    for step in [
        DiagnosisStep::Ask,
        DiagnosisStep::Look,
        DiagnosisStep::PowerOn,
    ] {
        story.does(story::diagnosis(step));
        assert_eq!(story.findings(), [], "he is still at it");
    }
    story::quote(&mut story);
    only(&story, Finding::DiagnosisIncomplete);
    story.set(Field::Request, "maintenance");
    assert_eq!(story.findings(), []);
    story.set(Field::Request, "repair");
    story.does(story::diagnosis(DiagnosisStep::Measure));
    assert_eq!(story.findings(), []);
}

#[test]
fn two_signatures_given_apart_are_shown_and_one_more_after_a_change_is_not() {
    let mut story = to_sign();
    let shown = story.all_valid();
    let first = story.does(story::sign_off(shown.clone()));
    let second = story.happens(story::sign_off(shown));
    only(&story, Finding::SignedTwice { sign_off: second });
    assert!(first < second);

    let mut story = to_sign();
    story::sign(&mut story);
    story::sign(&mut story);
    assert_eq!(story.findings(), []);
}

#[test]
fn who_takes_a_signature_back_is_seen() {
    let mut story = to_sign();
    story::sign(&mut story);
    let signature = story.facts().sign_offs[0].0;
    story.does(story::void(signature));
    story::sign(&mut story);
    only(&story, Finding::SignatureTakenBack { signature });

    let mut story = Story::accepted();
    let signature = story.quotes().accepted().expect("accepted").acceptance;
    story.does(story::void(signature));
    only(&story, Finding::SignatureTakenBack { signature });

    let mut story = to_sign();
    let signature = story.does(story::sign_refused());
    let void = story.does(story::void(signature));
    only(&story, Finding::SignatureTakenBack { signature });
    story.does(story::void(void));
    assert_eq!(story.findings(), []);
}
