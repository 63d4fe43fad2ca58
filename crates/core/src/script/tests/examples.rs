//! Every example of the page about scripts is done, on a record that stands where the example's line belongs.

use doorstep_domain::record::Field;
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::script::{
    VERBS,
    example::{Example, accept, arrival, offer, repaired_and_tested, sign_off, strokes},
};

/// What must have happened before a verb's line.
#[allow(clippy::unwrap_used)] // a helper of tests: an answer without its members is a failure
fn prepared(example: &Example, verb: &str) -> (String, Value) {
    let record = example.open();
    let mut entry = Value::Null;
    let steps: Vec<Value> = match verb {
        "diagnosis.step" | "diagnosis.cause" | "quote.draft" | "quote.offer" | "repair.cannot"
        | "custody.take" | "loaner.lend" | "entry.void" => vec![arrival(&record)],
        "quote.accept" | "quote.decline" => vec![arrival(&record), offer(&record)],
        "part.fit" | "part.remove" | "repair.done" | "payment.take" | "leave" => {
            vec![arrival(&record), offer(&record), accept(&record)]
        }
        "test.record" => {
            let [repaired, _] = repaired_and_tested(&record);
            vec![arrival(&record), offer(&record), accept(&record), repaired]
        }
        "advice.give" | "sign.off" | "sign.refuse" => until_tested(&record),
        "customer.not_satisfied" | "copy.make" => {
            [until_tested(&record), vec![sign_off(&record)]].concat()
        }
        "payment.refund" | "cash.hand_in" => vec![
            arrival(&record),
            offer(&record),
            accept(&record),
            json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 5000}),
        ],
        "compensation.pay" | "insurer.tell" => vec![filled("damage.record", &record, &entry)],
        "custody.return" => vec![arrival(&record), filled("custody.take", &record, &entry)],
        "loaner.return" => vec![arrival(&record), filled("loaner.lend", &record, &entry)],
        "van.confirm" => {
            entry = json!(example.office_issues("RF-109", 3).to_string());
            Vec::new()
        }
        "van.return_old" => vec![
            arrival(&record),
            offer(&record),
            accept(&record),
            filled("part.remove", &record, &entry),
        ],
        "van.explain" | "van.void" => vec![filled("van.count", &record, &entry)],
        "conflict.settle" => {
            let id = example.device().find(&record.as_str().into()).unwrap();
            let base = example.device().document(id).unwrap();
            let phone = Edit::Field(Field::CustomerPhone, "139-0000-7777".into());
            example.done(filled("record.field", &record, &entry));
            example.office_wrote(&base, &[phone]);
            Vec::new()
        }
        _ => Vec::new(),
    };
    for step in steps {
        let entries = &example.done(step)["entries"];
        entry = entries
            .get(0)
            .filter(|entry| entry.is_string())
            .cloned()
            .unwrap_or(entry);
    }
    (record, entry)
}

fn until_tested(record: &str) -> Vec<Value> {
    let [repaired, tested] = repaired_and_tested(record);
    vec![
        arrival(record),
        offer(record),
        accept(record),
        repaired,
        tested,
    ]
}

/// A verb's example about this record and this entry, signed as a hand signs: the page shows only two points.
#[allow(clippy::unwrap_used)] // a helper of tests: an example that is no JSON is a failure
fn filled(verb: &str, record: &str, entry: &Value) -> Value {
    let example = VERBS
        .iter()
        .find(|known| known.name == verb)
        .unwrap()
        .example;
    let mut line: Value = serde_json::from_str(example).unwrap();
    let put = |line: &mut Value, name: &str, value: Value| {
        if line.get(name).is_some() {
            line[name] = value;
        }
    };
    put(&mut line, "record", json!(record));
    put(&mut line, "entry", entry.clone());
    put(&mut line, "claim", entry.clone());
    put(&mut line, "payment", entry.clone());
    put(&mut line, "count", entry.clone());
    put(&mut line, "removal", entry.clone());
    put(&mut line, "strokes", strokes());
    line
}

/// A record that a technician opened himself, and that nobody was named for.
fn opened_by(example: &Example) -> Value {
    let line = json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" }, "symptom": "不排水" });
    example.done(line)["number"].take()
}

#[test]
fn every_example_is_done_where_it_belongs() {
    let folder = tempfile::tempdir().unwrap();
    // These take a server: the kill loops and the stories of the branches and photos say them to a real one.
    let take_a_server = ["sync", "files.send", "files.fetch"];
    for verb in VERBS
        .iter()
        .filter(|verb| !take_a_server.contains(&verb.name))
    {
        // A device each: on one device the second repair of the same unit would be free, and nothing left to pay.
        let example = Example::new();
        let (record, entry) = prepared(&example, verb.name);
        let mut line = filled(verb.name, &record, &entry);
        let colleague = Example::of("t-wang", 9);
        match verb.name {
            "copy.make" => line["out"] = json!(folder.path().join("copy.pdf")),
            "exchange.hand_over" => {
                line["offer"] = colleague.done(json!({ "do": "exchange.offer" }))["offer"].take();
                // By himself, for the office of this device leaves no proofs.
                line["records"] = json!([opened_by(&example)]);
                line["out"] = json!(folder.path().join("for-li.doorstep"));
            }
            "exchange.take_over" => {
                let file = folder.path().join("for-wang.doorstep");
                let given = json!({
                    "do": "exchange.hand_over",
                    "offer": example.done(json!({ "do": "exchange.offer" }))["offer"],
                    "records": [opened_by(&colleague)],
                    "reason": "临时支援东区",
                    "out": file,
                });
                colleague.done(given);
                line["file"] = json!(file);
            }
            _ => {}
        }
        if verb.name == "record.merge" {
            line["into"] = json!(example.open());
        }
        if verb.name == "photo.take" {
            line["path"] = json!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../tests/assets/stamp.png"
            ));
        }
        let answer = example.say(line.clone());
        assert!(answer["ok"].is_object(), "{line}: {answer}");
    }
}
