//! The van beside the records: two halves in one transaction, and what the lines about it answer.

use doorstep_domain::{
    ids::EntryId,
    record::{Entry, What},
    van::{Movement, Pieces},
};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{Error, Scope, script::example::Example};

/// How many motors are on the van; nothing if it says nothing of them.
fn on_van(example: &Example) -> Option<i64> {
    let stock = example.done(json!({"do": "van.stock"}));
    let parts = stock["parts"].as_array().unwrap();
    let row = parts.iter().find(|row| row["part"] == "RF-109")?;
    row["on_van"].as_i64()
}

fn causes(example: &Example) -> Vec<String> {
    let stock = example.done(json!({"do": "van.stock"}));
    let findings = stock["findings"].as_array().unwrap();
    let code = |finding: &Value| finding["cause"]["code"].as_str().unwrap().to_owned();
    findings.iter().map(code).collect()
}

fn fit(record: &str) -> Value {
    json!({"do": "part.fit", "record": record, "part": "RF-109", "quantity": 1})
}

#[test]
fn a_fitting_leaves_the_van_and_its_void_brings_it_back() {
    let example = Example::new();
    let record = example.open_accepted();
    let issue = example.office_issues("RF-109", 2);
    example.done(json!({"do": "van.confirm", "entry": issue.to_string()}));
    assert_eq!(on_van(&example), Some(2));
    let fitted = example.done(fit(&record));
    assert_eq!(on_van(&example), Some(1));
    let void = example.done(
        json!({"do": "entry.void", "record": record, "entry": fitted["entries"][0], "reason": "装错"}),
    );
    assert_eq!(on_van(&example), Some(2));
    // The void was the mistake: the piece is in the unit after all.
    example.done(
        json!({"do": "entry.void", "record": record, "entry": void["entries"][0], "reason": "没装错"}),
    );
    assert_eq!(on_van(&example), Some(1));
    assert_eq!(causes(&example), Vec::<String>::new());
}

#[test]
fn below_zero_is_shown_and_nothing_is_refused() {
    let example = Example::new();
    let record = example.open_accepted();
    example.done(fit(&record));
    assert_eq!(on_van(&example), Some(-1));
    assert_eq!(causes(&example), ["below_zero"]);
    let stock = example.done(json!({"do": "van.stock"}));
    assert_eq!(stock["parts"][0]["below_zero"], true);
    assert_eq!(
        stock["parts"][0]["equation"]["en"],
        "opening 0 + issued 0 + taken over 0 + explained 0 = fitted 1 + returned 0 + handed over 0 + on the van -1"
    );
    let earlier = example.done(json!({"do": "van.stock", "month": "2026-10"}));
    assert_eq!(earlier["parts"], json!([]));
}

#[test]
fn what_the_customer_had_himself_leaves_the_van_alone() {
    let example = Example::new();
    let record = example.open_accepted();
    let mut line = fit(&record);
    line["source"] = json!("customer");
    example.done(line);
    assert_eq!(on_van(&example), None);
    assert_eq!(causes(&example), Vec::<String>::new());
}

#[test]
fn an_old_part_is_owed_unless_the_customer_keeps_it() {
    let example = Example::new();
    let record = example.open_accepted();
    let remove = |kept: bool, serial: &str| json!({"do": "part.remove", "record": record, "part": "RF-109", "serial": serial, "kept_for_store": kept});
    example.done(remove(false, "OLD-1"));
    assert_eq!(causes(&example), Vec::<String>::new());
    let removed = example.done(remove(true, "OLD-2"));
    let owed = example.done(json!({"do": "van.old_parts"}));
    assert_eq!(owed["old_parts"][0]["serial"], "OLD-2");
    assert_eq!(owed["old_parts"][0]["owed"], 1);
    example
        .done(json!({"do": "van.return_old", "removal": removed["entries"][0], "serial": "OLD-9"}));
    assert_eq!(
        causes(&example),
        ["return_not_confirmed", "old_part_other_serial"]
    );
    let owed = example.done(json!({"do": "van.old_parts"}));
    assert_eq!(owed["old_parts"], json!([]));
}

