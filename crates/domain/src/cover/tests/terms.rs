//! Whole unit 12 months (its kind's) from the invoice; a component its own term.

use super::{Given::*, *};

#[test]
fn the_whole_unit_from_the_date_of_the_invoice() {
    table! {
        "bought yesterday" [Bought("2026-11-22")]
            "labour" => "warranty · whole_unit · 2026-11-22 + 12 months = 2027-11-22";
        "bought on the day of the visit" [Bought("2026-11-23")]
            "labour" => "warranty · whole_unit · 2026-11-23 + 12 months = 2027-11-23";
        "the last day of the term is inside" [Bought("2025-11-23")]
            "labour" => "warranty · whole_unit · 2025-11-23 + 12 months = 2026-11-23";
        "the next day is outside" [Bought("2025-11-22")]
            "labour" => "customer · expired · 2025-11-22 + 12 months = 2026-11-22";
        "a part goes by the whole unit's term too" [Bought("2025-11-23")]
            "GASKET" => "warranty · whole_unit · 2025-11-23 + 12 months = 2026-11-23";
        "and so does the call-out fee" [Bought("2025-11-23")]
            "fee" => "warranty · whole_unit · 2025-11-23 + 12 months = 2026-11-23";
        "a part outside the term" [Bought("2025-11-22")]
            "GASKET" => "customer · expired · 2025-11-22 + 12 months = 2026-11-22";
        "the fee outside the term" [Bought("2020-01-01")]
            "fee" => "customer · expired · 2020-01-01 + 12 months = 2021-01-01";
        "the invoice is of a day after the visit" [Bought("2026-11-24")]
            "labour" => "customer · bought_later · 2026-11-24";
        "no date of an invoice is known" []
            "labour" => "customer · no_invoice_date";
        "no date is known, and the office booked it as in warranty" [Booked("in_warranty")]
            "GASKET" => "customer · no_invoice_date";
    }
}

#[test]
fn the_term_is_the_kinds_own() {
    table! {
        "a kind with 24 months, last day" [Says(Field::UnitKind, "stove"), Bought("2024-11-23")]
            "labour" => "warranty · whole_unit · 2024-11-23 + 24 months = 2026-11-23";
        "a kind with 24 months, next day" [Says(Field::UnitKind, "stove"), Bought("2024-11-22")]
            "labour" => "customer · expired · 2024-11-22 + 24 months = 2026-11-22";
        "a kind that the catalogue lacks has 12" [Says(Field::UnitKind, "kettle"), Bought("2025-11-23")]
            "labour" => "warranty · whole_unit · 2025-11-23 + 12 months = 2026-11-23";
        "a kind that is sold without a warranty" [Says(Field::UnitKind, "sample"), Bought("2026-11-23")]
            "labour" => "customer · expired · 2026-11-23 + 0 months = 2026-11-23";
    }
}

#[test]
fn months_end_where_the_calendar_does() {
    table! {
        "29 February and twelve months end on 28 February" [On("2025-02-28"), Bought("2024-02-29")]
            "labour" => "warranty · whole_unit · 2024-02-29 + 12 months = 2025-02-28";
        "and not on 1 March" [On("2025-03-01"), Bought("2024-02-29")]
            "labour" => "customer · expired · 2024-02-29 + 12 months = 2025-02-28";
        "28 February of a leap year ends on 28 February" [On("2025-02-28"), Bought("2024-02-28")]
            "labour" => "warranty · whole_unit · 2024-02-28 + 12 months = 2025-02-28";
        "28 February before a leap year does not gain a day" [On("2024-02-29"), Bought("2023-02-28")]
            "labour" => "customer · expired · 2023-02-28 + 12 months = 2024-02-28";
        "31 August and six months end on 28 February" [On("2025-02-28"), Bought("2024-08-31"), Booked("out_of_warranty")]
            "LAMP" => "warranty · component · 2024-08-31 + 6 months = 2025-02-28";
        "over New Year" [On("2026-01-01"), Bought("2025-01-01")]
            "labour" => "warranty · whole_unit · 2025-01-01 + 12 months = 2026-01-01";
    }
}

#[test]
fn a_component_has_a_term_of_its_own_so_one_visit_is_part_free_and_part_paid() {
    table! {
        "the compressor in its third year, last day" [Bought("2023-11-23")]
            "COMPRESSOR" => "warranty · component · 2023-11-23 + 36 months = 2026-11-23";
        "the work on it is not the compressor" [Bought("2023-11-23")]
            "labour for COMPRESSOR" => "customer · expired · 2023-11-23 + 12 months = 2024-11-23";
        "a gasket on the same visit is paid" [Bought("2023-11-23")]
            "GASKET" => "customer · expired · 2023-11-23 + 12 months = 2024-11-23";
        "the board, whose term is shorter, is paid" [Bought("2023-11-23")]
            "BOARD" => "customer · expired · 2023-11-23 + 12 months = 2024-11-23";
        "the board in its second year" [Bought("2024-11-23")]
            "BOARD" => "warranty · component · 2024-11-23 + 24 months = 2026-11-23";
        "the compressor one day after its term" [Bought("2023-11-22")]
            "COMPRESSOR" => "customer · expired · 2023-11-22 + 12 months = 2024-11-22";
        "a component whose term is shorter than the unit's is inside the unit's" [Bought("2026-01-01")]
            "LAMP" => "warranty · whole_unit · 2026-01-01 + 12 months = 2027-01-01";
        "the term of another kind's component is not this one's" [Says(Field::UnitKind, "stove"), Bought("2023-11-23")]
            "COMPRESSOR" => "customer · expired · 2023-11-23 + 24 months = 2025-11-23";
    }
}

#[test]
fn a_term_beyond_the_calendar_lasts_as_long_as_it() {
    let term = Term::new(day("2026-11-23"), u32::MAX);
    assert!(term.holds_on(NaiveDate::MAX) && term.holds_on(day("2026-11-23")));
    assert!(!term.holds_on(day("2026-11-22")));
}

#[test]
fn the_day_of_the_latest_arrival_counts_in_the_customers_own_calendar() {
    table! {
        "a second visit after the last day, the first was inside" [ProofSeenBefore, Bought("2025-11-22")]
            "labour" => "customer · expired · 2025-11-22 + 12 months = 2026-11-22";
    }
    // Twenty past midnight at the door is his Tuesday, though it is Monday in UTC.
    let mut story = Story::repair();
    assert_eq!(visit_day(&story.record), None);
    let id = story.happens(story::visit());
    let visit = story.record.entries.get_mut(&id).expect("just written");
    visit.entry.at = DateTime::parse_from_rfc3339("2026-11-24T00:20:00+08:00").expect("a moment");
    assert_eq!(visit_day(&story.record), Some(day("2026-11-24")));
    story.happens(story::void(id));
    assert_eq!(
        visit_day(&story.record),
        None,
        "an arrival that was taken back"
    );
}
