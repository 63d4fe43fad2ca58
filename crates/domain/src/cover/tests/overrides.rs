//! A payer given by hand needs a reason.

use super::{Given::*, *};

#[test]
fn another_payer_than_the_rules_needs_a_reason() {
    let inside: &[Given] = &[Bought("2026-11-01")];
    let outside: &[Given] = &[Bought("2020-01-01")];
    let contract: &[Given] = &[Booked("contract")];
    // What is known, who is given by hand, the reason; who pays then and whether the reason is kept.
    for (given, payer, reason, expected) in [
        (inside, Payer::Warranty, "", Ok((Payer::Warranty, false))),
        (
            inside,
            Payer::Warranty,
            "随口一说",
            Ok((Payer::Warranty, false)),
        ),
        (inside, Payer::Customer, "", Err(ReasonNeeded)),
        (inside, Payer::Customer, " \n ", Err(ReasonNeeded)),
        (
            inside,
            Payer::Customer,
            "用户要求加装",
            Ok((Payer::Customer, true)),
        ),
        (inside, Payer::Contract, "", Err(ReasonNeeded)),
        (outside, Payer::Customer, "", Ok((Payer::Customer, false))),
        (outside, Payer::Warranty, "", Err(ReasonNeeded)),
        (
            outside,
            Payer::Warranty,
            "厂家同意延保",
            Ok((Payer::Warranty, true)),
        ),
        (
            outside,
            Payer::Contract,
            "续签合同",
            Ok((Payer::Contract, true)),
        ),
        (contract, Payer::Contract, "", Ok((Payer::Contract, false))),
        (contract, Payer::Customer, "", Err(ReasonNeeded)),
        (
            contract,
            Payer::Warranty,
            "厂家召回",
            Ok((Payer::Warranty, true)),
        ),
    ] {
        let decision = Decision::by_hand(rule(given, "labour"), payer, reason);
        let found = decision.map(|decision| (decision.payer, decision.override_reason.is_some()));
        assert_eq!(found, expected, "{given:?} {payer:?} {reason:?}");
    }
}

#[test]
fn the_reason_stands_in_the_sentence_and_the_rule_beside_it() {
    let decision = Decision::by_hand(rule(&[], "labour"), Payer::Warranty, " 厂家同意 ").unwrap();
    assert_eq!(decision.rule, Rule::NoInvoiceDate);
    assert_eq!(decision.words().chinese, "现场指定：厂家同意");
    assert_eq!(decision.words().english, "set on site: 厂家同意");
    let by_rule = Decision::by_rule(Rule::Contract);
    assert_eq!(by_rule.words(), Rule::Contract.words());
    assert_eq!(
        (by_rule.payer, by_rule.override_reason),
        (Payer::Contract, None)
    );
}
