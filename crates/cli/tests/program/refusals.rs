//! What is wrong is refused whole, said where it is wrong, and changes nothing.

use std::fs;

use crate::stage::{Stage, run};

const EXIT_USAGE: i32 = 64;
const EXIT_REFUSED: i32 = 65;
const EXIT_NO_INPUT: i32 = 66;

/// Refused for the rows of a file: `(line, column)` of its first faults.
fn faults(error: &serde_json::Value) -> Vec<(u64, String)> {
    let faults = error["faults"].as_array().unwrap().iter();
    faults
        .map(|fault| {
            (
                fault["line"].as_u64().unwrap(),
                fault["column"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// The sample's calls with one line made otherwise; lines count from 1.
fn calls_with(stage: &Stage, line: usize, change: impl Fn(&str) -> String) -> String {
    let text = fs::read_to_string(stage.path("sample/intakes.csv")).unwrap();
    let lines = text.lines().zip(1..).map(|(text, number)| {
        if number == line {
            change(text)
        } else {
            text.to_owned()
        }
    });
    let text: Vec<String> = lines.collect();
    stage.write("calls.csv", text.join("\n") + "\n")
}

#[test]
fn hostile_calls_are_refused_whole_with_their_lines() {
    let stage = Stage::office();
    let at = |line: u64, column: &str| vec![(line, column.to_owned())];
    let other_phone = |text: &str| text.replacen("139-0000", "\"139-0000", 1);
    let mut tried = 0;
    let mut refuse = |file: String, expected: Vec<(u64, String)>| {
        let (code, error) = stage.refused(&["intake", "import", &file]);
        assert_eq!(code, EXIT_REFUSED, "{error}");
        assert_eq!(faults(&error), expected, "{error}");
        assert_eq!(stage.records().len(), 0);
        tried += 1;
    };
    refuse(
        calls_with(&stage, 1, |head| head.replace("phone", "telephone")),
        at(1, "phone"),
    );
    refuse(
        calls_with(&stage, 5, |row| row.replace(",repair,", ",magic,")),
        at(5, "request"),
    );
    refuse(
        calls_with(&stage, 5, |row| format!("{row},more")),
        at(5, ""),
    );
    refuse(calls_with(&stage, 5, |_| "SAMPLE-0004".into()), at(5, ""));
    refuse(
        calls_with(&stage, 5, |row| row.replace("SAMPLE-0004", "SAMPLE-0001")),
        at(5, "reference"),
    );
    refuse(
        calls_with(&stage, 5, |row| row.replace("SAMPLE-0004,", ",")),
        at(5, "reference"),
    );
    // A quotation mark that is never closed takes the rest of the file into one cell.
    refuse(calls_with(&stage, 69, other_phone), at(69, ""));
    refuse(
        stage.write("empty.csv", ""),
        COLUMNS
            .iter()
            .map(|column| (1, (*column).to_owned()))
            .collect(),
    );
    assert_eq!(tried, 8);
}

const COLUMNS: [&str; 17] = [
    "reference",
    "customer_name",
    "phone",
    "address",
    "place",
    "kind",
    "model",
    "serial",
    "purchased_on",
    "symptom",
    "request",
    "priority_hours",
    "warranty_claim",
    "language",
    "appointment_start",
    "appointment_end",
    "note",
];

#[test]
fn a_huge_file_is_not_even_read_to_its_end() {
    let stage = Stage::office();
    let file = stage.write("huge.csv", "");
    fs::OpenOptions::new()
        .write(true)
        .open(&file)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let (code, error) = stage.refused(&["intake", "import", &file]);
    assert_eq!(
        (code, error["causes"][0].as_str()),
        (EXIT_REFUSED, Some("huge.csv is larger than 16 MiB"))
    );

    let call = fs::read_to_string(stage.path("sample/intakes.csv")).unwrap();
    let (head, first) = (call.lines().next().unwrap(), call.lines().nth(1).unwrap());
    let many: Vec<String> = (0..=1_000)
        .map(|place| first.replace("SAMPLE-0001", &format!("MANY-{place}")))
        .collect();
    let file = stage.write("many.csv", format!("{head}\n{}\n", many.join("\n")));
    let (code, error) = stage.refused(&["intake", "import", &file]);
    assert_eq!(
        (code, faults(&error)),
        (EXIT_REFUSED, vec![(1_002, String::new())])
    );
    assert_eq!(stage.records().len(), 0);
}

#[test]
fn a_catalogue_with_one_wrong_cell_is_not_given_out() {
    let stage = Stage::office();
    let parts = stage.path("sample/parts.csv");
    let good = fs::read_to_string(&parts).unwrap();
    fs::write(&parts, good.replacen(",42000,CNY,", ",420.00,EUR,", 1)).unwrap();
    let (code, error) = stage.refused(&["catalogue", "import", &stage.text("sample")]);
    assert_eq!(code, EXIT_REFUSED);
    // The fault that names the part is refused as well: there is no such part without its row.
    assert_eq!(error["faults"][0]["file"], "parts.csv");
    assert_eq!(error["faults"][0]["line"], 2);
    assert_eq!(error["faults"][0]["column"], "price_minor");
    fs::remove_file(&parts).unwrap();
    let (code, error) = stage.refused(&["catalogue", "import", &stage.text("sample")]);
    assert_eq!(
        (code, error["causes"][0].as_str()),
        (EXIT_NO_INPUT, Some("reading parts.csv"))
    );
    fs::write(&parts, good).unwrap();
    assert_eq!(
        stage.done(&["catalogue", "import", &stage.text("sample")])["version"],
        1,
        "nothing used up a version"
    );
}

#[test]
fn a_mistyped_command_says_what_it_wants_and_ends_with_its_code() {
    let stage = Stage::office();
    let cases: [(&[&str], i32); 12] = [
        (
            &["create-organisation", "--name", "once more"],
            EXIT_REFUSED,
        ),
        (
            &["person", "add", "--code", "t-zhang", "--name", "again"],
            EXIT_REFUSED,
        ),
        (
            &["person", "add", "--code", "T ZHANG", "--name", "again"],
            EXIT_REFUSED,
        ),
        (&["person", "dismiss", "nobody"], EXIT_REFUSED),
        (&["device", "invite", "--person", "nobody"], EXIT_REFUSED),
        (
            &[
                "device", "invite", "--person", "t-zhang", "--url", "ftp://x",
            ],
            EXIT_REFUSED,
        ),
        (&["assign", "no-such-record", "t-zhang"], EXIT_REFUSED),
        (&["set", "no-such-record", "colour", "red"], EXIT_REFUSED),
        (
            &["record", "export", "no-such-record", "--values", "x"],
            EXIT_REFUSED,
        ),
        (&["restore", "no-such-folder"], EXIT_REFUSED),
        (&["catalogue", "import", "no-such-folder"], EXIT_NO_INPUT),
        (&["intake", "import", "no-such-file.csv"], EXIT_NO_INPUT),
    ];
    for (words, expected) in cases {
        let (code, error) = stage.refused(words);
        assert_eq!(code, expected, "{words:?}: {error}");
        assert_eq!(error["exit"], expected);
        assert!(!error["causes"][0].as_str().unwrap().is_empty());
    }
    for words in [
        &["admin", "records", "list"][..],
        &["admin", "--data", "/no/such/folder", "records", "list"],
    ] {
        assert_eq!(run(words).code, EXIT_REFUSED, "{words:?}");
    }
    for words in [
        &[][..],
        &["admin"],
        &["no-such-command"],
        &["verify"],
        &["admin", "set", "1", "assignee"],
    ] {
        let said = run(words);
        assert_eq!(said.code, EXIT_USAGE, "{words:?}");
        assert!(said.error.contains("Usage: doorstep"), "{}", said.error);
    }
    assert_eq!(run(&["--help"]).code, 0);
}

#[test]
fn a_field_takes_only_what_belongs_there() {
    let (stage, numbers) = Stage::office_at_work();
    for (field, value) in [
        ("priority_hours", "5"),
        ("priority_hours", "soon"),
        ("purchased_on", "2026-02-30"),
        ("payer_class", "perhaps"),
        ("appointment", "tomorrow"),
        ("opened_by_outsiders", "perhaps"),
        ("opened_by_outsiders", "yes"),
        ("number", "261122-0XXX-1"),
        ("assignee", "office"),
        ("customer_name", " "),
    ] {
        let (code, error) = stage.refused(&["set", &numbers[0], field, value]);
        assert_eq!(code, EXIT_REFUSED, "{field} {value}: {error}");
    }
    let (_, error) = stage.refused(&["set", &numbers[0], "opened_by_outsiders", "yes"]);
    assert_eq!(error["causes"][0], "the office does not write this");
}

/// Whoever reads the answer may go away, and the work is done all the same.
#[test]
fn a_reader_that_has_gone_is_no_crash() {
    let (stage, _) = Stage::office_at_work();
    let data = stage.text("office");
    let mut child = crate::stage::program()
        .args(["admin", "--data", &data, "records", "list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    if fs::exists("/dev/full").unwrap() {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = crate::stage::program()
            .args(["admin", "--data", &data, "records", "list"])
            .stdout(full)
            .output();
        assert_eq!(
            output.unwrap().status.code(),
            Some(74),
            "an answer that was lost is no success"
        );
    }
}
