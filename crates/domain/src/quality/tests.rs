use super::*;
use crate::record::Gravity;

#[test]
fn both_limits_on_both_sides() {
    use BatchLimit::{Share, Units};
    let table = [
        // failed, known units, what is passed
        (0, 100, None),
        (5, 100, None), // exactly 5 %
        (6, 100, Some(Share)),
        (1, 20, None),
        (1, 19, Some(Share)),
        (2, 21, Some(Share)),
        (49, 980, None), // exactly 5 %
        (49, 979, Some(Share)),
        (49, 5_000, None),
        (50, 5_000, Some(Units)),
        (50, 1_000, Some(Units)), // exactly 5 %, and 50
        (50, 999, Some(Share)),   // both: the share is told
        (51, 1_000, Some(Share)),
        (49, 0, None), // no unit is known
        (50, 0, Some(Units)),
        (i64::MAX, i64::MAX, Some(Share)),
    ];
    for (failed, known, expected) in table {
        assert_eq!(passed(failed, known), expected, "{failed} of {known}");
    }
}

#[test]
fn a_limit_that_is_passed_stays_passed_by_every_further_unit() {
    for known in 0..1_300 {
        let crossings = (1..200).filter(|failed| {
            passed(*failed, known).is_some() && passed(failed - 1, known).is_none()
        });
        assert_eq!(crossings.count(), 1, "{known} units");
    }
}

#[test]
fn a_limit_is_read_back_from_its_code() {
    for limit in [BatchLimit::Share, BatchLimit::Units] {
        assert_eq!(BatchLimit::from_code(limit.code()), Some(limit));
    }
    assert_eq!(BatchLimit::from_code("other"), None);
}

#[test]
fn a_unit_is_of_the_batch_whose_numbers_hold_it() {
    let range = Serials::new(" YLRF2509003000 ", "YLRF2509007999").unwrap();
    let prefix = Serials::new("YLRF2510", "").unwrap();
    let table = [
        (&range, "ylrf2509002999", false),
        (&range, "ylrf2509003000", true),
        (&range, "ylrf2509007999", true),
        (&range, "ylrf2509008000", false),
        (&range, "ylrf25090040001", false), // another length
        (&range, "", false),
        (&prefix, "ylrf2510000001", true),
        (&prefix, "ylrf251", false),
        (&prefix, "", false),
    ];
    for (serials, serial, expected) in table {
        assert_eq!(serials.hold(serial), expected, "{serials:?} {serial}");
    }
}

#[test]
fn serial_numbers_that_describe_no_batch_are_refused() {
    let long = "a".repeat(SERIAL_CHARACTERS_MAX + 1);
    let table = [
        ("", "", BadSerials::First),
        ("", "A1", BadSerials::First),
        ("A 1", "", BadSerials::First),
        ("序1", "", BadSerials::First),
        (&long, "", BadSerials::First),
        ("A2", "A1", BadSerials::Last),
        ("A1", "A10", BadSerials::Last),
        ("A1", "A ", BadSerials::Last),
        ("A1", "Aé", BadSerials::Last),
    ];
    for (first, last, expected) in table {
        assert_eq!(Serials::new(first, last), Err(expected), "{first} {last}");
    }
}

#[test]
fn batches_that_share_a_number_overlap() {
    let table = [
        (("A100", "A199"), ("A200", "A299"), false),
        (("A100", "A200"), ("A200", "A299"), true),
        (("A100", "A199"), ("A1500", "A1600"), false), // another length
        (("A1", ""), ("A12", ""), true),
        (("A1", ""), ("A2", ""), false),
        (("A1", ""), ("A100", "A199"), true),
        (("A2", ""), ("A100", "A199"), false),
        (("A15", ""), ("A100", "A199"), true),
        (("A1000", ""), ("A100", "A199"), false),
    ];
    for (one, two, expected) in table {
        let [left, right] = [one, two].map(|(first, last)| Serials::new(first, last).unwrap());
        assert_eq!(left.overlap(&right), expected, "{one:?} {two:?}");
        assert_eq!(right.overlap(&left), expected, "{two:?} {one:?}");
    }
}

#[test]
fn what_goes_to_quality_at_once() {
    use NoticeReason::{First, Safety};
    let table = [
        // first of its cause, a safety cause, the complaint, why quality is told
        (false, false, None, vec![]),
        (true, false, None, vec![First]),
        (false, true, None, vec![Safety]),
        (true, true, None, vec![First, Safety]),
        (false, false, Some(Gravity::Ordinary), vec![]),
        (false, false, Some(Gravity::Injury), vec![Safety]),
        (false, false, Some(Gravity::Damage), vec![Safety]),
        (false, false, Some(Gravity::Press), vec![]),
        (true, false, Some(Gravity::Authority), vec![First]),
    ];
    for (is_first, is_safety_cause, complaint, expected) in table {
        let sighting = Sighting {
            is_first,
            is_safety_cause,
            complaint,
        };
        let reasons: Vec<NoticeReason> = sighting.reasons().into_iter().collect();
        assert_eq!(reasons, expected, "{sighting:?}");
    }
    for reason in NoticeReason::ALL {
        assert_eq!(NoticeReason::from_code(reason.code()), Some(*reason));
    }
    for outcome in NoticeOutcome::ALL {
        assert_eq!(NoticeOutcome::from_code(outcome.code()), Some(*outcome));
    }
}

#[test]
fn what_is_looked_at_belongs_to_how_it_is_checked() {
    for kind in CheckKind::ALL {
        assert_eq!(CheckKind::from_code(kind.code()), Some(*kind));
    }
    for item in CheckItem::ALL {
        assert_eq!(CheckItem::from_code(item.code()), Some(*item));
        let kinds = CheckKind::ALL
            .iter()
            .filter(|kind| kind.items().contains(item));
        assert!(kinds.count() > 0, "{item:?} is looked at");
    }
    let spot = CheckKind::Spot.items();
    assert!(
        !spot.contains(&CheckItem::OnTime) && !spot.contains(&CheckItem::Polite),
        "of finished work nobody sees how he came"
    );
    let mystery = CheckKind::Mystery.items();
    assert!(
        !mystery.contains(&CheckItem::RecordIsTrue),
        "who calls as a customer sees no record"
    );
}
