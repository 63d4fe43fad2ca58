//! Records from hand to hand, where there is no coverage: from a technician's phone to his tablet, and to a colleague.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::Arc,
};

use chrono::TimeDelta;
use doorstep_core::exchange::{FILE_BYTES_MAX, HandOver};
use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;
use doorstep_tests::{FieldDevice, Fleet, visit};
use serde_json::{Value, json};

/// The most bytes that a QR code holds (version 40, level L), as text of any letters.
const QR_BYTES_MAX: usize = 2_953;

async fn offer(device: &FieldDevice) -> String {
    let shown = device.say(json!({ "do": "exchange.offer" })).await;
    shown["offer"].as_str().unwrap().to_owned()
}

/// One device packs for the other; the file.
async fn pack(from: &FieldDevice, to: &FieldDevice, records: &[&str]) -> PathBuf {
    let out = from.folder().join("records.doorstep");
    let line = json!({ "do": "exchange.hand_over", "offer": offer(to).await, "records": records,
                       "reason": "车坏在半路，由同事继续", "out": out });
    from.say(line).await;
    out
}

async fn take(device: &FieldDevice, file: &PathBuf) -> Result<Value, String> {
    let line = json!({ "do": "exchange.take_over", "file": file });
    device.try_say(&line).await
}

async fn hand_over(from: &FieldDevice, to: &FieldDevice, records: &[&str]) -> Value {
    let file = pack(from, to, records).await;
    let taken = take(to, &file).await.unwrap();
    assert_eq!(taken["not_taken"], json!([]));
    taken
}

fn assert_all_on_server(fleet: &Fleet, device: &FieldDevice) {
    for (record, change) in device.confirmed() {
        assert!(
            fleet.office.has_change(record, change),
            "{}: lost",
            device.name()
        );
    }
}

fn unsent(device: &FieldDevice) -> (u64, u64) {
    let status = device.device().status().unwrap();
    (status.unsent_changes, status.unsent_statements)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_basement_the_tablet_takes_the_phones_work_and_the_phone_falls_into_the_water() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    tablet.go_offline();
    phone.work(visit::whole(&job.number)).await;
    phone
        .say(json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" },
                     "symptom": "不排水" }))
        .await;

    let taken = hand_over(&phone, &tablet, &[]).await;
    assert_eq!(taken["records"].as_array().unwrap().len(), 2);
    assert_eq!(taken["statements"], 2);
    let view = tablet.view(job.record);
    assert_eq!(view.status.code, "reported");
    assert_eq!(view.sync.code, "saved", "the server has not seen it");
    assert!(
        view.signatures
            .iter()
            .all(|one| one.verdict.words.code == "unchanged")
    );
    assert_eq!(view.passed_on, [], "it is the same person's");
    assert_eq!(phone.records(), tablet.records());
    // The van's two movements stay behind: its papers do not go from hand to hand.
    let (changes, statements) = unsent(&tablet);
    assert_eq!(
        (changes + 2, statements),
        unsent(&phone),
        "nothing counts as sent"
    );
    tablet.note(&job.number, "平板补记").await;

    fleet.leave(&phone);
    phone.stop();
    tablet.go_online();
    let report = tablet.sync().await;
    assert_eq!(report.refused, 0, "{report:?}");
    fleet.settle().await;
    assert_all_on_server(&fleet, &phone);
    assert_all_on_server(&fleet, &tablet);
    assert_eq!(
        fleet.office.verdict(job.record).as_deref(),
        Some("unchanged")
    );
    assert_eq!(fleet.office.statements(job.record).len(), 2);
    assert_eq!(fleet.office.quarantined(), []);
    assert_eq!(fleet.office.late_changes(job.record), 0);
    fleet.assert_agreed();
}

