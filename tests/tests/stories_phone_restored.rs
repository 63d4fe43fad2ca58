//! A phone wakes up with a backup of itself, or twice: nothing is lost, nothing is corrupted, nothing is numbered twice.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::{collections::BTreeSet, sync::Arc};

use doorstep_domain::{ids::RecordId, record::TextName};
use doorstep_tests::{FieldDevice, Fleet, visit};
use serde_json::json;

async fn open_record(device: &FieldDevice) -> (RecordId, String) {
    let line = json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" } });
    let opened = device.say(line).await;
    let words = |name: &str| opened[name].as_str().map(str::to_owned).unwrap_or_default();
    #[allow(clippy::unwrap_used)] // an id of ours
    (words("record").parse().unwrap(), words("number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_was_restored_from_a_backup_gets_everything_again_and_goes_on() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    let other = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.work(visit::until_quote(&job.number)).await;
    let (_, first_number) = open_record(&ana).await;
    let backup = ana.copy();
    ana.say(visit::until_signature(&job.number)[0].clone())
        .await;
    let (_, second_number) = open_record(&ana).await;
    fleet.office.assign(other.record, "ben").await;
    fleet.settle().await;

    ana.put_back(&backup);
    assert!(
        ana.device().status().unwrap().is_copy,
        "it knows that it is a copy"
    );
    let (_, third_number) = open_record(&ana).await;
    let numbers = BTreeSet::from([&first_number, &second_number, &third_number]);
    assert_eq!(numbers.len(), 3, "no number is allotted twice: {numbers:?}");
    // It does not know that the customer has accepted, and lets him sign again.
    ana.say(visit::until_signature(&job.number)[0].clone())
        .await;
    let report = ana.sync().await;
    assert_eq!(report.refused, 0, "{report:?}");
    fleet.settle().await;
    fleet.assert_agreed();

    let flags: Vec<_> = fleet
        .office
        .statements(job.record)
        .into_iter()
        .map(|statement| statement.chain_flag)
        .collect();
    assert_eq!(
        flags,
        ["ok", "fork"],
        "both signatures are there, the second one with its mark"
    );
    assert_eq!(ana.view(job.record).signatures.len(), 2);
    assert!(fleet.office.quarantined().is_empty());
    assert!(!ana.records().contains(&other.record) && ben.records().contains(&other.record));
    ana.work(visit::until_signature(&job.number)[1..].to_vec())
        .await;
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_phones_that_woke_up_from_one_backup_both_work_and_everything_comes_together() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.work(visit::until_quote(&job.number)).await;
    let clone = Arc::new(ana.cloned("clone", &ana.copy()));
    fleet.join(&clone);
    assert_eq!(clone.id(), ana.id());
    assert!(clone.device().status().unwrap().is_copy && !ana.device().status().unwrap().is_copy);

    let mut numbers = BTreeSet::new();
    for device in [&ana, &clone] {
        device.go_offline();
        numbers.insert(open_record(device).await.1);
        device
            .note(&job.number, &format!("写于 {}", device.name()))
            .await;
        device
            .say(visit::until_signature(&job.number)[0].clone())
            .await;
    }
    assert_eq!(numbers.len(), 2, "no number is allotted twice: {numbers:?}");
    ana.go_online();
    clone.go_online();
    fleet.settle().await;
    fleet.assert_agreed();

    let plan = fleet
        .office
        .record(job.record)
        .text(TextName::Plan)
        .to_owned();
    assert!(
        plan.contains("写于 ana") && plan.contains("写于 clone"),
        "{plan}"
    );
    let mut flags: Vec<_> = fleet
        .office
        .statements(job.record)
        .into_iter()
        .map(|statement| statement.chain_flag)
        .collect();
    flags.sort_unstable();
    assert_eq!(flags, ["fork", "ok"]);
    assert!(fleet.office.quarantined().is_empty());

    // They go on, by turns and after restarts.
    for round in 0..3 {
        for device in [&ana, &clone] {
            device.restart();
            device
                .note(&job.number, &format!("第 {round} 轮 {}", device.name()))
                .await;
            device.sync().await;
        }
    }
    fleet.settle().await;
    fleet.assert_agreed();
}
