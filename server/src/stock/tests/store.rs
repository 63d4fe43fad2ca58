//! The store's own stock: what came, what went to the vans and came back, what was counted, and what is too little.

use axum::http::StatusCode;
use doorstep_domain::ids::PersonId;
use serde_json::{Value, json};

use super::{
    super::*,
    router::{Browser, ZHANG, issue, storekeeper, works_for},
};
use crate::{example::Office, organisation::OFFICE};

const PART: &str = "RF-109";

async fn level(browser: &Browser<'_>, store: &str) -> Value {
    let levels = browser
        .get(&format!("/api/v1/parts/stock?store={store}"))
        .await
        .body;
    let mut levels = levels.as_array().unwrap().iter();
    levels
        .find(|level| level["part"] == PART)
        .cloned()
        .unwrap_or_default()
}

#[tokio::test]
async fn what_came_less_what_went_to_the_vans_is_in_the_store() {
    let office = Office::open().await;
    let browser = Browser::of(&office, OFFICE).await;
    let page = "/parts/stock/part?store=&part=RF-109";
    let receipt = [
        ("quantity", "120"),
        ("supplier", "华南压缩机厂"),
        ("reason", "S-2611"),
    ];
    let answer = browser.send(page, "/parts/stock/receive", &receipt).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    issue(&office, PART, 5).await;
    let told = level(&browser, "").await;
    assert_eq!((&told["on_hand"], &told["used"]), (&json!(115), &json!(5)));
    assert_eq!(told["class"], "a");

    // New pieces come back over the counter, and an issue is taken back: both are in the store again.
    let zhang = PersonId(ZHANG.to_owned());
    let replication = office.state.replication();
    let back = AtTheCounter::TakeNew {
        part: PART.to_owned(),
        quantity: 2,
        serial: String::new(),
    };
    at_the_counter(replication, zhang.clone(), back)
        .await
        .unwrap();
    assert_eq!(level(&browser, "").await["on_hand"], 117);
    let wrong = AtTheCounter::Issue {
        part: PART.to_owned(),
        quantity: 7,
        serial: String::new(),
        requisition: None,
    };
    let handed = at_the_counter(replication, zhang.clone(), wrong)
        .await
        .unwrap();
    assert_eq!(level(&browser, "").await["on_hand"], 110);
    let void = AtTheCounter::Void {
        entry: handed.entry,
        reason: "登记错误".to_owned(),
    };
    at_the_counter(replication, zhang, void).await.unwrap();
    assert_eq!(level(&browser, "").await["on_hand"], 117);

    // A count that differs needs its reason, and is of what was shown.
    let count = |on_hand: i64, reason: &str| json!({ "part": PART, "kind": "counted", "quantity": 99, "on_hand": on_hand, "reason": reason });
    let to = "/api/v1/parts/stock";
    assert_eq!(browser.tell(to, count(117, "")).await.code(), "no_reason");
    assert_eq!(
        browser.tell(to, count(120, "受潮报废")).await.code(),
        "changed_meanwhile"
    );
    let counted = browser.tell(to, count(117, "受潮报废")).await;
    assert_eq!(counted.body["on_hand"], 99);
    let nobody = json!({ "part": PART, "kind": "received", "quantity": 1 });
    assert_eq!(browser.tell(to, nobody).await.code(), "no_supplier");
    let shown = browser.page(page).await;
    for words in ["华南压缩机厂", "S-2611", "受潮报废", "-18"] {
        assert!(shown.contains(words), "{words}");
    }
    let stock = browser.page("/parts/stock").await;
    assert!(stock.contains(PART));
}

#[tokio::test]
async fn too_few_pieces_are_warned_of_and_of_a_common_model_a_hundred_are_kept() {
    let office = Office::open().await;
    let browser = Browser::of(&office, OFFICE).await;
    let to = "/api/v1/parts/stock";
    let receipt =
        json!({ "part": PART, "kind": "received", "quantity": 99, "supplier": "华南压缩机厂" });
    assert_eq!(browser.tell(to, receipt).await.status, StatusCode::OK);
    assert_eq!(level(&browser, "").await["is_low"], false);
    let low = "/parts/stock?low=1";
    assert!(!browser.page(low).await.contains(PART));
    let page = "/parts/stock/part?store=&part=RF-109";
    let common = [("minimum", "20"), ("common", "yes")];
    let kept = browser.send(page, "/parts/stock/minimum", &common).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let told = level(&browser, "").await;
    assert_eq!(
        (&told["minimum"], &told["is_low"]),
        (&json!(100), &json!(true))
    );
    assert!(browser.page(low).await.contains(PART));
    let stale = json!({ "part": PART, "version": 0, "minimum": 5, "is_common": false });
    let refused = browser.tell("/api/v1/parts/stock/minimum", stale).await;
    assert_eq!(refused.code(), "changed_meanwhile");
}

#[tokio::test]
async fn every_station_has_a_store_of_its_own() {
    let office = Office::open().await;
    storekeeper(&office, "s-east", "east").await;
    storekeeper(&office, "s-west", "west").await;
    works_for(&office, ZHANG, "east").await;
    issue(&office, PART, 3).await;
    let east = Browser::of(&office, "s-east").await;
    let west = Browser::of(&office, "s-west").await;
    assert_eq!(
        level(&east, "east").await["on_hand"],
        -3,
        "below zero is shown"
    );
    assert_eq!(level(&west, "west").await, Value::Null);
    let receipt = json!({ "store": "east", "part": PART, "kind": "received", "quantity": 10, "supplier": "厂" });
    let to = "/api/v1/parts/stock";
    assert_eq!(west.tell(to, receipt.clone()).await.code(), "not_allowed");
    let see = west.get("/api/v1/parts/stock?store=east").await;
    assert_eq!(see.code(), "not_allowed");
    assert_eq!(east.tell(to, receipt).await.body["on_hand"], 7);
    let nowhere = json!({ "store": "north", "part": PART, "kind": "received", "quantity": 1, "supplier": "厂" });
    let office = Browser::of(&office, OFFICE).await;
    assert_eq!(office.tell(to, nowhere).await.code(), "no_store");
}
