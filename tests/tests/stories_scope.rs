//! A device holds what is open, what was closed lately and what they need. Of what was closed long ago only the row
//! stays; the rest is fetched when somebody wants to read it.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use chrono::TimeDelta;
use doorstep_core::Error;
use doorstep_tests::{FieldDevice, Fleet, Job, visit};
use serde_json::json;

const LONG: TimeDelta = TimeDelta::days(31);

/// A job that was worked through and sent.
async fn closed(fleet: &Fleet, device: &FieldDevice) -> Job {
    let job = fleet.office.job(device.person()).await;
    device.sync().await;
    device.work(visit::whole(&job.number)).await;
    device.sync().await;
    job
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_closed_long_ago_leaves_its_row_is_found_and_fetched_and_its_signatures_verify() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let old = closed(&fleet, &ana).await;
    let open = fleet.office.job("ana").await;
    ana.sync().await;
    fleet.pass(TimeDelta::days(29));
    ana.sync().await;
    assert!(ana.archived().is_empty(), "not yet 30 days");

    fleet.pass(TimeDelta::days(2));
    ana.sync().await;
    assert_eq!(ana.archived().into_iter().collect::<Vec<_>>(), [old.record]);
    fleet.assert_agreed();
    let status = ana.say(json!({ "do": "status" })).await;
    assert_eq!(
        (
            &status["holding"]["records"],
            &status["holding"]["archived"]
        ),
        (&json!(1), &json!(1))
    );
    // In the basement: it is in the list and in the search, and nothing of it can be written.
    ana.go_offline();
    ana.restart();
    let found = ana.say(json!({ "do": "search", "text": old.number })).await;
    let row = &found["rows"][0];
    assert_eq!(
        (&row["archived"], &row["number"]),
        (&json!(true), &json!(old.number))
    );
    assert_eq!(
        (&row["status"]["code"], &row["customer_name"]),
        (&json!("reported"), &json!("王秀英"))
    );
    for line in [
        json!({ "do": "show", "record": old.number }),
        json!({ "do": "record.text", "record": old.number, "text": "plan", "append": "再看" }),
    ] {
        assert_eq!(ana.try_say(&line).await, Err("archived".to_owned()));
    }
    ana.device().rebuild_read_model().unwrap();
    assert_eq!(ana.archived().len(), 1);
    assert_eq!(ana.device().search(&old.number, 9).unwrap().len(), 1);
    let wanted = ana
        .say(json!({ "do": "record.fetch", "record": old.number }))
        .await;
    assert_eq!(wanted["wanted"], true);

    ana.go_online();
    let report = ana.sync().await;
    assert_eq!((report.refused, report.left), (0, 0));
    assert!(ana.archived().is_empty());
    let view = ana.view(old.record);
    assert_eq!(view.signatures.len(), 2, "the quote's and the work's");
    let verified = ana
        .say(json!({ "do": "verify", "record": old.number }))
        .await;
    assert_eq!(verified["all_unchanged"], true, "{verified}");
    ana.note(&old.number, "用户来电咨询").await;
    fleet.settle().await;
    fleet.assert_agreed();

    // For a while it stays, then it goes again; what is open never goes.
    fleet.pass(TimeDelta::days(6));
    ana.sync().await;
    assert!(ana.archived().is_empty());
    fleet.pass(LONG);
    ana.sync().await;
    assert!(ana.archived().contains(&old.record));
    assert!(!ana.archived().contains(&open.record));
}

