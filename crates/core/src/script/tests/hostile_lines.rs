//! Lines of a stranger: each gets one answer, none ends the run, none writes anything.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::script::{LINE_BYTES_MAX, VERBS, example::Example};

#[test]
fn a_bad_line_is_answered_and_the_next_one_is_done() {
    let example = Example::new();
    let record = example.open();
    let nested = format!(
        "{{\"do\":\"show\",\"record\":{}1{}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let huge_text = json!({"do": "record.text", "record": record, "text": "work", "append": "长".repeat(1_000_000)});
    let huge_list = json!({"do": "test.record", "record": record, "customer_present": true,
                           "items": vec![json!({"name": "x", "passed": true}); 20_000]});
    let endless = "x".repeat(LINE_BYTES_MAX + 1);
    let cases: Vec<(&[u8], &str)> = vec![
        (b"", "not_json"),
        (b"\0\0\0\0", "not_json"),
        (b"\xff\xfe{\"do\":\"status\"}", "not_json"),
        (b"do: status", "not_json"),
        (br#"{"do":"payment.take","record":"x","method":"cash","amount_minor":NaN}"#, "not_json"),
        (br#"{"do":"payment.take","record":"x","method":"cash","amount_minor":1e5}"#, "not_json"),
        (br#"{"do":"payment.take","record":"x","method":"cash","amount_minor":9223372036854775808}"#, "bad_members"),
        (br#"{"do":"payment.take","record":"x","method":"cash","amount_minor":"100"}"#, "bad_members"),
        (br#"{"do":"payment.take","record":"x","record":"y","method":"cash","amount_minor":1}"#, "not_json"),
        (br#"{"do":"show","record":7}"#, "bad_members"),
        (br#"{"do":"show","record":null}"#, "bad_members"),
        (br#"{"do":"show"}"#, "bad_members"),
        (br#"{"do":"show","record":"x","recrod":"y"}"#, "bad_members"),
        (br#"{"do":"status","surprise":{}}"#, "bad_members"),
        (br#"{"do":"list","limit":-1}"#, "bad_members"),
        (br#"{"do":"list","status":["lost"]}"#, "bad_members"),
        (br#"{"do":"record.field","record":"x","field":"magic","value":1}"#, "bad_members"),
        (br#"{"do":"record.field","record":"x","field":"customer_name","value":[]}"#, "bad_members"),
        (br#"{"do":"entry.void","record":"x","entry":"../../etc","reason":"x"}"#, "bad_members"),
        (br#"{"do":"RECORD.OPEN"}"#, "unknown_verb"),
        (br#"{"do":"record.delete","record":"x"}"#, "unknown_verb"),
        (br#"{"do":""}"#, "unknown_verb"),
        (br#"{"do":["status"]}"#, "not_a_line"),
        (br#"{"do":"show","record":"' OR 1=1 --"}"#, "no_such_record"),
        (br#"{"do":"show","record":"\" NEAR( *"}"#, "no_such_record"),
        (br#"{"do":"show","record":""}"#, "no_such_record"),
        (nested.as_bytes(), "not_json"),
        (endless.as_bytes(), "line_too_long"),
    ];
    let before = example.done(json!({"do": "show", "record": record}));
    for (line, code) in cases {
        let answer = example.line(line);
        let start: String = String::from_utf8_lossy(line).chars().take(120).collect();
        assert_eq!(answer["error"]["code"], code, "{start}: {answer}");
        assert!(
            answer.to_string().len() < 2_000,
            "{start}: a short answer, whatever came"
        );
    }
    for (line, code) in [(huge_text, "text"), (huge_list, "test_before_repair")] {
        assert_eq!(example.refused(line), code);
    }
    assert_eq!(
        example.done(json!({"do": "show", "record": record})),
        before
    );
}

#[test]
fn every_verb_answers_every_kind_of_value_in_every_member() {
    let example = Example::new();
    let record = example.open();
    let strange = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}\u{202e}"),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!({"x": {}}),
    ];
    for verb in VERBS.iter().filter(|verb| verb.name != "sync") {
        let line: Value = serde_json::from_str(verb.example).unwrap();
        let mut line = line.as_object().unwrap().clone();
        if line.contains_key("record") {
            line.insert("record".into(), json!(record));
        }
        for member in line.keys().cloned().collect::<Vec<_>>() {
            for value in &strange {
                let mut bent = line.clone();
                bent.insert(member.clone(), value.clone());
                let answer = example.say(Value::Object(bent.clone()));
                let answered = answer.get("ok").is_some() != answer.get("error").is_some();
                assert!(answered, "{bent:?}: {answer}");
            }
        }
    }
    // Whatever of it was taken, the record is sound and can be read.
    example.done(json!({"do": "show", "record": record}));
    example.done(json!({"do": "verify"}));
    let mut told = String::new();
    write!(told, "{}", example.done(json!({"do": "list"}))).unwrap();
    assert!(told.contains(&record));
}
