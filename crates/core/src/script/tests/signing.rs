//! The signing screen: what can be signed now, under which sentence, for which amount; and nothing else is signed than
//! what was shown.

use serde_json::{Value, json};

use crate::script::example::{Example, accept, arrival, offer, repaired_and_tested, sign_off};

fn to_sign(example: &Example, record: &str, purpose: &str) -> Vec<Value> {
    let view = example.done(json!({"do": "show", "record": record}));
    let all = view["to_sign"].as_array().unwrap();
    all.iter()
        .filter(|one| one["purpose"]["code"] == purpose)
        .cloned()
        .collect()
}

fn at_the_door(example: &Example) -> String {
    let record = example.open();
    example.done(arrival(&record));
    record
}

#[test]
fn before_he_signs_the_customer_sees_the_sentence_in_both_languages_and_the_amount() {
    let example = Example::new();
    let record = at_the_door(&example);
    assert_eq!(
        to_sign(&example, &record, "quote_acceptance"),
        [] as [Value; 0]
    );
    assert_eq!(
        to_sign(&example, &record, "work_acceptance"),
        [] as [Value; 0]
    );

    example.done(offer(&record));
    let open = to_sign(&example, &record, "quote_acceptance").remove(0);
    assert_eq!(
        open["consents"],
        json!([
            {"language": "zh-CN", "version": 4, "sentence": "本人同意所选方案和价格。"},
            {"language": "en", "version": 5, "sentence": "I agree to the option I chose."}])
    );
    assert_eq!(open["amount"]["minor"], 14_800);
    let lines: Vec<&Value> = (0..2).map(|place| &open["lines"][place]["name"]).collect();
    assert_eq!(lines, ["风门电机", "更换风门"]);
    let relations: Vec<&Value> = (0..4)
        .map(|place| &open["relations"][place]["code"])
        .collect();
    assert_eq!(relations, ["customer", "family", "company", "other"]);

    example.done(accept(&record));
    assert_eq!(
        to_sign(&example, &record, "quote_acceptance"),
        [] as [Value; 0]
    );
    let receipt = to_sign(&example, &record, "payment_receipt").remove(0);
    assert_eq!(receipt["amount"]["minor"], 14_800);
    // The office gave out no sentence for it: the product's own has no version.
    assert_eq!(receipt["consents"][1]["version"], Value::Null);
}

#[test]
fn each_option_is_shown_for_itself() {
    let example = Example::new();
    let record = at_the_door(&example);
    example.done(json!({"do": "quote.offer", "record": record, "options": [
        {"choice": "repair", "lines": [{"code": "RF-109"}, {"code": "RF-FAN"}]},
        {"choice": "leave", "lines": [{"code": "VISIT-CITY"}]}]}));
    let options = to_sign(&example, &record, "quote_acceptance");
    let amounts: Vec<(&Value, &Value)> = options
        .iter()
        .map(|one| (&one["choice"]["code"], &one["amount"]["minor"]))
        .collect();
    assert_eq!(
        amounts,
        [
            (&json!("repair"), &json!(14_800)),
            (&json!("leave"), &json!(3_000))
        ]
    );
    // Under the sheet of one option the other is not taken.
    let mut line = accept(&record);
    line["choice"] = json!("leave");
    line["shown"] = options[0]["mark"].clone();
    assert_eq!(example.refused(line.clone()), "not_as_shown");
    line["shown"] = options[1]["mark"].clone();
    example.done(line);
}

#[test]
fn what_was_changed_after_it_was_shown_is_not_signed() {
    let example = Example::new();
    let record = at_the_door(&example);
    example.done(offer(&record));
    let shown = to_sign(&example, &record, "quote_acceptance").remove(0);
    example.done(
        json!({"do": "record.field", "record": record, "field": "unit_serial", "value": "SN-9"}),
    );
    let mut line = accept(&record);
    line["shown"] = shown["mark"].clone();
    assert_eq!(example.refused(line.clone()), "not_as_shown");
    let again = to_sign(&example, &record, "quote_acceptance").remove(0);
    line["shown"] = again["mark"].clone();
    line["consent"] = json!("本人同意一切。");
    assert_eq!(example.refused(line.clone()), "not_as_shown");
    // Whichever language he read it in, the office's version of it is sealed.
    line["consent"] = again["consents"][1]["sentence"].clone();
    example.done(line);
    let id = example.device().find(&record.as_str().into()).unwrap();
    let jws = example.device().statements(id).unwrap().pop().unwrap().jws;
    let jws = doorstep_evidence::jws::Jws::parse(&jws).unwrap();
    let payload: Value = serde_json::from_slice(jws.payload()).unwrap();
    assert_eq!(
        payload["signing"]["consent_source"],
        json!({"code": "quote_acceptance", "version": 5})
    );
    assert_eq!(
        payload["shown"]["unit"]["serial"], "SN-9",
        "sealed is what was on the screen"
    );
}

#[test]
fn the_work_is_signed_for_as_it_was_shown_once_the_test_is_there() {
    let example = Example::new();
    let record = example.open_accepted();
    for line in repaired_and_tested(&record) {
        example.done(line);
    }
    let shown = to_sign(&example, &record, "work_acceptance").remove(0);
    assert_eq!(shown["amount"]["minor"], 14_800);
    assert_eq!(shown["lines"][0]["amount"]["minor"], 6_800);
    let mut line = sign_off(&record);
    line["shown"] = shown["mark"].clone();
    example.done(
        json!({"do": "record.text", "record": record, "text": "work", "append": "另换了温控器"}),
    );
    assert_eq!(example.refused(line.clone()), "not_as_shown");
    line["shown"] = to_sign(&example, &record, "work_acceptance").remove(0)["mark"].clone();
    example.done(line);
}
