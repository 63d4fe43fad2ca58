//! When the next visit is due, as tables.

use super::{
    Rhythm::{EveryMonths, VisitsAYear},
    *,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn plan(from: &str, until: &str, rhythm: Rhythm) -> Plan {
    Plan {
        from: day(from),
        until: day(until),
        rhythm,
    }
}

#[test]
fn the_term_promises_a_visit_for_each_interval() {
    for (from, until, rhythm, expected) in [
        ("2026-01-01", "2026-12-31", VisitsAYear(4), 4),
        ("2026-01-01", "2026-12-31", EveryMonths(3), 4),
        ("2026-01-01", "2026-12-30", EveryMonths(3), 3),
        ("2026-03-15", "2028-03-14", VisitsAYear(2), 4),
        // Intervals that are no whole months.
        ("2026-01-01", "2026-12-31", VisitsAYear(5), 5),
        ("2026-01-01", "2026-12-31", VisitsAYear(52), 52),
        ("2024-02-29", "2025-02-27", VisitsAYear(1), 1),
        // A term shorter than its interval promises one all the same.
        ("2026-01-01", "2026-06-30", VisitsAYear(1), 1),
        ("2026-01-01", "2026-01-01", EveryMonths(60), 1),
        ("2026-01-01", "2035-12-31", VisitsAYear(52), 520),
    ] {
        let plan = plan(from, until, rhythm);
        assert!(plan.is_fit(), "{plan:?}");
        assert_eq!(plan.visits(), expected, "{plan:?}");
    }
}

#[test]
fn the_next_visit_is_an_interval_after_the_last_and_never_after_the_end() {
    let quarterly = plan("2026-01-01", "2026-12-31", VisitsAYear(4));
    let yearly = plan("2026-03-15", "2028-03-14", EveryMonths(12));
    let five = plan("2026-01-01", "2026-12-31", VisitsAYear(5));
    let short = plan("2026-01-01", "2026-06-30", VisitsAYear(1));
    for (plan, made, last, expected) in [
        // None yet: by the end of the first interval.
        (quarterly, 0, None, Some("2026-03-31")),
        (yearly, 0, None, Some("2027-03-14")),
        (five, 0, None, Some("2026-03-14")),
        // From the last one on.
        (quarterly, 1, Some("2026-03-20"), Some("2026-06-20")),
        (quarterly, 2, Some("2026-07-04"), Some("2026-10-04")),
        // At the month's end.
        (quarterly, 1, Some("2026-05-31"), Some("2026-08-31")),
        (quarterly, 1, Some("2026-06-30"), Some("2026-09-30")),
        (five, 2, Some("2026-06-01"), Some("2026-08-13")),
        // Late visits do not cost the customer the last one.
        (quarterly, 3, Some("2026-10-20"), Some("2026-12-31")),
        (yearly, 1, Some("2027-05-01"), Some("2028-03-14")),
        // All were made, also early.
        (quarterly, 4, Some("2026-11-02"), None),
        (quarterly, 5, Some("2026-11-02"), None),
        // The only one of a short term.
        (short, 0, None, Some("2026-06-30")),
        (short, 1, Some("2026-02-01"), None),
        // Visited before the term began, as another contract's last.
        (quarterly, 0, Some("2025-09-01"), Some("2026-01-01")),
    ] {
        let due = next_visit(&plan, made, last.map(day));
        assert_eq!(due, expected.map(day), "{plan:?}, {made} made, {last:?}");
    }
}

#[test]
fn what_no_contract_may_say() {
    for (plan, expected) in [
        (plan("2026-01-01", "2026-12-31", VisitsAYear(1)), true),
        (plan("2026-01-01", "2025-12-31", VisitsAYear(1)), false),
        (plan("2026-01-01", "2035-12-31", EveryMonths(60)), true),
        (plan("2026-01-01", "2036-01-01", EveryMonths(60)), false),
        (plan("2026-01-01", "2026-12-31", VisitsAYear(0)), false),
        (plan("2026-01-01", "2026-12-31", VisitsAYear(53)), false),
        (plan("2026-01-01", "2026-12-31", EveryMonths(0)), false),
        (plan("2026-01-01", "2026-12-31", EveryMonths(61)), false),
    ] {
        assert_eq!(plan.is_fit(), expected, "{plan:?}");
    }
    // A rhythm that is none ends all the same.
    for rhythm in [VisitsAYear(0), EveryMonths(0), EveryMonths(u32::MAX)] {
        let odd = plan("2026-01-01", "2026-12-31", rhythm);
        assert_eq!(odd.visits(), 1);
        let _ = next_visit(&odd, 0, None);
    }
}
