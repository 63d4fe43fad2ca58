//! Second repair (返修): same unit, same fault code or same part, within the term; free for the customer.

use super::{Given::*, *};

/// Closed 30 days before the visit.
const PUMP: Earlier = Earlier {
    fault: "F-E2",
    fitted: &["PUMP"],
    ..EARLIER
};
const SAME_FAULT: Given = Says(Field::FaultCode, "F-E2");
const OTHER_FAULT: Given = Says(Field::FaultCode, "F-E9");
const OLD: Given = Bought("2020-01-01");
const PAID: &str = "customer · expired · 2020-01-01 + 12 months = 2021-01-01";

#[test]
fn the_same_fault_or_the_same_part_soon_after_is_free() {
    let fault = "warranty · second_repair · same fault as K7-1 · 2026-10-24 = 2027-01-22";
    let part = "warranty · second_repair · same part as K7-1 · 2026-10-24 = 2027-01-22";
    table! {
        "same fault, labour" [OLD, SAME_FAULT, After(PUMP)]
            "labour" => fault;
        "same fault, the call-out" [OLD, SAME_FAULT, After(PUMP)]
            "fee" => fault;
        "same fault, the same part" [OLD, SAME_FAULT, After(PUMP)]
            "PUMP" => fault;
        "same fault, another part" [OLD, SAME_FAULT, After(PUMP)]
            "BOARD" => fault;
        "another fault, the same part" [OLD, OTHER_FAULT, After(PUMP)]
            "PUMP" => part;
        "another fault, the labour of the same part" [OLD, OTHER_FAULT, After(PUMP)]
            "labour for PUMP" => part;
        "another fault, other labour" [OLD, OTHER_FAULT, After(PUMP)]
            "labour" => PAID;
        "another fault, another part" [OLD, OTHER_FAULT, After(PUMP)]
            "GASKET" => PAID;
        "no fault code yet, the same part" [OLD, After(PUMP)]
            "PUMP" => part;
        "no fault code then and none now is not the same fault" [OLD, After(Earlier { fault: "", ..PUMP })]
            "labour" => PAID;
        "not at the contract's cost" [Booked("contract"), SAME_FAULT, After(PUMP)]
            "labour" => fault;
        "without papers" [ProofNotSeen, SAME_FAULT, After(PUMP)]
            "labour" => fault;
        "a complaint about the repair" [OLD, Says(Field::Request, "complaint"), SAME_FAULT, After(PUMP)]
            "labour" => fault;
        "an installation is no repair" [OLD, Says(Field::Request, "installation"), SAME_FAULT, After(PUMP)]
            "labour" => PAID;
        "nor is maintenance" [OLD, Says(Field::Request, "maintenance"), SAME_FAULT, After(PUMP)]
            "labour" => PAID;
    }
}

#[test]
fn within_the_term_and_the_last_day_is_inside() {
    table! {
        "the same day" [OLD, SAME_FAULT, After(Earlier { on: "2026-11-23", ..PUMP })]
            "labour" => "warranty · second_repair · same fault as K7-1 · 2026-11-23 = 2027-02-21";
        "90 days later" [OLD, SAME_FAULT, After(Earlier { on: "2026-08-25", ..PUMP })]
            "labour" => "warranty · second_repair · same fault as K7-1 · 2026-08-25 = 2026-11-23";
        "91 days later" [OLD, SAME_FAULT, After(Earlier { on: "2026-08-24", ..PUMP })]
            "labour" => PAID;
        "91 days later the part has a term of its own" [OLD, SAME_FAULT, After(Earlier { on: "2026-08-24", ..PUMP })]
            "PUMP" => "warranty · fitted_part · of K7-1 · 2026-08-24 + 36 months = 2029-08-24";
        "closed after this visit" [OLD, SAME_FAULT, After(Earlier { on: "2026-11-24", ..PUMP })]
            "labour" => PAID;
    }
}

#[test]
fn only_a_finished_repair_has_a_second_one() {
    let fault = "warranty · second_repair · same fault as K7-1 · 2026-10-24 = 2027-01-22";
    let with = |how| Earlier {
        how,
        fitted: &[],
        ..PUMP
    };
    for (situation, how, says) in [
        ("signed", How::Repaired, fault),
        ("the customer refused to sign", How::RefusedToSign, fault),
        ("never signed, but reported", How::OnlyReported, fault),
        ("still open: it is the same job", How::Open, PAID),
        ("it could not be repaired", How::CannotRepair, PAID),
        ("it was called off", How::Cancelled, PAID),
        ("it was installed, not repaired", How::Installed, PAID),
    ] {
        let given = [OLD, SAME_FAULT, After(with(how))];
        assert_eq!(decide(&given, "labour"), says, "{situation}");
    }
}

#[test]
fn of_several_earlier_repairs_it_is_the_second_of_the_latest() {
    let first = Earlier {
        on: "2026-09-10",
        ..PUMP
    };
    let later = Earlier {
        number: "K7-2",
        on: "2026-11-10",
        fitted: &[],
        ..PUMP
    };
    table! {
        "both had the fault" [OLD, SAME_FAULT, After(first), After(later)]
            "labour" => "warranty · second_repair · same fault as K7-2 · 2026-11-10 = 2027-02-08";
        "in whatever order they are known" [OLD, SAME_FAULT, After(later), After(first)]
            "labour" => "warranty · second_repair · same fault as K7-2 · 2026-11-10 = 2027-02-08";
        "only the first one fitted the part" [OLD, OTHER_FAULT, After(first), After(later)]
            "PUMP" => "warranty · second_repair · same part as K7-1 · 2026-09-10 = 2026-12-09";
    }
}

#[test]
fn the_term_is_the_catalogues_where_it_says_one() {
    for (days, on, says) in [
        (Some(30), "2026-10-24", "second_repair"),
        (Some(30), "2026-10-23", "expired"),
        (Some(0), "2026-11-23", "second_repair"),
        (Some(0), "2026-11-22", "expired"),
        (None, "2026-08-25", "second_repair"),
    ] {
        let given = [OLD, SAME_FAULT, After(Earlier { on, ..PUMP })];
        let mut situation = Situation::of(&given);
        situation.catalogue.second_repair_days = days;
        let rule = situation.case().who_pays(&asked("labour"));
        assert_eq!(rule.code(), says, "{days:?} days, closed on {on}");
    }
}
