//! What a quote comes to, and which offer stands when several were made, also apart from each other.

use super::*;
use crate::cover::Exclusion;
use crate::story::{self, Story, entry_id, line};

fn quote(lines: Vec<QuoteLine>) -> Quote {
    Quote {
        revision: 1,
        replaces: None,
        catalogue_version: 1,
        currency: Currency::Cny,
        lines,
        options: Vec::new(),
        discount_limit_percent: None,
    }
}

fn pump(quantity: i64, unit_price_minor: i64, amount_minor: i64, payer: Payer) -> QuoteLine {
    QuoteLine {
        amount_minor,
        payer,
        ..line(LineKind::Part, "P-PUMP", quantity, unit_price_minor)
    }
}

mod choices;
mod differences;
mod discounts;

fn standing(story: &Story) -> Option<EntryId> {
    story.quotes().standing().map(|standing| standing.offer)
}

fn in_force(story: &Story) -> Option<EntryId> {
    story.quotes().accepted().map(|accepted| accepted.offer)
}

/// Nobody has quoted yet.
fn to_quote() -> Story {
    let mut story = Story::repair();
    story::arrive(&mut story);
    story::diagnose(&mut story);
    story
}

#[test]
fn the_customer_pays_only_his_lines() {
    let quote = quote(vec![
        pump(2, 8_000, 16_000, Payer::Customer),
        pump(1, 5_000, 5_000, Payer::Warranty),
        pump(1, 700, 700, Payer::Contract),
    ]);
    assert_eq!(quote.check(), Ok(()));
    let bill = quote.bill(None).expect("one way");
    let totals = bill.totals().expect("small sums");
    assert_eq!(
        (totals.total, totals.customer_pays),
        (story::yuan(21_700), story::yuan(16_000))
    );
    assert_eq!((bill.pieces_of("P-PUMP"), bill.pieces_of("P-HOSE")), (4, 0));
}

#[test]
fn an_amount_that_is_not_price_times_quantity_is_refused() {
    for (line, number) in [
        (pump(2, 8_000, 15_999, Payer::Customer), 2),
        (pump(0, 8_000, 0, Payer::Customer), 2),
        (pump(1, -1, -1, Payer::Customer), 2),
    ] {
        let good = pump(1, 0, 0, Payer::Warranty);
        assert_eq!(
            quote(vec![good, line]).check(),
            Err(BadQuote::Amount(number))
        );
    }
    let too_large = Err(BadQuote::Total(MoneyError::TooLarge));
    let overflow = quote(vec![pump(2, i64::MAX, 0, Payer::Customer)]);
    assert_eq!(overflow.check(), too_large);
    let sum = quote(vec![
        pump(1, i64::MAX, i64::MAX, Payer::Customer),
        pump(1, 1, 1, Payer::Customer),
    ]);
    assert_eq!(sum.check(), too_large);
}

#[test]
fn a_quote_has_lines_that_look_like_what_they_are() {
    assert_eq!(quote(vec![]).check(), Err(BadQuote::Lines));
    let many = vec![pump(1, 1, 1, Payer::Customer); 201];
    assert_eq!(quote(many).check(), Err(BadQuote::Lines));
    for name in ["", "  ", "泵\u{202e}08", "泵\n免费", &"泵".repeat(201)] {
        let mut line = pump(1, 1, 1, Payer::Customer);
        line.name = name.to_owned();
        assert_eq!(
            quote(vec![line]).check(),
            Err(BadQuote::Text(1)),
            "{name:?}"
        );
    }
    let mut line = pump(1, 1, 1, Payer::Customer);
    line.rule = "规则\u{2066}".into();
    assert_eq!(quote(vec![line]).check(), Err(BadQuote::Text(1)));
}

#[test]
fn the_payer_of_a_line_is_its_rules_own_or_says_why_not() {
    let excluded = Rule::Excluded {
        exclusion: Exclusion::Misuse,
    };
    let reason = |text: &str| Some(text.to_owned());
    for (payer, rule, why, expected) in [
        (Payer::Contract, Some(Rule::Contract), None, Ok(())),
        (Payer::Customer, Some(excluded.clone()), None, Ok(())),
        (
            Payer::Warranty,
            Some(excluded.clone()),
            reason("厂家同意"),
            Ok(()),
        ),
        (
            Payer::Warranty,
            Some(excluded.clone()),
            None,
            Err(BadQuote::Payer(1)),
        ),
        (
            Payer::Warranty,
            Some(excluded.clone()),
            reason(" "),
            Err(BadQuote::Payer(1)),
        ),
        (
            Payer::Customer,
            Some(Rule::Contract),
            None,
            Err(BadQuote::Payer(1)),
        ),
        (
            Payer::Warranty,
            Some(excluded),
            reason("同意\u{202e}"),
            Err(BadQuote::Text(1)),
        ),
        (Payer::Warranty, None, None, Ok(())),
    ] {
        let mut line = pump(1, 1, 1, payer);
        line.decided_by = rule;
        line.override_reason = why;
        assert_eq!(quote(vec![line.clone()]).check(), expected, "{line:?}");
    }
}