/// Ana has a job and stands still on the road; Ben goes to the customer with what she did so far.
async fn passed_on(fleet: &Fleet) -> (Arc<FieldDevice>, Arc<FieldDevice>, doorstep_tests::Job) {
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.go_offline();
    ben.go_offline();
    ana.work(visit::until_quote(&job.number)).await;
    hand_over(&ana, &ben, &[&job.number]).await;
    let view = ben.view(job.record);
    let passed = &view.passed_on[0];
    assert_eq!(
        (passed.head.by.as_str(), passed.to.as_str()),
        ("ana", "ben")
    );
    assert!(passed.in_force);
    assert_eq!(view.assignee, "ana", "the office's word stays the office's");
    ben.work(visit::until_signature(&job.number)).await;
    ana.note(&job.number, "路上又想起：旧件带回").await;
    (ana, ben, job)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_goes_on_with_a_record_and_it_does_not_matter_who_comes_back_first() {
    for order in [[0, 1], [1, 0]] {
        let fleet = Fleet::open().await;
        let (ana, ben, job) = passed_on(&fleet).await;
        let both = [&ana, &ben];
        for next in order {
            both[next].go_online();
            assert_eq!(both[next].sync().await.refused, 0, "{order:?}");
        }
        fleet.settle().await;
        fleet.assert_agreed();
        for device in both {
            assert_all_on_server(&fleet, device);
            assert!(device.records().contains(&job.record), "both hold it");
        }
        assert_eq!(ana.heads(job.record), ben.heads(job.record));
        assert_eq!(
            fleet.office.verdict(job.record).as_deref(),
            Some("unchanged")
        );
        assert_eq!(fleet.office.quarantined(), []);
        assert_eq!(fleet.office.late_changes(job.record), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offices_next_word_ends_it_and_what_was_done_until_then_is_taken() {
    // Before anybody came back, or after.
    for known_before in [true, false] {
        let fleet = Fleet::open().await;
        let (ana, ben, job) = passed_on(&fleet).await;
        let cleo = fleet.device("cleo", "cleo").await;
        if known_before {
            ben.go_online();
            ana.go_online();
            fleet.settle().await;
            ben.go_offline();
            ana.go_offline();
            ben.note(&job.number, "又去了一次").await;
        }
        fleet.office.assign(job.record, "cleo").await;
        cleo.sync().await;
        fleet.pass(TimeDelta::days(2));
        ben.go_online();
        let report = ben.sync().await;
        assert_eq!((report.refused, report.left), (0, 1), "{known_before}");
        ana.go_online();
        fleet.settle().await;
        fleet.assert_agreed();
        for device in [&ana, &ben] {
            assert_all_on_server(&fleet, device);
            assert_eq!(device.records(), BTreeSet::new(), "{known_before}");
        }
        assert_eq!(cleo.records(), BTreeSet::from([job.record]));
        assert!(fleet.office.late_changes(job.record) > 0);
        assert_eq!(fleet.office.quarantined(), []);
        assert_eq!(fleet.office.statements(job.record).len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_the_office_took_away_long_ago_does_not_stay_with_whom_it_was_handed_to() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    fleet.device("ben", "ben").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    phone.note(&job.number, "还没有上传").await;
    fleet.office.assign(job.record, "ben").await;
    fleet.settle().await;
    assert_eq!(tablet.records(), BTreeSet::new(), "it has left");

    hand_over(&phone, &tablet, &[&job.number]).await;
    assert_eq!(tablet.records(), BTreeSet::from([job.record]));
    let report = tablet.sync().await;
    assert_eq!((report.refused, report.left), (0, 1));
    assert_eq!(tablet.records(), BTreeSet::new(), "and has left again");
    assert_all_on_server(&fleet, &phone);
    phone.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_passes_on_without_a_reason_or_without_saying_what() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    let shown = offer(&ben).await;
    let line = |records: Value, reason: &str| {
        json!({ "do": "exchange.hand_over", "offer": shown, "records": records, "reason": reason,
                "out": ana.folder().join("x") })
    };
    let heads = ana.heads(job.record);
    for (records, reason, code) in [
        (json!([]), "帮忙", "missing"),
        (json!([job.number]), " ", "missing"),
        (json!(["no such"]), "帮忙", "no_such_record"),
    ] {
        let outcome = ana.try_say(&line(records, reason)).await;
        assert_eq!(outcome, Err(code.to_owned()));
    }
    let own = json!({ "do": "exchange.hand_over", "offer": offer(&ana).await, "out": "x" });
    assert_eq!(ana.try_say(&own).await, Err("exchange_own_offer".into()));

    assert_eq!(ana.heads(job.record), heads, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_goes_on_after_the_second() {
    let fleet = Fleet::open().await;
    let (ana, ben, job) = passed_on(&fleet).await;
    let cleo = fleet.device("cleo", "cleo").await;
    cleo.go_offline();
    hand_over(&ben, &cleo, &[&job.number]).await;
    cleo.work(visit::until_report(&job.number)).await;
    for device in [&cleo, &ben, &ana] {
        device.go_online();
        assert_eq!(device.sync().await.refused, 0, "{}", device.name());
    }
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&ana, &ben, &cleo] {
        assert_eq!(device.records(), BTreeSet::from([job.record]));
        assert_all_on_server(&fleet, device);
    }
    assert_eq!(fleet.office.quarantined(), []);
}

/// Everything that could have changed on a device: if it is equal, nothing was.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    heads: BTreeMap<RecordId, Vec<ChangeHash>>,
    unsent: (u64, u64),
    needs_attention: u64,
}

fn standing(device: &FieldDevice) -> Standing {
    let records = device.records().into_iter();
    Standing {
        heads: records
            .map(|record| (record, device.heads(record)))
            .collect(),
        unsent: unsent(device),
        needs_attention: device.device().status().unwrap().needs_attention,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_cut_or_made_for_another_changes_nothing() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let [ben] = fleet.devices(["ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    phone.note(&job.number, "只在手机上").await;
    let path = pack(&phone, &tablet, &[]).await;
    let file = fs::read(&path).unwrap();
    let before = standing(&tablet);
    let code = |bytes: &[u8]| {
        let error = tablet.device().take_over(bytes).unwrap_err();
        error.code().to_owned()
    };
    let mut codes = BTreeSet::new();
    for place in 0..file.len() {
        let mut changed = file.clone();
        changed[place] ^= 1 << (place % 8);
        codes.insert(code(&changed));
    }
    for length in (0..file.len()).step_by(7) {
        codes.insert(code(&file[..length]));
    }
    codes.insert(code(&[&file[..], b"\0"].concat()));
    let expected = [
        "exchange_not_a_file",
        "exchange_not_for_us",
        "exchange_unreadable",
    ];
    assert_eq!(codes, expected.map(String::from).into());
    assert_eq!(code(&vec![0; FILE_BYTES_MAX + 1]), "exchange_too_large");
    assert_eq!(take(&ben, &path).await, Err("exchange_not_for_us".into()));
    assert_eq!(take(&phone, &path).await, Err("exchange_not_for_us".into()));
    assert_eq!(
        take(&ben, &path.with_extension("none")).await,
        Err("io".into())
    );
    assert_eq!(standing(&tablet), before);
    println!("{} bytes changed one by one, and cut", file.len());

    // As it was made, it is taken; and once more does no harm.
    assert_eq!(
        take(&tablet, &path).await.unwrap()["records"],
        json!([{ "record": job.record.to_string(), "number": job.number }])
    );
    let after = standing(&tablet);
    assert_ne!(after, before);
    let again = take(&tablet, &path).await.unwrap();
    assert_eq!(
        (&again["records"], &again["already_here"]),
        (&json!([]), &json!(1))
    );
    assert_eq!(standing(&tablet), after);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_file_after_a_newer_one_takes_nothing_back() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    phone.note(&job.number, "一").await;
    let old = phone.folder().join("old");
    fs::rename(pack(&phone, &tablet, &[]).await, &old).unwrap();
    phone.note(&job.number, "二").await;
    hand_over(&phone, &tablet, &[]).await;
    tablet.note(&job.number, "三").await;
    tablet.sync().await;
    let before = standing(&tablet);
    assert_eq!(before.unsent, (0, 0));
    assert_eq!(take(&tablet, &old).await.unwrap()["already_here"], 1);
    assert_eq!(standing(&tablet), before, "what is sent is sent");
    phone.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_and_a_revoked_device_get_and_give_nothing() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    let elsewhere = Fleet::of_seed(2).await;
    let [stranger] = elsewhere.devices(["ana"]).await;
    let to = |offer: String| HandOver {
        offer,
        ..HandOver::default()
    };
    let refused = phone.device().hand_over(&to(offer(&stranger).await));
    assert_eq!(refused.unwrap_err().code(), "exchange_other_organisation");
    let shown = offer(&tablet).await;
    for place in [20, shown.len() / 2, shown.len() - 3] {
        let mut changed = shown.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let refused = phone.device().hand_over(&to(changed)).unwrap_err();
        assert!(
            refused.code().starts_with("exchange_o"),
            "{}",
            refused.code()
        );
    }

    phone.go_offline();
    phone.note(&job.number, "被偷之后").await;
    let path = pack(&phone, &tablet, &[]).await;
    let shown_by_thief = offer(&phone).await;
    fleet.office.revoke(phone.id()).await;
    tablet.sync().await;
    let before = standing(&tablet);
    assert_eq!(take(&tablet, &path).await, Err("exchange_revoked".into()));
    let refused = tablet.device().hand_over(&to(shown_by_thief));
    assert_eq!(refused.unwrap_err().code(), "exchange_revoked");
    assert_eq!(standing(&tablet), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_fits_a_qr_code_and_says_what_need_not_come() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let bare = offer(&tablet).await;
    let mut jobs = Vec::new();
    for _ in 0..40 {
        jobs.push(fleet.office.job("ana").await);
    }
    fleet.settle().await;
    let full = offer(&tablet).await;
    println!(
        "an offer: {} letters with nothing here, {} with 40 records",
        bare.len(),
        full.len()
    );
    assert!(full.len() <= QR_BYTES_MAX);

    phone.note(&jobs[0].number, "新").await;
    let made = phone
        .device()
        .hand_over(&HandOver {
            offer: full,
            ..HandOver::default()
        })
        .unwrap();
    assert!(made.records.contains(&jobs[0].record));
    assert!(made.left_out.len() >= 31, "{}", made.left_out.len());
    assert!(
        made.left_out
            .iter()
            .all(|left| left.code == "already_there")
    );
}
