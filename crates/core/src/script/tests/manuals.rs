//! Looking something up without coverage: a hard case by words of either language, by kind, model and fault; the sheet
//! that a test is judged by; the sentence that a customer consents to.

use serde_json::{Value, json};

use crate::script::example::{Example, accept, arrival, offer, repaired_and_tested};

fn hits(example: &Example, members: Value) -> Vec<String> {
    let mut line = json!({"do": "library.search"});
    for (name, value) in members.as_object().into_iter().flatten() {
        line[name.as_str()] = value.clone();
    }
    let found = example.done(line);
    let hits = found["hits"].as_array().cloned().unwrap_or_default();
    let code = |hit: &Value| hit["document"].as_str().unwrap_or_default().to_owned();
    hits.iter().map(code).collect()
}

#[test]
fn a_document_is_found_by_words_of_both_languages_by_kind_model_and_fault() {
    let example = Example::new();
    let (manual, case, washer) = ("TM-RF-DAMPER", "HC-RF-01", "HC-WM-01");
    for (members, expected) in [
        (json!({"text": "风门板边缘"}), vec![case]),
        // Words shorter than three characters too, and each word is asked for.
        (json!({"text": "风门"}), vec![case, manual]),
        (json!({"text": "风门 绕组"}), vec![manual]),
        (json!({"text": "DAMPER flap"}), vec![case]),
        (json!({"text": "bolt"}), vec![washer]),
        (json!({"text": "100%"}), vec![]),
        (json!({"text": "\"风门"}), vec![]),
        (json!({"fault": "RF-F07"}), vec![case, manual]),
        (json!({"fault": "RF-F0"}), vec![]),
        (json!({"text": "RF-F07", "genre": "manual"}), vec![manual]),
        (json!({"kind": "washing_machine"}), vec![washer]),
        // About the very model first, then what is for any; not what is for another.
        (
            json!({"kind": "refrigerator", "model": "YL-BCD326F"}),
            vec![case, manual],
        ),
        (
            json!({"kind": "refrigerator", "model": "YL-BCD218T"}),
            vec![manual],
        ),
        (json!({"genre": "hard_case"}), vec![case, washer]),
    ] {
        assert_eq!(hits(&example, members.clone()), expected, "{members}");
    }
    let first = example.done(json!({"do": "library.search", "limit": 1}));
    assert_eq!(
        (first["hits"].as_array().map(Vec::len), &first["more"]),
        (Some(1), &json!(true))
    );
}

#[test]
fn a_document_is_read_whole_in_both_languages_and_the_index_is_made_anew() {
    let example = Example::new();
    let show = json!({"do": "library.show", "document": "HC-RF-01"});
    let document = example.done(show.clone());
    assert_eq!(document["title"]["zh"], "风门板边缘结冰");
    assert_eq!(document["genre"]["en"], "hard case");
    assert_eq!(
        document["sections"][0]["heading"],
        json!({"zh": "原因", "en": "Cause"})
    );
    assert_eq!(
        example.refused(json!({"do": "library.show", "document": "HC-9"})),
        "no_such_document"
    );
    let lost = example.device().inner.store.write(|write| {
        let wipe = "DELETE FROM library_document; DELETE FROM library_search";
        write.connection()?.execute_batch(wipe).unwrap();
        Ok(())
    });
    lost.unwrap();
    assert_eq!(hits(&example, json!({})), Vec::<String>::new());
    example.device().rebuild_read_model().unwrap();
    assert_eq!(example.done(show), document);
}

