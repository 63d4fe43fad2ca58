//! The record's page at the office and the devices that hold the record: what is settled at the desk holds at the door.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::record::Field;
use doorstep_tests::{Browser, Fleet};
use serde_json::json;

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
