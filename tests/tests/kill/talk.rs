//! The work that a device is given before and while it is killed.

use doorstep_tests::Talk;
use serde_json::{Value, json};

/// Opens records and says their numbers.
pub(crate) fn open_records(talk: &mut Talk, count: usize) -> Vec<String> {
    let open = |number: usize| {
        json!({"do": "record.open", "customer": {"name": format!("用户{number}"), "phone": "139", "address": "松风路"},
               "unit": {"kind": "refrigerator"}, "symptom": "不凉"})
    };
    (0..count)
        .map(|number| {
            talk.ask(&open(number))["ok"]["number"]
                .as_str()
                .expect("opened")
                .to_owned()
        })
        .collect()
}

/// Edits without end, each with words of its own, spread over texts that have room for them.
pub(crate) fn edits(records: Vec<String>) -> impl FnMut() -> Value {
    const TEXTS: [&str; 5] = ["symptom", "cause", "plan", "work", "advice"];
    let mut count = 0_usize;
    move || {
        count += 1;
        let record = &records[count / TEXTS.len() % records.len()];
        json!({"do": "record.text", "record": record, "text": TEXTS[count % TEXTS.len()], "append": format!("第{count}句")})
    }
}
