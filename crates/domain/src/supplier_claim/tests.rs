//! By which rule and on which day a part that was taken out is claimed.

use chrono::NaiveDate;

use super::*;
use crate::{
    cover::Exclusion,
    quote::Payer,
    story::{Story, accept, arrive, assign, call, diagnose, line, offer},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn whole_unit(purchased_on: &str) -> Rule {
    Rule::WholeUnit {
        purchased_on: day(purchased_on),
        months: 12,
    }
}

/// A pump is changed on the story's day, under a quote that says this of it.
fn claims(rule: Option<Rule>, by_hand: bool, kept_for_store: bool) -> Vec<SupplierClaim> {
    let mut story = Story::repair();
    for act in [assign, call, arrive, diagnose] {
        act(&mut story);
    }
    let mut pump = line(LineKind::Part, "P-PUMP", 1, 8_000);
    if let Some(rule) = &rule {
        pump.payer = if by_hand {
            Payer::Customer
        } else {
            rule.payer()
        };
    }
    pump.decided_by = rule;
    pump.override_reason = by_hand.then(|| "客户坚持".to_owned());
    let labour = line(LineKind::Labour, "L-1", 1, 4_000);
    story.happens(offer(1, None, vec![labour, pump]));
    accept(&mut story);
    for part in ["P-PUMP", "P-OTHER"] {
        story.happens(What::PartRemoved {
            part: part.into(),
            name: "排水泵".into(),
            serial: "S-1".into(),
            quantity: 1,
            kept_for_store,
        });
    }
    supplier_claims(&story.record)
}

#[test]
#[allow(clippy::too_many_lines)] // one decision table
fn what_failed_inside_a_term_and_is_kept_is_claimed() {
    let removed_on = claims(Some(whole_unit("2026-11-01")), false, true)[0].removed_on;
    let bought = |months_before: u32| {
        let bought = removed_on.checked_sub_months(chrono::Months::new(months_before));
        bought.unwrap().to_string()
    };
    let fitted = Rule::FittedPart {
        record: "K7-1".into(),
        part: "P-PUMP".into(),
        serial: String::new(),
        fitted_on: day(&bought(35)),
        months: 36,
    };
    let component = Rule::Component {
        component: "motor".into(),
        purchased_on: day(&bought(30)),
        months: 36,
    };
    let second = Rule::SecondRepair {
        first: "K7-1".into(),
        closed_on: day(&bought(1)),
        days: 90,
        same: crate::unit_history::Same::Fault,
    };
    let misuse = Rule::Excluded {
        exclusion: Exclusion::Misuse,
    };
    // What the quote says of the part, whether somebody decided otherwise by hand, whether the part is kept; claims.
    let table = [
        (
            "the whole unit's term",
            Some(whole_unit(&bought(11))),
            false,
            true,
            1,
        ),
        ("the part's own term", Some(fitted), false, true, 1),
        ("the component's term", Some(component), false, true, 1),
        (
            "the term had run out when it was taken out",
            Some(whole_unit(&bought(13))),
            false,
            true,
            0,
        ),
        (
            "somebody decided by hand",
            Some(whole_unit(&bought(11))),
            true,
            true,
            0,
        ),
        (
            "the customer has the old part",
            Some(whole_unit(&bought(11))),
            false,
            false,
            0,
        ),
        (
            "a second repair is the service's own",
            Some(second),
            false,
            true,
            0,
        ),
        ("used against the manual", Some(misuse), false, true, 0),
        ("a contract pays", Some(Rule::Contract), false, true, 0),
        (
            "an older program did not say by which rule",
            None,
            false,
            true,
            0,
        ),
    ];
    for (what, rule, by_hand, kept_for_store, expected) in table {
        let claims = claims(rule, by_hand, kept_for_store);
        assert_eq!(claims.len(), expected, "{what}");
        assert!(claims.iter().all(|claim| claim.part == "P-PUMP"), "{what}");
    }
}
