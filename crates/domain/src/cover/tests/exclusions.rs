//! What ends a warranty: the terms that run from the invoice always, our own work's only where the fault comes from
//! the customer's side.

use super::{Given::*, *};

const REPAIRED: Earlier = Earlier {
    fitted: &["PUMP"],
    ..EARLIER
};

#[test]
fn inside_the_term_an_exclusion_makes_the_customer_pay() {
    table! {
        "opened or altered by outsiders, seen at the unit" [Opened, Bought("2026-11-01")]
            "labour" => "customer · excluded · opened";
        "the same by the field" [Excluded("opened"), Bought("2026-11-01")]
            "labour" => "customer · excluded · opened";
        "used against the manual" [Excluded("misuse"), Bought("2026-11-01")]
            "labour" => "customer · excluded · misuse";
        "force majeure" [Excluded("force_majeure"), Bought("2026-11-01")]
            "labour" => "customer · excluded · force_majeure";
        "bad storage or care" [Excluded("poor_care"), Bought("2026-11-01")]
            "labour" => "customer · excluded · poor_care";
        "sold as seconds" [Excluded("seconds"), Bought("2026-11-01")]
            "labour" => "customer · excluded · seconds";
        "card or invoice altered" [Excluded("altered_proof"), Bought("2026-11-01")]
            "labour" => "customer · excluded · altered_proof";
        "no card or invoice" [Excluded("no_proof"), Bought("2026-11-01")]
            "labour" => "customer · excluded · no_proof";
        "the visit saw no card or invoice" [ProofNotSeen, Bought("2026-11-01")]
            "labour" => "customer · excluded · no_proof";
        "an earlier visit of the record saw them" [ProofSeenBefore, ProofNotSeen, Bought("2026-11-01")]
            "labour" => "warranty · whole_unit · 2026-11-01 + 12 months = 2027-11-01";
        "a component too" [Excluded("misuse"), Bought("2026-11-01")]
            "COMPRESSOR" => "customer · excluded · misuse";
        "a component of goods sold as seconds" [Excluded("seconds"), Bought("2025-11-01")]
            "COMPRESSOR" => "customer · excluded · seconds";
        "of several, what caused the fault is named" [ProofNotSeen, Excluded("misuse"), Bought("2026-11-01")]
            "labour" => "customer · excluded · misuse";
        "outside the term the exclusion is named all the same" [Excluded("misuse"), Bought("2020-01-01")]
            "labour" => "customer · excluded · misuse";
    }
}

#[test]
fn our_own_work_is_warranted_unless_the_fault_comes_from_the_customers_side() {
    let second = "warranty · second_repair · same part as K7-1 · 2026-10-24 = 2027-01-22";
    table! {
        "no papers" [After(REPAIRED), ProofNotSeen]
            "PUMP" => second;
        "altered papers" [After(REPAIRED), Excluded("altered_proof")]
            "PUMP" => second;
        "sold as seconds" [After(REPAIRED), Excluded("seconds")]
            "PUMP" => second;
        "used against the manual" [After(REPAIRED), Excluded("misuse")]
            "PUMP" => "customer · excluded · misuse";
        "force majeure" [After(REPAIRED), Excluded("force_majeure")]
            "PUMP" => "customer · excluded · force_majeure";
        "bad storage or care" [After(REPAIRED), Excluded("poor_care")]
            "PUMP" => "customer · excluded · poor_care";
        "opened by outsiders since our repair" [After(REPAIRED), Opened]
            "PUMP" => "customer · excluded · opened";
        "opened already before our repair" [After(Earlier { how: How::RepairedOpened, ..REPAIRED }), Opened]
            "PUMP" => second;
        "opened before, and now misused" [After(Earlier { how: How::RepairedOpened, ..REPAIRED }), Opened, Excluded("misuse")]
            "PUMP" => "customer · excluded · opened";
    }
}

#[test]
fn every_exclusion_has_its_word_in_the_field_and_in_both_languages() {
    let codes: Vec<_> = Exclusion::ALL
        .iter()
        .map(|exclusion| exclusion.code())
        .collect();
    assert_eq!(codes, EXCLUSIONS);
    for exclusion in Exclusion::ALL {
        assert_eq!(Exclusion::from_code(exclusion.code()), Some(*exclusion));
        let words = crate::record::choice_words(exclusion.code()).expect("words");
        assert!(!words.chinese.is_ascii() && words.english.is_ascii());
    }
    assert_eq!(Exclusion::from_code("bad_mood"), None);
}

#[test]
fn before_the_first_visit_nobody_can_have_missed_the_papers() {
    let story = Story::repair();
    assert_eq!(exclusions(&story.record), BTreeSet::new());
}
