//! Repair, replace or leave on one page: the customer takes exactly one, and everything follows it.

use super::*;
use crate::{
    course::{Finding, Refusal, Step},
    record::What,
};

fn option(choice: Choice, lines: Vec<QuoteLine>) -> QuoteOption {
    QuoteOption { choice, lines }
}

/// Repair for ¥120, another unit for ¥999, or nothing but the visit for ¥30.
fn three() -> Quote {
    Quote {
        options: vec![
            option(Choice::Repair, story::pump_lines()),
            option(
                Choice::Replace,
                vec![line(LineKind::Part, "UNIT", 1, 99_900)],
            ),
            option(
                Choice::Leave,
                vec![line(LineKind::Labour, "VISIT", 1, 3_000)],
            ),
        ],
        ..quote(Vec::new())
    }
}

fn takes(offer: EntryId, choice: Option<Choice>) -> What {
    What::QuoteAccepted {
        offer,
        statement: "a".repeat(64),
        choice,
    }
}

fn offered(quote: Quote) -> (Story, EntryId) {
    let mut story = to_quote();
    story::assign(&mut story);
    let offer = story.does(What::QuoteOffered { quote });
    (story, offer)
}

#[test]
fn what_was_taken_decides_what_is_due_what_may_be_done_and_what_comes_next() {
    // taken, due, may repair, may fit the pump, may fit the unit, next step
    let beyond = Err(Refusal::PartNotQuoted);
    let left = Err(Refusal::LeftAsItIs);
    for (choice, due, repair, pump, unit, step) in [
        (Choice::Repair, 12_000, Ok(()), Ok(()), beyond, Step::Repair),
        (
            Choice::Replace,
            99_900,
            Ok(()),
            beyond,
            Ok(()),
            Step::Repair,
        ),
        (Choice::Leave, 3_000, left, left, left, Step::Pay),
    ] {
        let (mut story, offer) = offered(three());
        story.does(takes(offer, Some(choice)));
        assert_eq!(story.facts().due(), Some(story::yuan(due)), "{choice:?}");
        let done = What::RepairDone { works: true };
        assert_eq!(story.asks(&done), repair, "{choice:?}");
        assert_eq!(story.asks(&story::fitted("P-PUMP", 1)), pump, "{choice:?}");
        assert_eq!(story.asks(&story::fitted("UNIT", 1)), unit, "{choice:?}");
        assert_eq!(story.next_step(), step, "{choice:?}");
    }
}

#[test]
fn the_customer_takes_exactly_one_option_and_one_that_is_there() {
    let no = Err(Refusal::NoSuchOption);
    let mut two = three();
    two.options.pop();
    let plain = quote(story::pump_lines());
    for (quote, choice, expected) in [
        (three(), Some(Choice::Leave), Ok(())),
        (three(), None, no),
        (two.clone(), Some(Choice::Replace), Ok(())),
        (two, Some(Choice::Leave), no),
        (plain.clone(), None, Ok(())),
        (plain, Some(Choice::Repair), no),
    ] {
        let (story, offer) = offered(quote);
        assert_eq!(story.asks(&takes(offer, choice)), expected, "{choice:?}");
    }
}

#[test]
fn an_offer_has_either_lines_or_two_or_three_different_options() {
    let with = |change: fn(&mut Quote)| {
        let mut quote = three();
        change(&mut quote);
        quote.check()
    };
    for (change, expected) in [
        ((|_| {}) as fn(&mut Quote), Ok(())),
        (|quote| quote.options.truncate(2), Ok(())),
        (|quote| quote.options.truncate(1), Err(BadQuote::Options)),
        (
            |quote| quote.options.push(quote.options[0].clone()),
            Err(BadQuote::Options),
        ),
        (
            |quote| quote.lines = story::pump_lines(),
            Err(BadQuote::Options),
        ),
        // To leave it may cost nothing at all; a repair of nothing is none.
        (|quote| quote.options[2].lines.clear(), Ok(())),
        (|quote| quote.options[0].lines.clear(), Err(BadQuote::Lines)),
        // Lines are counted over all options.
        (
            |quote| quote.options[1].lines[0].amount_minor = 1,
            Err(BadQuote::Amount(3)),
        ),
    ] {
        assert_eq!(with(change), expected);
    }
}

#[test]
fn of_two_options_taken_apart_the_first_holds_and_the_other_is_shown() {
    let (mut story, offer) = offered(three());
    story.happens_as(entry_id(100), takes(offer, Some(Choice::Replace)));
    story.happens_as(entry_id(200), takes(offer, Some(Choice::Repair)));
    assert_eq!(story.facts().due(), Some(story::yuan(99_900)));
    let clash = Finding::TwoOptionsAccepted {
        acceptance: entry_id(200),
    };
    assert_eq!(story.findings(), [clash]);
    // The same option twice is one and the same will.
    let (mut story, offer) = offered(three());
    for id in [100, 200] {
        story.happens_as(entry_id(id), takes(offer, Some(Choice::Repair)));
    }
    assert_eq!(story.findings(), []);
}

#[test]
fn an_option_that_was_never_offered_is_no_acceptance() {
    let (mut story, offer) = offered(quote(story::pump_lines()));
    story.happens(takes(offer, Some(Choice::Leave)));
    assert_eq!((story.facts().due(), in_force(&story)), (None, None));
}

#[test]
fn who_leaves_it_as_it_is_pays_the_visit_and_the_record_ends() {
    let (mut story, offer) = offered(three());
    story.does(takes(offer, Some(Choice::Leave)));
    assert!(crate::course::Completeness::of(&story.record).is_complete());
    story::pay(&mut story);
    assert_eq!(story.next_step(), Step::Report);
}

#[test]
fn work_that_no_accepted_quote_covers_is_a_finding_until_a_revision_is_accepted() {
    let (mut story, offer) = offered(three());
    story.happens(takes(offer, Some(Choice::Leave)));
    let work = story.happens(What::RepairDone { works: true });
    let fitted = story.happens(story::fitted("P-PUMP", 1));
    story.happens(story::removed("P-PUMP", 1));
    assert_eq!(story.findings(), [Finding::FittedBeyondQuote { fitted }]);
    story.happens(story::void(fitted));
    assert_eq!(story.findings(), [Finding::WorkBeyondQuote { work }]);

    let revision = story.does(story::offer(2, Some(offer), story::pump_lines()));
    assert_eq!(story.findings(), [Finding::WorkBeyondQuote { work }]);
    story.happens(story::fitted("P-PUMP", 1));
    story.does(story::accepts(revision));
    assert_eq!(story.findings(), []);
}

#[test]
fn a_quote_of_an_older_program_keeps_its_bytes() {
    let json = serde_json::to_string(&quote(story::pump_lines())).expect("plain data");
    for word in ["options", "discount", "choice"] {
        assert!(!json.contains(word), "{json}");
    }
}
