//! What `doorstep verify` says of good, changed, tampered, cut, foreign and hostile files, and its exit codes.

use std::fs;

use serde_json::Value;

use crate::{
    stage::{Said, Stage, run},
    statement::{Phone, flattened},
};

const UNCHANGED: i32 = 0;
const CHANGED: i32 = 1;
const BROKEN: i32 = 2;
const UNKNOWN: i32 = 3;

/// An office, its first record's number, a statement about it, and where the organisation's certificate is.
fn signed() -> (Stage, Vec<String>, String, String) {
    let (stage, numbers) = Stage::office_at_work();
    let phone = Phone::of(&stage);
    let jws = phone.seal(&phone.accepted(&stage, &numbers[0]));
    let trust = stage.text("office/organisation.pem");
    (stage, numbers, jws, trust)
}

fn verify(words: &[&str]) -> Said {
    run(&[&["verify"], words].concat())
}

#[test]
fn a_customers_copy_is_unchanged_in_either_form_and_says_what_it_proves() {
    let (stage, numbers, jws, trust) = signed();
    for (name, text) in [
        ("a.jws", jws.clone()),
        ("line.jws", format!("{jws}\n")),
        ("flat.jws", flattened(&jws)),
    ] {
        let file = stage.write(name, text);
        assert_eq!(
            verify(&[&file, "--trust", &trust]).code,
            UNCHANGED,
            "{name}"
        );
    }
    let file = stage.text("a.jws");
    let english = verify(&[&file, "--trust", &trust]).out;
    for said in [
        "✔ unchanged since signing",
        "acceptance of the work",
        &numbers[0],
        "王小川  139-0000-1001",
        "王小川 (the customer)",
        "2026-11-23T09:41:00+08:00 by the device's clock",
        "张工的手机, of t-zhang",
        "Does not prove:",
        "who held the pen",
        "Not compared with the record",
    ] {
        assert!(english.contains(said), "{said}: {english}");
    }
    let chinese = verify(&[&file, "--trust", &trust, "--lang", "zh-CN"]).out;
    for said in [
        "✔ 签字后未改动",
        "质量验收",
        "用户本人",
        "是谁握的笔",
        "便民家电维修",
    ] {
        assert!(chinese.contains(said), "{said}: {chinese}");
    }
}

#[test]
fn without_somebody_to_trust_nothing_is_called_unchanged() {
    let (stage, numbers, jws, trust) = signed();
    let file = stage.write("good.jws", jws);
    let said = verify(&[&file]);
    assert_eq!(said.code, UNKNOWN);
    assert!(
        said.out.contains("--trust organisation.pem"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("claims to be 便民家电维修; not proved"),
        "{}",
        said.out
    );

    let impostor = Phone::of_an_impostor();
    let foreign = stage.write(
        "foreign.jws",
        impostor.seal(&impostor.accepted(&stage, &numbers[0])),
    );
    let said = verify(&[&foreign, "--trust", &trust]);
    assert_eq!(said.code, UNKNOWN);
    assert!(
        said.out
            .contains("no device of the trusted organisation made it"),
        "{}",
        said.out
    );
    let export = stage.text("for-statement.automerge");
    assert_eq!(
        verify(&[&foreign, "--trust", &trust, "--record", &export]).code,
        UNKNOWN
    );
}

#[test]
fn whatever_is_done_to_the_bytes_is_seen() {
    let (stage, _, jws, trust) = signed();
    let parts: Vec<&str> = jws.split('.').collect();
    let flipped = |place: usize| {
        let mut bytes = jws.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        bytes
    };
    let payload_at = parts[0].len() + 1;
    let broken: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("header", flipped(40)),
        ("payload", flipped(payload_at + 100)),
        ("signature", flipped(jws.len() - 30)),
        ("cut", jws.as_bytes()[..jws.len() / 2].to_vec()),
        ("last", jws.as_bytes()[..jws.len() - 1].to_vec()),
        (
            "without",
            format!("{}.{}.", parts[0], parts[1]).into_bytes(),
        ),
        ("longer", format!("{jws}A").into_bytes()),
        ("binary", vec![0xff; 5_000]),
        ("words", b"this is a letter".to_vec()),
        (
            "json",
            b"{\"payload\":\"\",\"protected\":\"\",\"signature\":\"\"}".to_vec(),
        ),
        ("nested", "[".repeat(100_000).into_bytes()),
    ];
    for (name, bytes) in broken {
        let file = stage.write(name, bytes);
        let said = verify(&[&file, "--trust", &trust, "--json"]);
        assert_eq!(said.code, BROKEN, "{name}: {} {}", said.out, said.error);
        assert_eq!(said.json()["files"][0]["verdict"], "broken", "{name}");
        assert_eq!(verify(&[&file]).code, BROKEN, "{name}, and not unknown");
    }
    let huge = stage.write("huge", "");
    fs::OpenOptions::new()
        .write(true)
        .open(&huge)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    assert_eq!(verify(&[&huge, "--trust", &trust]).code, BROKEN);
}

