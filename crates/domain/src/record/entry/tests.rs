//! What is refused as malformed, and how an entry stands in JSON.

use super::*;
use crate::{
    money::Currency,
    quote::BadQuote,
    story::{self, entry, entry_id},
};

fn refused<const N: usize>(cases: [(What, BadEntry); N]) {
    for (what, expected) in cases {
        assert_eq!(entry(what).check(), Err(expected));
    }
}

#[test]
fn the_kind_in_the_json_is_the_kind_of_the_table() {
    let report = story::reported(Vec::new());
    let json = serde_json::to_value(&report).expect("plain data");
    assert_eq!(json["kind"], EntryKind::Report.code());
    assert_eq!(EntryKind::ALL.len(), EntryKind::PassedOn as usize + 1);
}

#[test]
fn malformed_entries_say_what_is_wrong() {
    refused([
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
                covers: Vec::new(),
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
        (
            What::PartFitted {
                part: "P1".into(),
                name: " ".into(),
                serial: String::new(),
                quantity: 1,
                warranty_months: 36,
            },
            BadEntry::Missing("name"),
        ),
        (
            What::PartFitted {
                part: "P1".into(),
                name: "泵".into(),
                serial: String::new(),
                quantity: 1,
                warranty_months: 601,
            },
            BadEntry::Range("warranty_months"),
        ),
    ]);
}

#[test]
fn malformed_money_and_measurements_say_what_is_wrong() {
    refused([
        (
            What::CannotRepair {
                reason: "缺件".into(),
                plan: String::new(),
            },
            BadEntry::Missing("plan"),
        ),
        (
            story::offer(1, None, Vec::new()),
            BadEntry::Quote(BadQuote::Lines),
        ),
        (
            story::sign_off(vec![entry_id(1); 501]),
            BadEntry::TooMany("covers"),
        ),
        (
            What::Payment {
                method: "barter".into(),
                amount: story::yuan(1),
                receipt: String::new(),
                acceptance: entry_id(1),
                statement: String::new(),
            },
            BadEntry::Word("method"),
        ),
        (story::payment(entry_id(1), 0), BadEntry::Range("amount")),
        (
            What::Settled {
                field: Field::PriorityHours,
                value: FieldValue::Number(5),
                reason: "核实".into(),
            },
            BadEntry::Field,
        ),
        (
            What::DiagnosisStep {
                step: DiagnosisStep::Measure,
                finding: "无电压".into(),
                measurements: vec![Measurement {
                    name: "电压".into(),
                    value: "1e5".into(),
                    unit: "V".into(),
                }],
            },
            BadEntry::Range("measurement value"),
        ),
    ]);
}

#[test]
fn measurements_are_decimals_as_read() {
    for good in ["0", "-12.5", "220", "0.003"] {
        assert!(check::is_decimal(good), "{good}");
    }
    for bad in ["", "-", ".", "1.", ".5", "1e5", "NaN", "--1", "1.2.3", "９"] {
        assert!(!check::is_decimal(bad), "{bad}");
    }
}

#[test]
fn who_did_it_stands_in_every_entry_and_a_score_is_of_five() {
    let mut nobody = entry(story::visit());
    nobody.by = PersonId(" ".into());
    assert_eq!(nobody.check(), Err(BadEntry::Missing("by")));
    for (given, fits) in [(0, false), (1, true), (5, true), (6, false)] {
        let mut what = story::sign_off(Vec::new());
        if let What::SignOff { score, .. } = &mut what {
            *score = given;
        }
        assert_eq!(entry(what).check().is_ok(), fits, "{given}");
    }
}

#[test]
fn an_entry_reads_back_from_its_json_as_it_was_written() {
    let dollars = Money {
        minor: 1,
        currency: Currency::Hkd,
    };
    let mut paid = story::payment(entry_id(1), 1);
    if let What::Payment { amount, .. } = &mut paid {
        *amount = dollars;
    }
    for what in [
        story::visit(),
        story::offer(2, Some(entry_id(1)), story::pump_lines()),
        story::sign_off(vec![entry_id(1), entry_id(2)]),
        story::tested(true, false),
        paid,
        What::Settled {
            field: Field::Appointment,
            value: FieldValue::Empty,
            reason: "核实".into(),
        },
    ] {
        let entry = entry(what);
        let json = serde_json::to_string(&entry).expect("plain data");
        let read: Entry = serde_json::from_str(&json).expect("read back");
        assert_eq!(read, entry);
        assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
    }
}

#[test]
fn what_is_malformed_is_said_in_chinese_too() {
    for bad in [
        BadEntry::Text("note"),
        BadEntry::Missing("reason"),
        BadEntry::Range("score"),
        BadEntry::TooMany("items"),
        BadEntry::Word("method"),
        BadEntry::Quote(BadQuote::Amount(3)),
        BadEntry::Field,
    ] {
        assert!(!bad.words().chinese.is_ascii(), "{bad}");
    }
}
