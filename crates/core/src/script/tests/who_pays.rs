//! Who pays, decided at the door without a network: the unit's earlier repairs on this device, the rule with its dates,
//! and what happens when somebody decides otherwise.

use serde_json::{Value, json};

use crate::script::example::{Example, accept, arrival, offer, repaired_and_tested, sign_off};

fn view(example: &Example, record: &str) -> Value {
    example.done(json!({"do": "show", "record": record}))
}

/// A paid repair of the unit, with a damper motor fitted, signed and reported.
fn repaired_before(example: &Example) -> String {
    let record = example.open();
    example.done(arrival(&record));
    let cause = json!({"do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路", "fault_code": "RF-F07"});
    example.done(cause);
    example.done(offer(&record));
    example.done(accept(&record));
    example.done(json!({"do": "part.fit", "record": record, "part": "RF-109"}));
    for line in repaired_and_tested(&record) {
        example.done(line);
    }
    example.done(sign_off(&record));
    record
}

fn comes_again(example: &Example, fault: Option<&str>) -> String {
    let record = example.open();
    example.done(arrival(&record));
    let mut cause = json!({"do": "diagnosis.cause", "record": record, "text": "风门不转"});
    if let Some(fault) = fault {
        cause["fault_code"] = json!(fault);
    }
    example.done(cause);
    record
}

/// Payer and rule of each line.
fn decided(view: &Value) -> Vec<(String, String)> {
    let lines = view["quotes"][0]["lines"].as_array().cloned();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines
        .unwrap_or_default()
        .iter()
        .map(|line| {
            (
                word(&line["payer"]["code"]),
                word(&line["decided_by"]["code"]),
            )
        })
        .collect()
}

fn pair(payer: &str, rule: &str) -> (String, String) {
    (payer.to_owned(), rule.to_owned())
}

#[test]
fn the_same_fault_again_is_free_and_counts_against_who_repaired_it() {
    let example = Example::new();
    let first = repaired_before(&example);
    let second = comes_again(&example, Some("RF-F07"));
    example.done(json!({"do": "quote.offer", "record": second, "lines": [{"code": "VISIT-CITY"}, {"code": "RF-109"}]}));

    let seen = view(&example, &second);
    assert_eq!(
        decided(&seen),
        [
            pair("warranty", "second_repair"),
            pair("warranty", "second_repair")
        ]
    );
    assert_eq!(seen["quotes"][0]["customer_pays"]["minor"], 0);
    let rule = &seen["quotes"][0]["lines"][0]["decided_by"];
    assert_eq!(
        (&rule["from"], &rule["last_day"]),
        (&json!("2026-11-23"), &json!("2027-02-21"))
    );
    assert!(
        rule["zh"]
            .as_str()
            .is_some_and(|words| words.contains(&first))
    );
    assert_eq!(seen["unit_history"][0]["number"], first);
    assert_eq!(
        seen["unit_history"][0]["fitted"][0]["last_day"],
        "2029-11-23"
    );
    let mark = &seen["second_repair"];
    assert_eq!(
        (
            &mark["first"],
            &mark["technician"],
            &mark["same"]["code"],
            &mark["counts"]
        ),
        (&json!(first), &json!("t-li"), &json!("fault"), &json!(true))
    );

    // The technician objects; the customer still pays nothing.
    let contest = json!({"do": "record.field", "record": second, "field": "second_repair_contest", "value": "风道内有异物"});
    example.done(contest);
    let seen = view(&example, &second);
    let mark = &seen["second_repair"];
    assert_eq!(
        (&mark["counts"], &mark["contested"]),
        (&json!(false), &json!("风道内有异物"))
    );
    assert_eq!(decided(&seen)[0].0, "warranty");
}