#[test]
fn a_line_of_an_older_program_keeps_its_bytes() {
    let line = pump(1, 8_000, 8_000, Payer::Customer);
    let json = serde_json::to_string(&line).expect("plain data");
    assert_eq!(
        json,
        r#"{"kind":"part","code":"P-PUMP","name":"name of P-PUMP","quantity":1,"unit_price_minor":8000,"amount_minor":8000,"payer":"customer","rule":"price list"}"#
    );
    let read: QuoteLine = serde_json::from_str(&json).expect("read back");
    assert_eq!(read, line);
}

#[test]
fn the_revision_goes_with_what_it_replaces() {
    for (revision, replaces, fits) in [
        (1, None, true),
        (2, Some(entry_id(1)), true),
        (2, None, false),
        (1, Some(entry_id(1)), false),
        (0, None, false),
    ] {
        let quote = Quote {
            revision,
            replaces,
            ..quote(story::pump_lines())
        };
        let expected = if fits {
            Ok(())
        } else {
            Err(BadQuote::Revision)
        };
        assert_eq!(quote.check(), expected, "{revision} {replaces:?}");
    }
}

#[test]
fn a_revision_stands_and_the_accepted_one_holds_until_it_is_accepted_too() {
    let mut story = to_quote();
    assert_eq!((standing(&story), in_force(&story)), (None, None));
    let first = story.does(story::offer(1, None, story::pump_lines()));
    assert_eq!((standing(&story), in_force(&story)), (Some(first), None));
    story.does(story::accepts(first));
    let second = story.does(story::offer(2, Some(first), story::pump_lines()));
    assert_eq!(
        (standing(&story), in_force(&story)),
        (Some(second), Some(first))
    );
    story.does(story::accepts(second));
    assert_eq!(
        (standing(&story), in_force(&story)),
        (Some(second), Some(second))
    );
    assert_eq!(story.quotes().parallel(), []);
}

#[test]
fn of_two_first_quotes_made_apart_the_lower_id_stands_on_every_device() {
    for turned in [false, true] {
        let mut story = to_quote();
        let (low, high) = (entry_id(100), entry_id(200));
        let order = if turned { [high, low] } else { [low, high] };
        for id in order {
            story.happens_as(id, story::offer(1, None, story::pump_lines()));
        }
        assert_eq!(standing(&story), Some(low));
        assert_eq!(story.quotes().parallel(), [low, high]);

        // The customer answers one of them: an accepted one stands before an open, an open before a declined.
        story.does(story::declines(low));
        assert_eq!(standing(&story), Some(high));
        story.does(story::accepts(high));
        assert_eq!(
            (standing(&story), in_force(&story)),
            (Some(high), Some(high))
        );
    }
}

#[test]
fn two_revisions_made_apart_stand_beside_each_other_and_the_accepted_one_leads() {
    let mut story = to_quote();
    let first = story.does(story::offer(1, None, story::pump_lines()));
    let (left, right) = (entry_id(100), entry_id(200));
    for id in [left, right] {
        story.happens_as(id, story::offer(2, Some(first), story::pump_lines()));
    }
    assert_eq!(story.quotes().parallel(), [left, right]);
    assert_eq!(standing(&story), Some(left));
    story.does(story::accepts(right));
    assert_eq!(
        (standing(&story), in_force(&story)),
        (Some(right), Some(right))
    );
    let third = story.does(story::offer(3, Some(right), story::pump_lines()));
    assert_eq!(
        (standing(&story), in_force(&story)),
        (Some(third), Some(right))
    );
    story.does(story::void(left));
    assert_eq!(story.quotes().parallel(), []);
}

#[test]
fn when_both_were_accepted_apart_the_lower_id_is_in_force() {
    let mut story = to_quote();
    let (low, high) = (entry_id(100), entry_id(200));
    for id in [high, low] {
        story.happens_as(id, story::offer(1, None, story::pump_lines()));
        story.happens(story::accepts(id));
    }
    assert_eq!((standing(&story), in_force(&story)), (Some(low), Some(low)));
    // Two acceptances of one offer: the first by its id counts, so payments name one and the same.
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    story.happens(story::accepts(low));
    let again = story.quotes().accepted().expect("accepted").acceptance;
    assert_eq!(again, acceptance);
}

#[test]
fn taking_a_revision_back_lets_the_earlier_one_stand_again() {
    let mut story = to_quote();
    let first = story.does(story::offer(1, None, story::pump_lines()));
    let second = story.does(story::offer(2, Some(first), story::pump_lines()));
    story.does(story::void(second));
    assert_eq!(standing(&story), Some(first));
    let acceptance = story.does(story::accepts(first));
    story.does(story::void(acceptance));
    assert_eq!((standing(&story), in_force(&story)), (Some(first), None));
}
