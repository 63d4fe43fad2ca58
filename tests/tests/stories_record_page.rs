//! The record's page at the office and the devices that hold the record: what is settled at the desk holds at the door.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::{collections::BTreeSet, fs, io::Cursor, path::Path, process::Command};

use doorstep_domain::record::Field;
use doorstep_evidence::digest::Digest;
use doorstep_tests::{Browser, Fleet, program, visit};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipArchive;

#[tokio::test(flavor = "multi_thread")]
async fn a_clash_of_two_devices_is_settled_on_the_page_and_both_show_it() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    tablet.go_offline();
    let write = |value: &str| json!({ "do": "record.field", "record": job.number, "field": "customer_phone", "value": value });
    phone.say(write("139-0000-2002")).await;
    tablet.say(write("139-0000-3003")).await;
    phone.go_online();
    tablet.go_online();
    fleet.settle().await;

    let office = Browser::open(&fleet.office).await;
    let whole = office.page(&format!("/records/{}", job.record)).await;
    let page = format!("/records/{}/conflicts/customer_phone", job.record);
    assert!(whole.contains(&page), "the page leads there");
    let shown = office.page(&page).await;
    for value in ["139-0000-1001", "139-0000-2002", "139-0000-3003"] {
        assert!(shown.contains(value), "base, A and B: {value}");
    }
    let typed = [("choice", "\"139-0000-3003\""), ("reason", "电话核实")];
    let refused = office.send(&page, &typed).await;
    assert_eq!(refused, None, "it is done");
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&phone, &tablet] {
        let view = device.view(job.record);
        assert!(view.conflicts.is_empty(), "{}", device.name());
        let record = device.record(job.record);
        assert_eq!(record.words(Field::CustomerPhone), "139-0000-3003");
        let told = device.device().settled_by_others().unwrap();
        assert_eq!(told.len(), 1, "{} is told", device.name());
        assert_eq!(told[0].reason, "电话核实");
    }

    // The office was wrong: what held before holds again, on both devices too.
    let entry = phone.device().settled_by_others().unwrap()[0]
        .head
        .entry
        .clone();
    let undo = format!("/records/{}/entries/{entry}", job.record);
    let before = if shown.find("139-0000-2002") < shown.find("139-0000-3003") {
        "139-0000-2002"
    } else {
        "139-0000-3003"
    };
    assert_eq!(office.send(&undo, &[("reason", "听错了")]).await, None);
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&phone, &tablet] {
        let record = device.record(job.record);
        assert_eq!(record.words(Field::CustomerPhone), before);
    }
}

/// A bundle, unpacked as whoever got it unpacks it.
async fn unpacked(office: &Browser<'_>, page: &str) -> TempDir {
    let (status, bytes) = office.file(&format!("{page}/evidence.zip")).await;
    assert_eq!(status, 200);
    let folder = tempfile::tempdir().unwrap();
    let mut bundle = ZipArchive::new(Cursor::new(bytes)).unwrap();
    bundle.extract(folder.path()).unwrap();
    folder
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// What the program says of all statements in a bundle, as its instructions tell to ask it: the exit code, and the answer.
fn verified(bundle: &Path, more: &[&str]) -> (i32, Value) {
    let mut command = Command::new(program());
    command
        .current_dir(bundle)
        .args(["verify", "--json", "--trust", "organisation.pem"]);
    let statements = names(&bundle.join("statements"));
    let statements = statements.iter().map(|name| format!("statements/{name}"));
    let said = command.args(more).args(statements).output().unwrap();
    let answer = serde_json::from_slice(&said.stdout).unwrap();
    (said.status.code().unwrap(), answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_believe_the_server_checks_the_evidence_by_himself() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::whole(&job.number)).await;
    ana.sync().await;
    let office = Browser::open(&fleet.office).await;
    let page = format!("/records/{}", job.record);

    let bundle = unpacked(&office, &page).await;
    let folder = bundle.path();
    let expected = [
        "READ-ME.en.txt",
        "READ-ME.zh-CN.txt",
        "copies",
        "files.json",
        "organisation.pem",
        "record.automerge",
        "record.json",
        "statements",
    ];
    assert_eq!(names(folder), expected.map(str::to_owned).into());
    let told: Value =
        serde_json::from_slice(&fs::read(folder.join("record.json")).unwrap()).unwrap();
    assert_eq!(told["fields"]["number"]["value"], job.number);
    let signed = fleet.office.statements(job.record);
    assert!(signed.len() >= 2, "a quote and the work were signed");
    for statement in &signed {
        let copy = fs::read(folder.join(format!("copies/{}.pdf", statement.digest))).unwrap();
        let content = doorstep_report::read(&copy).unwrap();
        assert_eq!(
            content.jws.digest(),
            statement.digest,
            "the copy carries its statement"
        );
        let (status, alone) = office
            .file(&format!("{page}/copies/{}.pdf", statement.digest))
            .await;
        assert_eq!((status, alone == copy), (200, true));
    }
    let nobodys = Digest::of(b"nothing");
    assert_eq!(
        office.file(&format!("{page}/copies/{nobodys}.pdf")).await.0,
        404
    );

    // The very commands of the instructions: by themselves, and beside the record.
    let instructions = fs::read_to_string(folder.join("READ-ME.en.txt")).unwrap();
    for words in [
        "doorstep verify statements/*.jws --trust organisation.pem",
        "--record record.automerge",
    ] {
        assert!(instructions.contains(words), "{instructions}");
    }
    let beside = ["--record", "record.automerge"];
    assert_eq!(verified(folder, &[]).0, 0);
    assert_eq!(verified(folder, &beside).0, 0);

    // The office corrects what was signed: what was sealed still holds, and the record is found to say otherwise.
    let correct = format!("{page}/fields/unit_model");
    assert_eq!(
        office.send(&correct, &[("value", "YL-BCD999X")]).await,
        None
    );
    let bundle = unpacked(&office, &page).await;
    assert_eq!(verified(bundle.path(), &[]).0, 0);
    let (code, answer) = verified(bundle.path(), &beside);
    assert_eq!(
        (code, answer["worst"].as_str()),
        (1, Some("changed")),
        "{answer}"
    );
    // Somebody changes a statement on the way.
    let name = names(&bundle.path().join("statements"))
        .pop_first()
        .unwrap();
    let path = bundle.path().join("statements").join(name);
    let mut jws = fs::read(&path).unwrap();
    let middle = jws.len() / 2;
    jws[middle] = if jws[middle] == b'A' { b'B' } else { b'A' };
    fs::write(&path, jws).unwrap();
    assert_eq!(verified(bundle.path(), &[]).0, 2);
}
