//! An office's first days, from the command line alone.

use std::{collections::BTreeSet, fs};

use serde_json::json;

use crate::stage::{Stage, contents, run};

#[test]
fn an_office_is_set_up_takes_its_calls_and_hands_them_out() {
    let (stage, numbers) = Stage::office_at_work();
    assert!(
        numbers.len() >= 60,
        "the sample has {} calls",
        numbers.len()
    );
    assert_eq!(
        numbers.iter().collect::<BTreeSet<_>>().len(),
        numbers.len(),
        "each has a number of its own"
    );

    let people = stage.done(&["person", "list"]);
    let codes: Vec<&str> = people["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["person"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["office", "t-zhang"]);

    stage.done(&["assign", &numbers[0], "t-zhang"]);
    stage.done(&["set", &numbers[1], "assignee", "t-zhang"]);
    let assigned = stage.done(&["records", "list", "--status", "assigned"]);
    let assigned = assigned["records"].as_array().unwrap();
    assert_eq!(assigned.len(), 2);
    assert_eq!(assigned[0]["customer_name"], "王小川");
    assert_eq!(assigned[0]["assignee"], "t-zhang");

    let (start, end) = ("2026-11-24T09:00:00+08:00", "2026-11-24T11:00:00+08:00");
    stage.done(&["appoint", &numbers[0], start, end]);
    stage.done(&["set", &numbers[0], "priority_hours", "4"]);
    stage.done(&["set", &numbers[0], "customer_phone", "--clear"]);
    stage.done(&["set", &numbers[0], "office_note", "客户改到周二上午"]);
    let record = stage.records().remove(0);
    assert_eq!(record["appointment"], format!("{start}/{end}"));
    let (record_id, file) = (
        record["record"].as_str().unwrap(),
        stage.text("record.json"),
    );
    stage.done(&["record", "export", record_id, "--values", &file]);
    let values: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(values["fields"]["priority_hours"], json!([4]));
    assert_eq!(
        values["fields"]["customer_phone"],
        json!([null]),
        "cleared, and not forgotten"
    );
    assert_eq!(values["fields"]["office_note"], json!(["客户改到周二上午"]));
    assert!(
        values["texts"]["symptom"]
            .as_str()
            .unwrap()
            .starts_with("冷冻室还冻得住")
    );
    assert_eq!(values["entries"], json!({}));
}

/// The whole of the built-in sample goes through the real importers, and there is as much of it as was promised.
#[test]
fn the_sample_is_a_catalogue_and_a_books_worth_of_calls() {
    let stage = Stage::office();
    let catalogue = stage.done(&["catalogue", "import", &stage.text("sample")]);
    for (table, least) in [
        ("kinds", 6),
        ("models", 40),
        ("parts", 120),
        ("faults", 80),
        ("labour", 1),
        ("warranty", 1),
    ] {
        assert!(
            catalogue[table].as_u64().unwrap() >= least,
            "{table}: {}",
            catalogue[table]
        );
    }
    assert_eq!(catalogue["version"], 1);
    let taken = stage.done(&["intake", "import", &stage.text("sample/intakes.csv")]);
    assert!(taken["new"].as_u64().unwrap() >= 60);
    let written = contents(&stage.path("sample"));
    let built_in = contents(std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/sample"
    )));
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        built_in.keys().collect::<Vec<_>>(),
        "every file is built in"
    );
    assert_eq!(written, built_in);
    let signatures: serde_json::Value =
        serde_json::from_slice(&written["signatures.json"]).unwrap();
    assert_eq!(signatures["sample"], true);
}

#[test]
fn what_is_imported_twice_is_there_once() {
    let (stage, numbers) = Stage::office_at_work();
    let again = stage.done(&["intake", "import", &stage.text("sample/intakes.csv")]);
    assert_eq!(
        (again["new"].as_u64(), again["known"].as_u64()),
        (Some(0), Some(numbers.len() as u64))
    );
    assert_eq!(again["records"][0]["number"], numbers[0].as_str());
    assert_eq!(stage.records().len(), numbers.len());
    assert_eq!(
        stage.done(&["catalogue", "import", &stage.text("sample")])["version"],
        1
    );

    let labour = stage.path("sample/labour.csv");
    let dearer = fs::read_to_string(&labour)
        .unwrap()
        .replace(",3000,", ",3500,");
    fs::write(labour, dearer).unwrap();
    let second = stage.done(&["catalogue", "import", &stage.text("sample")]);
    assert_eq!(
        (second["version"].as_i64(), second["new"].as_bool()),
        (Some(2), Some(true))
    );
    assert_eq!(
        stage.refused(&["sample", &stage.text("sample")]).0,
        70,
        "what was changed by hand is not overwritten"
    );
}