#[test]
fn another_fault_leaves_free_only_the_part_that_was_fitted_and_its_labour() {
    let example = Example::new();
    repaired_before(&example);
    let again = comes_again(&example, None);
    let lines = json!([
        {"code": "RF-109"}, {"code": "RF-101"},
        {"code": "RF-FAN", "for_part": "RF-109"}, {"code": "VISIT-CITY"}]);
    example.done(json!({"do": "quote.offer", "record": again, "lines": lines}));
    // Bought in May 2024: the compressor is inside its 36 months, the unit is not inside its 12.
    assert_eq!(
        decided(&view(&example, &again)),
        [
            pair("warranty", "second_repair"),
            pair("warranty", "component"),
            pair("warranty", "second_repair"),
            pair("customer", "expired"),
        ]
    );
    let other =
        json!({"do": "record.field", "record": again, "field": "exclusion", "value": "misuse"});
    example.done(other);
    example.done(json!({"do": "quote.offer", "record": again, "lines": [{"code": "RF-109"}, {"code": "RF-FAN"}]}));
    let seen = view(&example, &again);
    assert_eq!(seen["unit"]["exclusion"]["zh"], "未按说明书使用");
    let revised = &seen["quotes"][1]["lines"];
    for line in [0, 1] {
        assert_eq!(revised[line]["decided_by"]["code"], "excluded");
        assert_eq!(revised[line]["rule"], "未按说明书使用，不属三包，按价目表");
    }
    assert_eq!(
        decided(&seen)[0],
        pair("warranty", "second_repair"),
        "what was offered before stays as it was"
    );
}

#[test]
fn the_only_part_of_a_quote_is_what_its_labour_is_for() {
    let example = Example::new();
    repaired_before(&example);
    let again = comes_again(&example, None);
    example.done(offer(&again));
    assert_eq!(
        decided(&view(&example, &again)),
        [
            pair("warranty", "second_repair"),
            pair("warranty", "second_repair")
        ]
    );
}

#[test]
fn who_decides_otherwise_says_why_and_both_stand_in_the_line() {
    let example = Example::new();
    let record = example.open();
    example.done(arrival(&record));
    let offer = |reason: &str| json!({"do": "quote.offer", "record": record, "lines": [{"code": "RF-109", "payer": "warranty", "reason": reason}]});
    assert_eq!(example.refused(offer("")), "override_needs_reason");
    assert_eq!(
        view(&example, &record)["quotes"],
        json!([]),
        "nothing was offered"
    );
    example.done(offer("厂家批量召回"));
    let seen = view(&example, &record);
    let line = &seen["quotes"][0]["lines"][0];
    assert_eq!(line["payer"]["code"], "warranty");
    assert_eq!(line["override_reason"], "厂家批量召回");
    assert_eq!(line["rule"], "现场指定：厂家批量召回");
    assert_eq!(
        (
            &line["decided_by"]["code"],
            &line["decided_by"]["payer"]["code"]
        ),
        (&json!("expired"), &json!("customer")),
        "what the rules say stands beside it"
    );
    example.done(accept(&record));
    let verified = example.done(json!({"do": "verify"}));
    assert_eq!(
        verified["all_unchanged"], true,
        "the customer signed for it so"
    );
}

#[test]
fn another_units_repair_changes_nothing() {
    let example = Example::new();
    repaired_before(&example);
    let other = example.open();
    let mut arrived = arrival(&other);
    arrived["serial"] = json!("YLRF2604000313");
    example.done(arrived);
    example.done(json!({"do": "diagnosis.cause", "record": other, "text": "同样的故障", "fault_code": "RF-F07"}));
    example.done(offer(&other));
    let seen = view(&example, &other);
    assert_eq!(
        decided(&seen),
        [pair("customer", "expired"), pair("customer", "expired")]
    );
    assert_eq!(
        (&seen["unit_history"], &seen["second_repair"]),
        (&json!([]), &Value::Null)
    );
}

#[test]
fn a_unit_is_found_again_however_its_number_was_typed() {
    let example = Example::new();
    repaired_before(&example);
    for serial in ["ylrf2604000312", " YLRF2604000312 "] {
        let record = example.open();
        let mut arrived = arrival(&record);
        arrived["serial"] = json!(serial);
        example.done(arrived);
        let seen = view(&example, &record);
        assert!(
            seen["unit_history"]
                .as_array()
                .is_some_and(|earlier| !earlier.is_empty()),
            "{serial:?}"
        );
    }
}