#[test]
fn a_seal_around_something_else_is_broken_and_a_newer_statement_is_not() {
    let (stage, numbers, _, trust) = signed();
    let phone = Phone::of(&stage);
    let mut statement: Value =
        serde_json::from_slice(&phone.accepted(&stage, &numbers[0]).to_payload().unwrap()).unwrap();
    let letter = stage.write("letter.jws", phone.seal_bytes(b"{\"a\":1}"));
    assert_eq!(verify(&[&letter, "--trust", &trust]).code, BROKEN);
    statement["device"] = "ab".repeat(16).into();
    let bytes = doorstep_evidence::canonical::canonical_json(&statement).unwrap();
    let other = stage.write("other.jws", phone.seal_bytes(&bytes));
    let said = verify(&[&other, "--trust", &trust]);
    assert_eq!(said.code, BROKEN);
    assert!(
        said.out.contains("another device than its certificate"),
        "{}",
        said.out
    );
    statement["version"] = (doorstep_evidence::statement::STATEMENT_VERSION + 1).into();
    let bytes = doorstep_evidence::canonical::canonical_json(&statement).unwrap();
    let newer = stage.write("newer.jws", phone.seal_bytes(&bytes));
    let said = verify(&[&newer, "--trust", &trust]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (65, ""),
        "this program is too old to say"
    );
    assert!(said.error.contains("newer version"), "{}", said.error);
}

#[test]
fn beside_its_record_a_statement_shows_what_was_changed_since() {
    let (stage, numbers, jws, trust) = signed();
    let file = stage.write("good.jws", jws);
    let export = stage.text("record.automerge");
    let compare = || {
        stage.done(&["record", "export", &numbers[0], "--automerge", &export]);
        verify(&[&file, "--trust", &trust, "--record", &export, "--json"])
    };
    let said = compare();
    assert_eq!(
        (said.code, said.json()["files"][0]["compared"].as_bool()),
        (UNCHANGED, Some(true))
    );

    // What the customer did not see may change.
    stage.done(&["set", &numbers[0], "office_note", "带梯子"]);
    stage.done(&["assign", &numbers[0], "t-zhang"]);
    assert_eq!(compare().code, UNCHANGED);

    stage.done(&["set", &numbers[0], "customer_phone", "139-0000-9999"]);
    let said = compare();
    assert_eq!(said.code, CHANGED);
    let difference = &said.json()["files"][0]["differences"][0];
    assert_eq!(difference["path"], "customer.phone");
    assert_eq!(
        (difference["signed"].as_str(), difference["now"].as_str()),
        (Some("139-0000-1001"), Some("139-0000-9999"))
    );
    let words = verify(&[
        &file, "--trust", &trust, "--record", &export, "--lang", "zh",
    ])
    .out;
    assert!(words.contains("✎ 签字后有改动"), "{words}");
    assert!(
        words.contains("用户电话：签字时“139-0000-1001”，现为“139-0000-9999”"),
        "{words}"
    );
    assert_eq!(
        verify(&[&file, "--trust", &trust]).code,
        UNCHANGED,
        "the copy itself is as it was"
    );

    stage.done(&["set", &numbers[0], "customer_phone", "139-0000-1001"]);
    assert_eq!(compare().code, UNCHANGED);

    stage.done(&["record", "export", &numbers[1], "--automerge", &export]);
    let said = verify(&[&file, "--trust", &trust, "--record", &export]);
    assert_eq!(said.code, 65, "another record is no change");
    assert!(said.error.contains("is another one"), "{}", said.error);
}