/// Bytes that something takes.
fn bytes(size: &serde_json::Value, what: &str) -> u64 {
    let mut by_what = size["by_what"].as_array().unwrap().iter();
    let found = by_what.find(|size| size["what"]["code"] == what);
    found.unwrap()["bytes"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_away_takes_less_room_and_the_device_says_by_what() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    closed(&fleet, &ana).await;
    let whole = ana.say(json!({ "do": "size" })).await;
    fleet.pass(LONG);
    ana.sync().await;
    let small = ana.say(json!({ "do": "size" })).await;
    for what in ["statements", "records"] {
        assert!(bytes(&small, what) < bytes(&whole, what), "{what}");
    }
    assert!(bytes(&small, "lists") > 0 && bytes(&small, "history") > 0);
    let used: u64 = [
        "records",
        "statements",
        "lists",
        "history",
        "reference",
        "other",
    ]
    .iter()
    .map(|what| bytes(&small, what))
    .sum();
    let holding = &small["holding"];
    let free = holding["free_bytes"].as_u64().unwrap();
    assert_eq!(holding["database_bytes"].as_u64(), Some(used + free));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_and_left_alone_goes_again_after_a_week() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let old = closed(&fleet, &ana).await;
    fleet.pass(LONG);
    ana.sync().await;
    ana.say(json!({ "do": "record.fetch", "record": old.number }))
        .await;
    ana.sync().await;
    for (days, archived) in [(0, false), (6, false), (2, true)] {
        fleet.pass(TimeDelta::days(days));
        ana.sync().await;
        assert_eq!(ana.archived().contains(&old.record), archived, "{days}");
    }
    let again = ana.say(json!({ "do": "status" })).await;
    assert_eq!(again["holding"]["wanted"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_work_keeps_a_record_whole_and_what_was_only_just_taken_too() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.go_offline();
    ana.work(visit::whole(&job.number)).await;
    fleet.pass(TimeDelta::days(45));
    ana.restart();
    assert!(
        ana.archived().is_empty(),
        "a device alone puts nothing away"
    );
    assert_eq!(ana.view(job.record).signatures.len(), 2);
    ana.go_online();
    ana.sync().await;
    ana.sync().await;
    assert!(
        ana.archived().is_empty(),
        "the server's last backup has nothing of it yet"
    );
    fleet.pass(LONG);
    ana.sync().await;
    assert_eq!(ana.archived().len(), 1);
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_another_elsewhere_comes_whole_and_what_is_given_away_goes_with_its_row() {
    let fleet = Fleet::open().await;
    let ana = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let [ben] = fleet.devices(["ben"]).await;
    let (one, two) = (closed(&fleet, &ana).await, closed(&fleet, &ana).await);
    fleet.settle().await;
    fleet.pass(LONG);
    ana.sync().await;
    tablet.go_offline();
    assert_eq!(ana.archived().len(), 2);
    tablet.note(&one.number, "平板上补记").await;
    fleet.office.assign(two.record, "ben").await;
    tablet.go_online();
    tablet.sync().await;
    let report = ana.sync().await;
    assert_eq!(report.left, 1);
    assert!(ana.archived().is_empty(), "one came whole, the other left");
    assert_eq!(ana.records().len(), 1);
    assert!(ana.device().search(&two.number, 9).unwrap().is_empty());
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ben.records().contains(&two.record));
    assert!(
        ana.record(one.record)
            .text(doorstep_domain::record::TextName::Plan)
            .contains("平板上补记")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_compares_also_what_only_has_a_row() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let old = closed(&fleet, &ana).await;
    fleet.pass(LONG);
    ana.sync().await;
    fleet.office.back_up("yesterday").await;
    let job = closed(&fleet, &ana).await;
    fleet.office.restore("yesterday").await;
    let report = ana.sync().await;
    assert!(report.repaired);
    assert_eq!(
        ana.archived().into_iter().collect::<Vec<_>>(),
        [old.record],
        "it differs in nothing and is not sent"
    );
    assert_eq!(report.entered, 0);
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(fleet.office.records().contains(&job.record));
    ana.say(json!({ "do": "record.fetch", "record": old.number }))
        .await;
    ana.sync().await;
    assert_eq!(ana.view(old.record).signatures.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_whose_record_was_given_away_in_the_lost_hours_goes_too() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let old = closed(&fleet, &ana).await;
    fleet.pass(LONG);
    ana.sync().await;
    assert_eq!(ana.archived().len(), 1);
    fleet.office.assign(old.record, "ben").await;
    fleet.office.back_up("before ana heard of it").await;
    fleet.office.restore("before ana heard of it").await;
    ana.sync().await;
    assert!(ana.records().is_empty());
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ben.records().contains(&old.record));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_woke_up_from_before_a_closed_record_gives_back_what_it_has() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let old = fleet.office.job("ana").await;
    ana.sync().await;
    fleet.office.back_up("much too old").await;
    ana.work(visit::whole(&old.number)).await;
    ana.sync().await;
    fleet.pass(LONG);
    ana.sync().await;
    assert_eq!(ana.archived().len(), 1);
    fleet.office.restore("much too old").await;
    // The contact ends all the same, and both sides are equal again.
    assert!(ana.sync().await.repaired);
    fleet.settle().await;
    assert_eq!(ana.heads(old.record), fleet.office.heads(old.record));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_repair_still_counts_for_the_next_one_of_the_unit_offline() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let old = closed(&fleet, &ana).await;
    fleet.pass(LONG);
    ana.sync().await;
    assert_eq!(ana.archived().len(), 1);
    ana.go_offline();
    let opened = ana
        .say(json!({ "do": "record.open", "customer": { "name": "王秀英" },
                     "unit": { "kind": "refrigerator", "serial": visit::serial(&old.number) }, "symptom": "又不凉了" }))
        .await;
    let record = opened["record"].as_str().unwrap().parse().unwrap();
    let view = ana.view(record);
    assert_eq!(view.unit_history.len(), 1);
    assert_eq!(view.unit_history[0].number, old.number);
    assert_eq!(view.unit_history[0].fitted[0].part, "RF-109");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_nowhere_here_cannot_be_asked_for() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    assert!(!ana.device().want(job.record).unwrap(), "it is here whole");
    let nobodys = doorstep_domain::ids::RecordId(uuid::Uuid::from_u128(7));
    assert!(matches!(
        ana.device().want(nobodys),
        Err(Error::NotFound(_))
    ));
}