#[test]
fn the_test_sheet_judges_a_result_and_a_result_outside_is_shown() {
    let example = Example::new();
    let record = example.open_accepted();
    let [repaired, _] = repaired_and_tested(&record);
    example.done(repaired);
    let test = |items: Value| json!({"do": "test.record", "record": record, "customer_present": true, "items": items});
    let shown = |line: Value| {
        let view = example.done(line);
        assert!(view["entries"][0].is_string());
        let view = example.done(json!({"do": "show", "record": record}));
        let test = view["tests"]
            .as_array()
            .and_then(|tests| tests.last())
            .cloned();
        let codes = view["findings"].as_array().cloned().unwrap_or_default();
        let codes: Vec<Value> = codes
            .iter()
            .map(|finding| finding["code"].clone())
            .collect();
        (test.unwrap_or_default(), codes)
    };
    // By the item's code, judged by the sheet alone.
    let (within, _) = shown(test(
        json!([{"name": "fridge_temperature", "result": "4.5 °C"}]),
    ));
    assert_eq!(within["items"][0]["name"], "冷藏室温度");
    assert_eq!(within["items"][0]["limits"], "2.0 … 8.0 °C");
    assert_eq!(within["items"][0]["judged"]["code"], "within");
    assert_eq!(
        (&within["items"][0]["passed"], &within["passed"]),
        (&json!(true), &json!(true))
    );
    // By its name; the word "passed" does not make 9.5 °C pass.
    let (outside, findings) = shown(test(
        json!([{"name": "冷藏室温度", "result": "9.5 °C", "passed": true}]),
    ));
    assert_eq!(outside["items"][0]["judged"]["en"], "outside the limits");
    assert!(
        findings.contains(&json!("test_outside_limits")),
        "{findings:?}"
    );
    assert!(findings.contains(&json!("test_failed")), "{findings:?}");
    let (_, findings) = shown(test(
        json!([{"name": "fridge_temperature", "result": "4 °C"}]),
    ));
    assert!(
        !findings.contains(&json!("test_outside_limits")),
        "{findings:?}"
    );
    // What no sheet judges must be judged by a person.
    for unknown in [
        json!([{"name": "门灯", "result": "亮"}]),
        json!([{"name": "fridge_temperature", "result": "凉"}]),
    ] {
        assert_eq!(example.refused(test(unknown)), "missing");
    }
}

#[test]
fn a_statement_carries_the_offices_very_sentence_with_its_code_and_version() {
    let example = Example::new();
    let signed = |language: Option<&str>, consent: Option<&str>| {
        let record = example.open();
        if let Some(language) = language {
            example.done(json!({"do": "record.field", "record": record, "field": "language", "value": language}));
        }
        example.done(arrival(&record));
        example.done(offer(&record));
        let mut line = accept(&record);
        if let Some(consent) = consent {
            line["consent"] = json!(consent);
        }
        example.done(line);
        let id = example.device().find(&record.as_str().into()).unwrap();
        let jws = example.device().statements(id).unwrap().pop().unwrap().jws;
        let jws = doorstep_evidence::jws::Jws::parse(&jws).unwrap();
        let payload: Value = serde_json::from_slice(jws.payload()).unwrap();
        payload["signing"].clone()
    };
    let zh = signed(None, None);
    assert_eq!(zh["consent"], "本人同意所选方案和价格。");
    assert_eq!(
        zh["consent_source"],
        json!({"code": "quote_acceptance", "version": 4})
    );
    let en = signed(Some("en"), None);
    assert_eq!(en["consent"], "I agree to the option I chose.");
    assert_eq!(
        en["consent_source"],
        json!({"code": "quote_acceptance", "version": 5})
    );
    // Other words are not the office's, whatever they are for.
    let other = signed(None, Some("本人同意。"));
    assert_eq!(
        (&other["consent"], &other["consent_source"]),
        (&json!("本人同意。"), &Value::Null)
    );
}

#[test]
fn consent_before_furniture_is_moved_names_its_sentence() {
    let example = Example::new();
    let record = example.open();
    let give = |to: &str| json!({"do": "consent.give", "record": record, "to": to, "words": "橱柜", "given_by": "王小川"});
    example.done(give("move_furniture"));
    example.done(give("drill"));
    let view = example.done(json!({"do": "show", "record": record}));
    let consents = &view["consents"];
    assert_eq!(consents[0]["sentence"], "移动前已告知，用户同意。");
    assert_eq!(
        consents[0]["wording"],
        json!({"code": "move_furniture", "version": 1})
    );
    assert_eq!(
        (&consents[1]["sentence"], &consents[1]["wording"]),
        (&json!(""), &Value::Null)
    );
}