#[test]
fn what_is_not_in_order_is_refused_by_name() {
    let example = Example::new();
    let record = example.open_accepted();
    example.done(fit(&record));
    let entry_of_nobody = "0192f0c1-2345-7abc-8def-0123456789ab";
    let count = example.done(json!({"do": "van.count", "part": "RF-109", "quantity": 0}));
    example.done(json!({"do": "van.void", "entry": count["entries"][0], "reason": "数错"}));
    let issue = example.office_issues("RF-109", 1);
    let agrees = example.done(json!({"do": "van.count", "part": "RF-109", "quantity": 0}));
    let refused = [
        (
            json!({"do": "van.confirm", "entry": entry_of_nobody}),
            "no_such_movement",
        ),
        (
            json!({"do": "van.confirm", "entry": agrees["entries"][0]}),
            "no_such_movement",
        ),
        (
            json!({"do": "van.return_old", "removal": entry_of_nobody}),
            "no_such_movement",
        ),
        (
            json!({"do": "van.explain", "count": agrees["entries"][0], "reason": "?"}),
            "no_difference",
        ),
        // What the store wrote, only the store takes back.
        (
            json!({"do": "van.void", "entry": issue.to_string(), "reason": "?"}),
            "no_such_movement",
        ),
        (
            json!({"do": "van.hand_over", "part": "RF-109", "quantity": 1, "to": "t-li"}),
            "word",
        ),
        (
            json!({"do": "van.hand_over", "part": "RF-109", "quantity": 0, "to": "t-wang"}),
            "out_of_range",
        ),
        (
            json!({"do": "van.count", "part": "RF-109", "quantity": -1}),
            "out_of_range",
        ),
        (
            json!({"do": "van.count", "part": " ", "quantity": 1}),
            "missing",
        ),
        (
            json!({"do": "van.stock", "month": "2026-13"}),
            "bad_members",
        ),
    ];
    for (line, code) in refused {
        assert_eq!(example.refused(line.clone()), code, "{line}");
    }
}

#[test]
fn a_van_is_no_record() {
    let example = Example::new();
    example.done(json!({"do": "van.count", "part": "RF-109", "quantity": 0}));
    let vans = example.device().vans().unwrap();
    let van = doorstep_domain::van::van_id(&vans[0].technician, vans[0].month).to_string();
    for verb in ["show", "history"] {
        let code = example.refused(json!({"do": verb, "record": van}));
        assert_eq!(code, "not_found", "{verb}");
    }
    let note = json!({"do": "record.text", "record": van, "text": "plan", "append": "x"});
    assert_eq!(example.refused(note), "not_found");
    assert_eq!(example.done(json!({"do": "list"}))["rows"], json!([]));
}

#[test]
fn record_and_van_are_written_together_or_not_at_all() {
    let example = Example::new();
    let name = example.open();
    let device = example.device();
    let record = device.find(&name.as_str().into()).unwrap();
    let before = device.record(record).unwrap();
    // The van's half is not in order, which is seen only after the record's half was made.
    let broken = device.change(record, |_, scope: &mut Scope<'_>| {
        let entry = Entry {
            heard: None,
            at: scope.now(),
            by: scope.person().clone(),
            what: What::CustomerAbsent {
                note: "敲门无人应".into(),
                card_left: true,
            },
        };
        let id: EntryId = scope.new_entry_id();
        scope.move_in_van(Movement::ReturnedNew {
            pieces: Pieces {
                part: "RF-109".into(),
                name: "风门电机".into(),
                quantity: 0,
                serial: String::new(),
            },
        });
        Ok::<_, Error>(vec![Edit::Entry(id, entry)])
    });
    assert_eq!(broken.unwrap_err().code(), "entry_malformed");
    assert_eq!(
        device.record(record).unwrap(),
        before,
        "nothing of it stands"
    );
    assert_eq!(device.vans().unwrap(), []);
    example.done(json!({"do": "record.text", "record": name, "text": "plan", "append": "继续"}));
}
