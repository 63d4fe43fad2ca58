//! Codes and words: what stands in JSON is what stands in the tables, and everything has a Chinese and an English word.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    course::{Finding, Item, Need, Status, Step, VisitKind},
    quote::{LineKind, Payer},
    record::{
        CallOutcome, DiagnosisStep, EntryKind, FIELDS, PAYMENT_METHODS, Relation, Shape,
        SignPurpose, TextName, choice_words,
    },
    rights::Role,
    story::entry_id,
};

fn speaks_both(what: &str, chinese: &str, english: &str) {
    assert!(
        !chinese.is_empty() && !chinese.is_ascii(),
        "{what}: {chinese}"
    );
    assert!(
        !english.is_empty() && english.is_ascii(),
        "{what}: {english}"
    );
}

fn same_code_in_json(value: impl Serialize, code: &str) {
    assert_eq!(serde_json::to_value(value).expect("plain data"), code);
}

macro_rules! all_named {
    ($($name:ident),*) => {$(
        for value in $name::ALL.iter().copied() {
            same_code_in_json(value, value.code());
            speaks_both(value.code(), value.words().chinese, value.words().english);
        }
        let words: BTreeSet<_> = $name::ALL.iter().map(|value| value.words().chinese).collect();
        assert_eq!(words.len(), $name::ALL.len(), "two of {} have one word", stringify!($name));
    )*};
}

#[test]
fn every_word_of_the_course_has_one_code_and_two_languages() {
    all_named!(
        Status,
        Step,
        Item,
        Need,
        CallOutcome,
        DiagnosisStep,
        Relation,
        SignPurpose,
        LineKind,
        Payer,
        Role,
        VisitKind
    );
    for kind in EntryKind::ALL {
        speaks_both(kind.code(), kind.words().chinese, kind.words().english);
    }
    for text in TextName::ALL {
        same_code_in_json(text, text.key());
        assert_eq!(TextName::from_key(text.key()), Some(text));
        speaks_both(text.key(), text.words().chinese, text.words().english);
    }
}

#[test]
fn every_field_and_every_choice_has_its_words() {
    for row in FIELDS {
        same_code_in_json(row.field, row.key);
        speaks_both(row.key, row.name.chinese, row.name.english);
        speaks_both(row.key, row.why.chinese, row.why.english);
        speaks_both(
            row.key,
            row.writers.words().chinese,
            row.writers.words().english,
        );
        speaks_both(
            row.key,
            row.merge.words().chinese,
            row.merge.words().english,
        );
        if let Shape::OneOf(codes) = row.shape {
            for code in codes {
                let words = choice_words(code).expect("a choice has words");
                speaks_both(code, words.chinese, words.english);
            }
        }
    }
    for method in PAYMENT_METHODS {
        let words = choice_words(method).expect("a method has words");
        speaks_both(method, words.chinese, words.english);
    }
    assert_eq!(choice_words("barter"), None);
}

#[test]
fn every_finding_says_in_json_which_it_is() {
    let id = entry_id(1);
    for finding in [
        Finding::SignedBeforeTest { sign_off: id },
        Finding::SignedBeforeRepair { sign_off: id },
        Finding::FittedWithoutAcceptedQuote { fitted: id },
        Finding::FittedBeyondQuote { fitted: id },
        Finding::OldPartMissing { fitted: id },
        Finding::ParallelQuotes { offer: id },
        Finding::PaidMoreThanQuoted { minor: 1 },
        Finding::WorkAfterCancellation,
        Finding::TestFailed { test: id },
        Finding::TestWithoutCustomer { test: id },
        Finding::DiagnosisIncomplete,
        Finding::SignedTwice { sign_off: id },
        Finding::SignatureTakenBack { signature: id },
        Finding::RefundedMoreThanPaid { refund: id },
        Finding::PaidWithoutReceipt { payment: id },
        Finding::InvoiceUnaddressed { payment: id },
        Finding::HandedInOtherwise { handed_in: id },
        Finding::ClockWrong {
            entry: id,
            ahead_s: 1,
        },
        Finding::ClockJumped { entry: id, by_s: 1 },
    ] {
        let json = serde_json::to_value(&finding).expect("plain data");
        assert_eq!(json["finding"], finding.code());
        speaks_both(
            finding.code(),
            finding.words().chinese,
            finding.words().english,
        );
    }
}
