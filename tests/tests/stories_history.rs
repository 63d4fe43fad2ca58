//! What happened to a unit before comes with the job: second repair and warranty are decided without coverage, also on
//! a device that never held the first record.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use chrono::TimeDelta;
use doorstep_core::views::RecordView;
use doorstep_domain::record::Field;
use doorstep_tests::{FieldDevice, Fleet, Job, visit};
use serde_json::{Value, json};

/// A job that was worked through and sent, on the unit with the serial number `visit::serial` of its number.
async fn repaired_by(fleet: &Fleet, device: &FieldDevice) -> Job {
    let job = fleet.office.job(device.person()).await;
    device.sync().await;
    device.work(visit::whole(&job.number)).await;
    device.sync().await;
    job
}

/// The quote of a part that was fitted before, with whatever payer the rules say.
fn offer(record: &str) -> Value {
    json!({ "do": "quote.offer", "record": record, "lines": [
        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000, "quantity": 1 }] })
}

fn earlier(view: &RecordView) -> Vec<&str> {
    let history = view.unit_history.iter();
    history.map(|earlier| earlier.number.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_repair_is_decided_offline_by_one_who_never_held_the_first_record() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let first = repaired_by(&fleet, &ana).await;
    fleet.pass(TimeDelta::days(20));

    let second = fleet.office.job("ben").await;
    let serial = visit::serial(&first.number).to_lowercase();
    fleet
        .office
        .write(second.record, Field::UnitSerial, &format!(" {serial}"))
        .await;
    ben.sync().await;
    ben.go_offline();
    assert_eq!(ben.records().len(), 1, "the first record is not here");

    let mut lines = visit::until_quote(&second.number);
    lines.pop();
    lines[1]["serial"] = json!(serial);
    ben.work(lines).await;
    ben.say(offer(&second.number)).await;
    let view = ben.view(second.record);
    assert_eq!(earlier(&view), [first.number.as_str()]);
    let known = &view.unit_history[0];
    assert_eq!(known.technician, "ana");
    assert_eq!(
        (known.symptom.as_str(), known.cause.as_str()),
        ("冷藏室不凉", "风门电机绕组开路")
    );
    assert_eq!(
        (known.fitted[0].part.as_str(), known.fitted[0].quantity),
        ("RF-109", 1)
    );
    let judged = view.second_repair.as_ref().expect("a second repair");
    assert_eq!(
        (judged.first.as_str(), judged.technician.as_str()),
        (first.number.as_str(), "ana")
    );
    assert_eq!((judged.same.code.as_str(), judged.counts), ("part", true));
    let line = serde_json::to_value(&view.quotes[0].lines[0]).unwrap();
    assert_eq!(line["decided_by"]["code"], "second_repair", "{line}");
    assert_eq!(
        serde_json::to_value(&view.quotes[0]).unwrap()["customer_pays"]["minor"],
        0
    );

    // Ana's work is not to blame, Ben says why; the customer still pays nothing.
    ben.say(
        json!({ "do": "record.field", "record": second.number, "field": "second_repair_contest",
                    "value": "风道内有异物" }),
    )
    .await;
    let view = ben.view(second.record);
    let judged = view.second_repair.expect("a second repair");
    assert_eq!(
        (judged.counts, judged.contested.as_deref()),
        (false, Some("风道内有异物"))
    );
    ben.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_other_customer_comes_with_it() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let first = repaired_by(&fleet, &ana).await;
    for (field, words) in [
        (Field::CustomerName, "赵不为人知"),
        (Field::CustomerPhone, "139-0000-9999"),
        (Field::CustomerAddress, "样例市隐名路 9 号"),
    ] {
        fleet.office.write(first.record, field, words).await;
    }
    let second = fleet.office.job("ben").await;
    let serial = visit::serial(&first.number);
    fleet
        .office
        .write(second.record, Field::UnitSerial, &serial)
        .await;
    ben.sync().await;
    assert_eq!(earlier(&ben.view(second.record)).len(), 1);
    let summaries: String = ben.read(|connection| {
        connection
            .query_row(
                "SELECT group_concat(summary) FROM earlier_record",
                [],
                |row| row.get(0),
            )
            .unwrap()
    });
    assert!(summaries.contains(&first.number));
    for words in ["赵不为人知", "139-0000-9999", "隐名路"] {
        assert!(!summaries.contains(words), "{words}");
        assert!(ben.device().search(words, 9).unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serial_number_that_is_read_at_the_door_brings_the_history_with_the_next_contact() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let first = repaired_by(&fleet, &ana).await;
    let other = repaired_by(&fleet, &ana).await;
    let job = fleet.office.job("ben").await;
    ben.sync().await;
    ben.go_offline();
    let read_at_the_door = |serial: String| json!({ "do": "record.field", "record": job.number, "field": "unit_serial", "value": serial });
    ben.say(read_at_the_door(visit::serial(&first.number)))
        .await;
    assert!(ben.view(job.record).unit_history.is_empty());
    ben.go_online();
    ben.sync().await;
    assert_eq!(earlier(&ben.view(job.record)), [first.number.as_str()]);

    // He misread it: the other number counts at once, and what came with the wrong one does not.
    ben.go_offline();
    ben.say(read_at_the_door(visit::serial(&other.number)))
        .await;
    assert!(ben.view(job.record).unit_history.is_empty());
    ben.go_online();
    ben.sync().await;
    assert_eq!(earlier(&ben.view(job.record)), [other.number.as_str()]);

    ben.say(read_at_the_door("YLRF-NOBODYS".to_owned())).await;
    ben.sync().await;
    let kept: i64 = ben.read(|connection| {
        connection
            .query_row("SELECT count(*) FROM earlier_record", [], |row| row.get(0))
            .unwrap()
    });
    assert_eq!((kept, ben.view(job.record).unit_history.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_replaced_when_the_earlier_record_changes_and_goes_when_the_job_goes() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let first = repaired_by(&fleet, &ana).await;
    let job = fleet.office.job("ben").await;
    let serial = visit::serial(&first.number);
    fleet
        .office
        .write(job.record, Field::UnitSerial, &serial)
        .await;
    ben.sync().await;
    assert_eq!(
        ben.view(job.record).unit_history[0].cause,
        "风门电机绕组开路"
    );

    ana.say(json!({ "do": "diagnosis.cause", "record": first.number, "text": "线束进水" }))
        .await;
    ana.sync().await;
    let quiet = ben.sync().await;
    assert_eq!(quiet.entered, 0);
    let cause = ben.view(job.record).unit_history[0].cause.clone();
    assert!(cause.contains("线束进水"), "{cause}");

    // It was another unit after all.
    ana.say(json!({ "do": "record.field", "record": first.number, "field": "unit_serial", "value": "YLRF-X" }))
        .await;
    ana.sync().await;
    ben.sync().await;
    assert!(ben.view(job.record).unit_history.is_empty());
    ana.say(json!({ "do": "record.field", "record": first.number, "field": "unit_serial", "value": serial }))
        .await;
    ana.sync().await;
    ben.sync().await;
    assert_eq!(ben.view(job.record).unit_history.len(), 1);

    fleet.office.assign(job.record, "ana").await;
    fleet.settle().await;
    fleet.assert_agreed();
    let kept: i64 = ben.read(|connection| {
        connection
            .query_row("SELECT count(*) FROM earlier_record", [], |row| row.get(0))
            .unwrap()
    });
    assert_eq!(kept, 0);
    let view = ana.view(job.record);
    assert_eq!(
        earlier(&view),
        [first.number.as_str()],
        "who holds the first record himself counts it once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_woke_up_with_an_old_backup_brings_the_histories_with_the_end_of_the_repair()
{
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let first = repaired_by(&fleet, &ana).await;
    let job = fleet.office.job("ben").await;
    let serial = visit::serial(&first.number);
    fleet
        .office
        .write(job.record, Field::UnitSerial, &serial)
        .await;
    fleet.settle().await;
    fleet.office.back_up("noon").await;
    // In the hour that is lost the first record becomes one of another unit, and Ben hears of it.
    let elsewhere = json!({ "do": "record.field", "record": first.number, "field": "unit_serial", "value": "YLRF-X" });
    ana.say(elsewhere).await;
    fleet.settle().await;
    assert!(ben.view(job.record).unit_history.is_empty());

    fleet.office.restore("noon").await;
    assert!(ben.sync().await.repaired);
    assert_eq!(
        earlier(&ben.view(job.record)),
        [first.number.as_str()],
        "as the server knows it"
    );
    ana.sync().await;
    fleet.settle().await;
    assert!(ben.view(job.record).unit_history.is_empty());
    fleet.assert_agreed();
}
