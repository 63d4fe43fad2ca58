//! Which records are likely to be about one visit: a table, and a merge taken back.

use std::collections::BTreeMap;

use super::*;
use crate::story::{self, Story};

type Said = &'static [(Field, &'static str)];

const WANG: Said = &[
    (Field::CustomerPhone, "139-0000-1001"),
    (Field::CustomerAddress, "样例市青禾区松风路 18 号"),
    (Field::UnitKind, "refrigerator"),
];

/// The traits of a record of which the fields were written one after the other.
fn traits(said: [Said; 2]) -> Traits {
    let mut written = BTreeMap::new();
    written.extend(said.into_iter().flatten().copied());
    let mut story = Story::blank();
    for (field, value) in written {
        if !value.is_empty() {
            story.set(field, value);
        }
    }
    Traits::of(&story.record)
}

#[test]
fn serial_telephone_and_address_speak_for_one_visit_and_another_serial_against_it() {
    use Field::{CustomerAddress, CustomerPhone, UnitKind, UnitSerial};
    use Likeness::{Address, Phone, Serial};
    let table: &[(&str, Said, Said, &[Likeness])] = &[
        ("the same customer and kind", &[], &[], &[Phone, Address]),
        (
            "the telephone as it is typed abroad",
            &[],
            &[(CustomerPhone, "+86 13900001001"), (CustomerAddress, "")],
            &[Phone],
        ),
        (
            "the address with other blanks and marks",
            &[],
            &[
                (CustomerPhone, ""),
                (CustomerAddress, "样例市青禾区松风路18号。"),
            ],
            &[Address],
        ),
        (
            "another kind of unit in the same household",
            &[],
            &[(UnitKind, "washer")],
            &[],
        ),
        ("a kind that nobody knows", &[], &[(UnitKind, "")], &[]),
        (
            "the same serial, typed in small letters",
            &[(UnitSerial, "YLRF-01")],
            &[
                (UnitSerial, "ylrf01"),
                (CustomerPhone, "1"),
                (CustomerAddress, ""),
            ],
            &[Serial],
        ),
        (
            "two serials: two refrigerators of one household",
            &[(UnitSerial, "YLRF-01")],
            &[(UnitSerial, "YLRF-02")],
            &[],
        ),
        (
            "a serial on one side only",
            &[(UnitSerial, "YLRF-01")],
            &[],
            &[Phone, Address],
        ),
        (
            "nothing is known of either",
            &[(CustomerPhone, ""), (CustomerAddress, ""), (UnitKind, "")],
            &[(CustomerPhone, ""), (CustomerAddress, ""), (UnitKind, "")],
            &[],
        ),
    ];
    for (case, left, right, expected) in table {
        let (left, right) = (traits([WANG, left]), traits([WANG, right]));
        let expected: BTreeSet<_> = expected.iter().copied().collect();
        assert_eq!(left.likeness(&right), expected, "{case}");
        assert_eq!(
            right.likeness(&left),
            expected,
            "{case}, the other way round"
        );
    }
}

#[test]
fn a_merge_holds_until_it_is_taken_back() {
    let mut story = Story::repair();
    assert_eq!(stays(&story.record), None);
    let other = RecordId::from_slice(&[9; 16]).expect("16 bytes");
    let merged = story.does(What::Cancelled {
        reason: "同一次报修".into(),
        duplicate_of: Some(other),
    });
    assert_eq!(stays(&story.record), Some(other));
    story.does(What::Void {
        entry: merged,
        reason: "是两台冰箱".into(),
    });
    assert_eq!(stays(&story.record), None);
    story.does(story::cancelled());
    assert_eq!(stays(&story.record), None, "called off, and no duplicate");
}
