//! After the visit (回访、投诉): a complaint that is taken at the door without coverage reaches the office, passes its chain,
//! and ends with the customer's word; and the customer is called in time.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use chrono::{NaiveDate, TimeDelta};
use doorstep_tests::{Browser, Fleet, visit};
use serde_json::{Value, json};

async fn calls(office: &Browser<'_>) -> Vec<Value> {
    let due = office.api("GET", "/api/v1/call-backs", &Value::Null).await;
    due.unwrap()["calls"].as_array().unwrap().clone()
}

async fn complaints(office: &Browser<'_>) -> Vec<Value> {
    let open = office.api("GET", "/api/v1/complaints", &Value::Null).await;
    open.unwrap()["complaints"].as_array().unwrap().clone()
}

fn days_from_to(call: &Value) -> i64 {
    let day = |name: &str| call[name].as_str().unwrap().parse::<NaiveDate>().unwrap();
    (day("due_on") - day("began_on")).num_days()
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_complaint_at_the_door_passes_its_chain_and_is_followed_up() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::whole(&job.number)).await;
    ana.sync().await;
    let office = Browser::open(&fleet.office).await;
    let due = calls(&office).await;
    assert_eq!((due.len(), due[0]["rule"].as_str()), (1, Some("report")));

    // At the door, without coverage: what was said is on the device, and the office knows nothing of it yet.
    ana.go_offline();
    ana.say(json!({ "do": "complaint.take", "record": job.number, "gravity": "damage", "about": "漏水泡坏地板", "wish": "赔偿" }))
        .await;
    assert!(complaints(&office).await.is_empty());
    ana.go_online();
    ana.sync().await;
    let taken = complaints(&office).await;
    assert_eq!(
        (taken.len(), taken[0]["gravity"].as_str()),
        (1, Some("damage"))
    );
    let page = format!("/complaints/{}", taken[0]["complaint"].as_str().unwrap());
    assert!(office.page(&page).await.contains("漏水泡坏地板"));
    let due = calls(&office).await;
    assert_eq!((due.len(), due[0]["rule"].as_str()), (1, Some("complaint")));
    assert_eq!(days_from_to(&due[0]), 7);

    // The chain: supervisor, then the centre.
    let address = format!("/api/v1{page}");
    let read = async || office.api("GET", &address, &Value::Null).await.unwrap();
    let act = async |verb: &str, body: Value| {
        office
            .api("POST", &format!("{address}/{verb}"), &body)
            .await
    };
    let offer = json!({ "version": read().await["version"], "remedy": "compensation", "words": "一次性补偿六百元",
                        "compensation_minor": 60_000 });
    act("offer", offer).await.unwrap();
    for (after, post) in [(0, "supervisor"), (1, "centre")] {
        assert_eq!(read().await["approval"]["next_post"], post);
        act("word", json!({ "after": after, "word": "agreed" }))
            .await
            .unwrap();
    }
    assert_eq!(
        read().await["lacks"],
        json!(["insurer_not_told", "agreement_not_signed", "not_paid"])
    );
    let early =
        json!({ "version": read().await["version"], "words": "可以了", "is_services_fault": true });
    assert_eq!(act("close", early).await.unwrap_err(), "lacks");

    // Agreement and receipt are signed at the door; the insurer is told at the office, and the device hears of it.
    ana.go_offline();
    let signed = |line: Value| {
        let mut line = line;
        line["record"] = json!(job.number);
        line["signer"] = json!("王秀英");
        line["relation"] = json!("customer");
        line["strokes"] = visit::strokes();
        line
    };
    ana.say(signed(json!({ "do": "agreement.sign", "terms": "一次性补偿六百元，双方再无争议", "amount_minor": 60_000 })))
        .await;
    let claim = ana.view(job.record).claims[0].head.entry.to_string();
    ana.say(signed(json!({ "do": "compensation.pay", "claim": claim, "amount_minor": 60_000, "method": "alipay" })))
        .await;
    ana.go_online();
    ana.sync().await;
    assert_eq!(read().await["lacks"], json!(["insurer_not_told"]));
    let told = json!({ "version": read().await["version"], "number": "PA-2026-1" });
    act("insurer", told).await.unwrap();
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(
        !ana.view(job.record).claims[0].insurer_open,
        "the device heard of it"
    );

    // It ends with the customer's word; he is called within the seven days.
    assert_eq!(read().await["lacks"], json!([]));
    let close = json!({ "version": read().await["version"], "words": "收到赔偿，没有意见了", "is_services_fault": true });
    act("close", close).await.unwrap();
    assert!(complaints(&office).await.is_empty());
    fleet.pass(TimeDelta::days(2));
    let office = Browser::open(&fleet.office).await;
    let due = calls(&office).await;
    let about = due[0]["about"].as_str().unwrap().to_owned();
    let call = json!({ "is_reached": true, "answers": { "satisfied": true, "runs_well": true, "signature_own": true } });
    let made = office
        .api("POST", &format!("/api/v1/call-backs/{about}"), &call)
        .await;
    assert_eq!(made.unwrap()["complaint"], Value::Null);
    assert!(calls(&office).await.is_empty());
    let late = office
        .api("GET", "/api/v1/call-backs?late=true", &Value::Null)
        .await;
    assert_eq!(late.unwrap()["calls"], json!([]));
}