#[test]
fn of_several_files_the_worst_verdict_counts() {
    let (stage, numbers, jws, trust) = signed();
    let impostor = Phone::of_an_impostor();
    let good = stage.write("good.jws", &jws);
    let unknown = stage.write(
        "unknown.jws",
        impostor.seal(&impostor.accepted(&stage, &numbers[0])),
    );
    let broken = stage.write("broken.jws", &jws[1..]);
    let missing = stage.text("missing.jws");
    let code = |files: &[&str]| verify(&[files, &["--trust", &trust, "--json"]].concat()).code;
    assert_eq!(code(&[&good, &good]), UNCHANGED);
    assert_eq!(code(&[&good, &unknown]), UNKNOWN);
    assert_eq!(code(&[&unknown, &broken, &good]), BROKEN);
    assert_eq!(code(&[&good, &missing]), 66);
    assert_eq!(code(&[&missing, &broken]), BROKEN);

    let export = stage.text("record.automerge");
    stage.done(&["set", &numbers[0], "unit_serial", "YLRF0000000000"]);
    stage.done(&["record", "export", &numbers[0], "--automerge", &export]);
    let said = verify(&[
        &unknown, &good, "--trust", &trust, "--record", &export, "--json",
    ]);
    assert_eq!(
        (said.code, said.json()["worst"].as_str()),
        (CHANGED, Some("changed"))
    );
}

#[test]
fn what_it_is_checked_by_must_be_what_it_says() {
    let (stage, _, jws, trust) = signed();
    let file = stage.write("good.jws", jws);
    let other = stage.write(
        "other.pem",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    );
    assert_eq!(verify(&[&file, "--trust", &other]).code, 65);
    assert_eq!(
        verify(&[&file, "--trust", &stage.text("missing.pem")]).code,
        66
    );
    assert_eq!(
        verify(&[&file, "--trust", &trust, "--record", &stage.text("missing")]).code,
        66
    );
    let noise = stage.write(
        "noise.automerge",
        [0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 0, 1, 2, 3],
    );
    assert_eq!(
        verify(&[&file, "--trust", &trust, "--record", &noise]).code,
        65
    );
}

#[test]
fn a_statement_cannot_drive_the_terminal() {
    let (stage, numbers, _, trust) = signed();
    let phone = Phone::of(&stage);
    let mut statement = phone.accepted(&stage, &numbers[0]);
    statement.signing.signer = "王\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}小川".into();
    statement.shown.symptom = "first\r\u{1b}[1A✔ unchanged".into();
    let file = stage.write("hostile.jws", phone.seal(&statement));
    let said = verify(&[&file, "--trust", &trust]);
    assert_eq!(said.code, UNCHANGED);
    let is_harmful =
        |character: char| (character.is_control() && character != '\n') || character == '\u{202e}';
    assert!(!said.out.contains(is_harmful), "{:?}", said.out);
}

#[test]
fn a_customers_copy_as_pdf_is_judged_whole() {
    let (stage, numbers, _, trust) = signed();
    let phone = Phone::of(&stage);
    let copy = phone.copy(&phone.accepted(&stage, &numbers[0]));
    let file = stage.text("copy.pdf");
    fs::write(&file, &copy).unwrap();
    let said = verify(&[&file, "--trust", &trust]);
    assert_eq!(said.code, UNCHANGED, "{}", said.out);
    for words in [
        "✔ unchanged since signing",
        &numbers[0],
        "compared: the same",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert_eq!(verify(&[&file]).code, UNKNOWN);

    let mut flipped = copy.clone();
    flipped[copy.len() / 2] ^= 4;
    let appended = [copy.as_slice(), b"\n% seen\n"].concat();
    for (name, bytes, code, why) in [
        (
            "flipped.pdf",
            flipped,
            CHANGED,
            "bytes of the file were changed",
        ),
        (
            "appended.pdf",
            appended,
            CHANGED,
            "added to the file after it was signed",
        ),
        (
            "cut.pdf",
            copy[..copy.len() / 3].to_vec(),
            BROKEN,
            "not a PDF that can be read",
        ),
    ] {
        let file = stage.text(name);
        fs::write(&file, bytes).unwrap();
        let said = verify(&[&file, "--trust", &trust]);
        assert_eq!(said.code, code, "{name}: {}", said.out);
        assert!(said.out.contains(why), "{name}: {}", said.out);
        let told = verify(&[&file, "--trust", &trust, "--json"]).json();
        assert!(told["files"][0]["fault"].is_string(), "{told}");
    }
    let chinese = verify(&[
        &stage.text("flipped.pdf"),
        "--trust",
        &trust,
        "--lang",
        "zh-CN",
    ])
    .out;
    assert!(chinese.contains("文件的字节被改动"), "{chinese}");
    assert!(chinese.contains("不要相信页面上印的内容"), "{chinese}");
}
