//! What a record says may be done is what the device does, and why not is what it answers.

use doorstep_tests::Fleet;
use serde_json::{Value, json};

use crate::filled;

/// What is refused somewhere on the way of a whole visit, of what is tried.
const REFUSED: &[(&str, &str)] = &[
    ("customer.not_satisfied", "nothing_finished"),
    ("part.fit", "no_accepted_quote"),
    ("part.remove", "no_accepted_quote"),
    ("payment.take", "more_than_quoted"),
    ("payment.take", "no_accepted_quote"),
    ("quote.decline", "already_accepted"),
    ("quote.decline", "no_such_offer"),
    ("quote.offer", "not_arrived"),
    ("repair.cannot", "not_arrived"),
    ("repair.done", "no_accepted_quote"),
    ("sign.refuse", "repair_not_done"),
    ("sign.refuse", "test_not_done"),
    ("test.record", "test_before_repair"),
];

/// Verbs that can be tried with little: refused, they leave nothing behind.
fn tried(verb: &str) -> Option<Value> {
    let members = match verb {
        "quote.decline" | "sign.refuse" | "customer.not_satisfied" => json!({ "reason": "试一试" }),
        "part.fit" => json!({ "part": "RF-109", "quantity": 1 }),
        "part.remove" => json!({ "part": "RF-109", "name": "风门电机", "quantity": 1 }),
        "repair.done" => json!({ "works": true, "work": "试一试" }),
        "repair.cannot" => json!({ "reason": "试一试", "plan": "试一试" }),
        "test.record" => {
            json!({ "customer_present": true, "items": [{ "name": "运行", "result": "好", "passed": true }] })
        }
        "payment.take" => json!({ "method": "cash", "amount_minor": 1 }),
        "quote.offer" => {
            json!({ "lines": [{ "kind": "labour", "name": "检测费", "unit_price_minor": 5_000 }] })
        }
        _ => return None,
    };
    Some(crate::door::line(verb, members))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_done_is_refused_for_the_reason_that_is_shown() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    let (mut view, mut refused) = (Value::Null, std::collections::BTreeSet::new());
    for line in crate::door::whole_visit() {
        ana.say(filled(&line, &view, "SN-1001", "ana")).await;
        let number = match line["do"] == "record.open" {
            true => ana.say(json!({ "do": "list" })).await["rows"][0]["number"].clone(),
            false => view["number"].clone(),
        };
        view = ana.say(json!({ "do": "show", "record": number })).await;
        for action in view["actions"].as_array().unwrap() {
            let verb = action["code"].as_str().unwrap();
            if let (Some(tried), Some(false)) = (tried(verb), action["may"].as_bool()) {
                let answer = ana.try_say(&filled(&tried, &view, "", "")).await;
                let code = action["why_not"]["code"].as_str().unwrap();
                assert_eq!(answer, Err(code.to_owned()), "{verb}: {action}");
                refused.insert((verb.to_owned(), code.to_owned()));
            }
        }
    }
    let refused: Vec<_> = refused
        .iter()
        .map(|(verb, code)| (verb.as_str(), code.as_str()))
        .collect();
    assert_eq!(refused, REFUSED);
}
