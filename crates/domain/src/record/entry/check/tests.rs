//! What is refused as malformed.

use super::*;

#[test]
fn the_kind_in_the_json_is_the_kind_of_the_table() {
    let report = What::Report {
        note: String::new(),
    };
    let json = serde_json::to_value(&report).expect("plain data");
    assert_eq!(json["kind"], EntryKind::Report.code());
    assert_eq!(EntryKind::ALL.len(), EntryKind::Settled as usize + 1);
}

#[test]
fn malformed_entries_say_what_is_wrong() {
    let cases = [
        (
            What::Void {
                entry: EntryId::from_slice(&[1; 16]).expect("16"),
                reason: " ".into(),
            },
            BadEntry::Missing("reason"),
        ),
        (
            What::Report {
                note: "x".repeat(4_001),
            },
            BadEntry::Text("note"),
        ),
        (
            What::PartFitted {
                part: "P1".into(),
                name: "泵".into(),
                serial: String::new(),
                quantity: 0,
                warranty_months: 36,
            },
            BadEntry::Range("quantity"),
        ),
        (
            What::SignRefused {
                statement: "ZZ".into(),
                reason: "忙".into(),
            },
            BadEntry::Text("statement"),
        ),
    ];
    for (what, expected) in cases {
        assert_eq!(what.check(), Err(expected));
    }
}

#[test]
fn measurements_are_decimals_as_read() {
    for good in ["0", "-12.5", "220", "0.003"] {
        assert!(is_decimal(good), "{good}");
    }
    for bad in ["", "-", ".", "1.", ".5", "1e5", "NaN", "--1", "1.2.3", "９"] {
        assert!(!is_decimal(bad), "{bad}");
    }
}
