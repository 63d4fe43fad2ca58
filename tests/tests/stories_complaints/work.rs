//! Parts, serials and the clock.

use chrono::TimeDelta;
use doorstep_tests::{Fleet, visit};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_on_the_job_with_its_price_at_once_and_out_of_stock_once() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.go_offline();
    ana.work(visit::until_quote(&job.number)).await;
    ana.work(visit::until_signature(&job.number)[..3].to_vec())
        .await;
    let view = ana.view(job.record);
    let [fitted] = &view.parts_fitted[..] else {
        panic!("{:?}", view.parts_fitted)
    };
    assert_eq!((fitted.part.as_str(), fitted.quantity), ("RF-109", 1));
    let [removed] = &view.parts_removed[..] else {
        panic!("{:?}", view.parts_removed)
    };
    assert_eq!(
        removed.kept_for_store,
        Some(true),
        "and the old one goes back"
    );
    let quote = format!("{:?}", view.quotes);
    assert!(
        quote.contains("风门电机") && quote.contains("12000"),
        "{quote}"
    );

    ana.go_online();
    ana.sync().await;
    ana.sync().await;
    assert_eq!(ana.view(job.record).parts_fitted.len(), 1);
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_serial_tells_what_was_done_to_the_unit_old_part_and_new() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let (first, second) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    ana.sync().await;
    ana.go_offline();
    ana.work(visit::whole(&first.number)).await;
    fleet.pass(TimeDelta::days(20));
    let mut lines = visit::until_quote(&second.number);
    lines[1]["serial"] = json!(visit::serial(&first.number));
    // Who pays is the rules' matter this time.
    for line in lines[7]["lines"].as_array_mut().unwrap() {
        line.as_object_mut().unwrap().remove("payer");
    }
    ana.work(lines).await;

    let view = ana.view(second.record);
    let [earlier] = &view.unit_history[..] else {
        panic!("{:?}", view.unit_history)
    };
    assert_eq!(earlier.number, first.number);
    let parts = format!("{:?}", earlier.fitted);
    assert!(
        parts.contains("RF-109"),
        "what was fitted, with its term: {parts}"
    );
    assert!(
        view.second_repair.is_some(),
        "the same unit, within the term"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_changes_no_order_and_is_told() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    // The phone believes that it is next year. Its word comes first, then the tablet's.
    phone.clock().set_wrong(TimeDelta::days(400));
    phone.sync().await;
    let field = |value: &str| json!({ "do": "record.field", "record": job.number, "field": "customer_address", "value": value });
    phone.say(field("明年的地址")).await;
    phone.sync().await;
    tablet.sync().await;
    tablet.say(field("今天改的地址")).await;
    fleet.settle().await;
    fleet.assert_agreed();
    let record = phone.record(job.record);
    assert_eq!(
        record.words(doorstep_domain::record::Field::CustomerAddress),
        "今天改的地址"
    );
    let status = phone.device().status().unwrap();
    let off_ms = TimeDelta::days(400).num_milliseconds();
    assert_eq!(
        status.clock_offset_ms.unwrap_or_default() / 60_000,
        off_ms / 60_000,
        "{status:?}"
    );
}