#[test]
fn a_backup_brings_back_what_was_there_and_keeps_what_was_not() {
    let (stage, numbers) = Stage::office_at_work();
    let backup = stage.text("backup");
    stage.done(&["backup", &backup]);
    assert_eq!(
        stage.refused(&["backup", &backup]).0,
        65,
        "a backup is never written over another"
    );
    stage.done(&["set", &numbers[0], "customer_name", "王大川"]);
    stage.done(&["person", "add", "--code", "t-li", "--name", "李娜"]);

    stage.done(&["restore", &backup]);
    assert_eq!(stage.records()[0]["customer_name"], "王小川");
    let people = stage.done(&["person", "list"]);
    assert_eq!(people["people"].as_array().unwrap().len(), 2);
    let aside = fs::read_dir(stage.data())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let aside = aside.filter(|path| {
        path.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("set-aside-")
    });
    let aside: Vec<_> = aside.collect();
    assert_eq!(aside.len(), 1, "what lay there is kept");
    let kept = run(&[
        "admin",
        "--json",
        "--data",
        aside[0].to_str().unwrap(),
        "records",
        "list",
    ])
    .json();
    assert_eq!(kept["records"][0]["customer_name"], "王大川");
}

#[test]
fn an_invitation_can_be_scanned_opened_or_typed() {
    let stage = Stage::office();
    let invited = stage.done(&[
        "device",
        "invite",
        "--person",
        "t-zhang",
        "--url",
        "https://office.example/",
    ]);
    let link = invited["link"].as_str().unwrap();
    assert!(
        link.starts_with("doorstep://enrol?url=https%3A%2F%2Foffice.example&code="),
        "{link}"
    );
    assert!(link.contains(invited["fingerprint"].as_str().unwrap()));
    assert!(link.contains(&invited["code"].as_str().unwrap().replace('-', "")));

    let shown = stage.admin(&["device", "invite", "--person", "t-zhang"]);
    assert_eq!(shown.code, 0);
    assert!(
        shown.out.lines().filter(|line| line.contains('█')).count() > 20,
        "{}",
        shown.out
    );
    assert!(
        shown
            .out
            .contains("doorstep://enrol?url=http%3A%2F%2F127.0.0.1%3A8080"),
        "{}",
        shown.out
    );
}

#[test]
fn the_offices_own_device_is_listed_and_stays() {
    let stage = Stage::office();
    let devices = stage.done(&["device", "list"]);
    let own = &devices["devices"][0];
    assert_eq!(
        (own["number"].as_i64(), own["person"].as_str()),
        (Some(0), Some("office"))
    );
    let (code, error) = stage.refused(&["device", "revoke", &own["device"].as_str().unwrap()[..8]]);
    assert_eq!(
        (code, error["causes"][0].as_str()),
        (65, Some("the server's own device stays"))
    );
    assert_eq!(stage.refused(&["device", "revoke", "nothing"]).0, 65);
    assert_eq!(
        stage.done(&["quarantine", "list"]),
        json!({ "quarantine": [] })
    );
    let link = stage.done(&["login-link", "--url", "https://office.example"]);
    assert!(
        link["url"]
            .as_str()
            .unwrap()
            .starts_with("https://office.example/login/")
    );
}

#[test]
fn the_store_issues_takes_in_and_sees_what_does_not_fit() {
    let (stage, _) = Stage::office_at_work();
    stage.done(&["van", "issue", "t-zhang", "RF-109", "3"]);
    let counted = stage.done(&["van", "count", "t-zhang", "RF-109", "1"]);
    stage.done(&["van", "receive-new", "t-zhang", "RF-109", "1"]);
    let shown = |stage: &Stage| stage.done(&["van", "show", "t-zhang"])["vans"][0].clone();
    let van = shown(&stage);
    let row = &van["parts"][0];
    assert_eq!(row["part"], "RF-109");
    assert_eq!(row["name"], "冷冻室风扇电机", "by the catalogue's name");
    let terms = [&row["issued"], &row["returned"], &row["on_van"]];
    assert_eq!(terms.map(|term| term.as_i64().unwrap()), [3, 1, 2]);
    let causes = |van: &serde_json::Value| -> Vec<(String, i64)> {
        let findings = van["findings"].as_array().unwrap().iter();
        let cause = |finding: &serde_json::Value| {
            let code = finding["cause"].as_str().unwrap().to_owned();
            (code, finding["pieces"].as_i64().unwrap())
        };
        findings.map(cause).collect()
    };
    let expected = [("issue_not_confirmed", 3), ("counted_otherwise", -2)];
    let expected = expected.map(|(code, pieces)| (code.to_owned(), pieces));
    assert_eq!(causes(&van), expected);

    let entry = counted["entry"].as_str().unwrap();
    stage.done(&["van", "explain", "t-zhang", entry, "-2", "上月未入账"]);
    let van = shown(&stage);
    assert_eq!(van["parts"][0]["on_van"], 0);
    assert!(causes(&van).contains(&("difference_explained".to_owned(), -2)));

    // In words, too, in both languages.
    for (language, words) in [
        ("zh-CN", "已出库，未确认领到"),
        ("en", "issued, receipt not confirmed"),
    ] {
        let said = stage.admin(&["--lang", language, "van", "show"]);
        assert!(said.out.contains(words), "{}", said.out);
    }
    let unknown = "0192f0c1-2345-7abc-8def-0123456789ab";
    for wrong in [
        vec!["van", "issue", "nobody", "RF-109", "1"],
        vec!["van", "issue", "office", "RF-109", "1"],
        vec!["van", "issue", "t-zhang", "RF-109", "0"],
        vec!["van", "confirm", "t-zhang", unknown],
        vec!["van", "receive-old", "t-zhang", unknown],
    ] {
        let (code, error) = stage.refused(&wrong);
        assert_eq!(code, 65, "{wrong:?}: {error}");
    }
}
