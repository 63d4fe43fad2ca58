//! From a technician's device to a file that a customer checks: everything in between is real.

use std::fs;

use serde_json::{Value, json};

use crate::stage::{Said, Stage, run};

/// A device of `t-zhang` that is enrolled at the running server.
fn enrolled(stage: &Stage) -> String {
    let invited = stage.done(&["device", "invite", "--person", "t-zhang"]);
    let folder = stage.text("phone");
    let enrolled = run(&[
        "device",
        "--data",
        &folder,
        "enrol",
        invited["link"].as_str().unwrap(),
    ]);
    assert_eq!(enrolled.code, 0, "{}", enrolled.error);
    folder
}

fn device(folder: &str, words: &[&str]) -> Said {
    run(&[&["device", "--json", "--data", folder], words].concat())
}

/// Works a record up to the acceptance of its quote; each line must be confirmed.
fn accept_a_quote(stage: &Stage, folder: &str, number: &str) {
    let strokes: Vec<Value> = (0..20)
        .map(|place| json!({"x": 100 * place, "y": 700, "t_ms": 8 * place, "pressure": 500}))
        .collect();
    let arrived = json!({"do": "visit.arrive", "record": number, "place": "", "badge_shown": true, "unit_matches": true,
                         "proof_of_purchase_seen": true, "opened_by_outsiders": false});
    let lines = [
        json!({"do": "record.call", "record": number, "outcome": "confirmed", "note": ""}),
        arrived,
        json!({"do": "quote.offer", "record": number, "lines": [{"code": "VISIT-CITY", "quantity": 1}]}),
        json!({"do": "quote.accept", "record": number, "signer": "王小川", "relation": "customer", "strokes": [strokes]}),
    ];
    let script = stage.write(
        "script.jsonl",
        lines.map(|line| format!("{line}\n")).concat(),
    );
    let said = device(folder, &["run", &script]);
    assert_eq!(said.code, 0, "{} {}", said.out, said.error);
}

#[test]
fn what_a_customer_signed_is_exported_as_files_that_prove_it() {
    let (stage, numbers) = Stage::office_at_work();
    stage.done(&["assign", &numbers[0], "t-zhang"]);
    let server = stage.serve(&[]);
    let phone = enrolled(&stage);
    assert_eq!(device(&phone, &["sync"]).code, 0);
    accept_a_quote(&stage, &phone, &numbers[0]);
    assert_eq!(device(&phone, &["sync"]).code, 0);

    let quoted = stage.done(&["records", "list", "--status", "in_repair"]);
    assert_eq!(quoted["records"][0]["number"], numbers[0].as_str());
    let exported = stage.done(&["evidence", "export", &stage.text("statements")]);
    assert_eq!(exported["statements"], 1);
    let name = exported["files"][0].as_str().unwrap();
    assert!(
        name.starts_with(&format!("{}-quote_acceptance-", numbers[0])),
        "{name}"
    );
    let file = stage.text(&format!("statements/{name}"));
    let (automerge, values) = (stage.text("record.automerge"), stage.text("record.json"));
    stage.done(&[
        "record",
        "export",
        &numbers[0],
        "--automerge",
        &automerge,
        "--values",
        &values,
    ]);
    let trust = stage.text("office/organisation.pem");
    let verified = run(&[
        "verify", &file, "--trust", &trust, "--record", &automerge, "--json",
    ]);
    assert_eq!(verified.code, 0, "{} {}", verified.out, verified.error);
    let statement = &verified.json()["files"][0]["statement"];
    assert_eq!(statement["shown"]["quote"]["total_minor"], 3000);
    let values: Value = serde_json::from_slice(&fs::read(values).unwrap()).unwrap();
    let entries = values["entries"].as_object().unwrap();
    assert_eq!(
        entries.len(),
        4,
        "call, visit, quote, acceptance: {entries:?}"
    );
    assert!(
        entries
            .values()
            .any(|entry| entry["what"]["kind"] == "quote_accepted"),
        "{entries:?}"
    );
    assert_eq!(server.stop().code, 0);
}

#[test]
fn what_a_revoked_device_still_brings_is_in_quarantine() {
    let (stage, numbers) = Stage::office_at_work();
    stage.done(&["assign", &numbers[0], "t-zhang"]);
    let _server = stage.serve(&[]);
    let phone = enrolled(&stage);
    device(&phone, &["sync"]);
    accept_a_quote(&stage, &phone, &numbers[0]);
    let devices = stage.done(&["device", "list"]);
    let lost = devices["devices"]
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["person"] == "t-zhang")
        .unwrap();
    stage.done(&["device", "revoke", &lost["device"].as_str().unwrap()[..6]]);
    assert_eq!(
        stage.done(&["device", "list"])["devices"][1]["revoked"],
        true
    );

    device(&phone, &["sync"]);
    let quarantine = stage.done(&["quarantine", "list"]);
    let codes: Vec<&str> = quarantine["quarantine"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert!(
        !codes.is_empty() && codes.iter().all(|code| *code == "device_revoked"),
        "{quarantine}"
    );
    assert_eq!(
        stage.done(&["evidence", "export", &stage.text("statements")])["statements"],
        0
    );
    let words = stage.admin(&["quarantine", "list"]);
    assert!(words.out.contains("(device_revoked)"), "{}", words.out);
}
