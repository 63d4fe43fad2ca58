//! Finished work is looked at again, and customers are none.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, reported, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

const API: &str = "/api/v1/quality/checks";

fn spot(record: &str, findings: &Value) -> Value {
    json!({ "kind": "spot", "record": record, "checked_on": "2026-11-23", "findings": findings })
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn finished_work_is_looked_at_again_and_its_faults_are_settled() {
    let shop = Shop::open().await;
    reported(&shop).await;
    shop.intake("A-2", &[]).await;
    let good = json!([{ "item": "fault_gone", "is_good": true }]);
    let wordless = json!([{ "item": "tidy", "is_good": false, "words": " " }]);
    let twice = json!([{ "item": "tidy", "is_good": true }, { "item": "tidy", "is_good": true }]);
    let of_visits = json!([{ "item": "on_time", "is_good": true }]);
    for (body, code) in [
        (spot("A-2", &good), "not_finished"),
        (spot("", &good), "no_record"),
        (spot("X-9", &good), "no_record"),
        (spot("A-1", &json!([])), "bad_finding"),
        (spot("A-1", &twice), "bad_finding"),
        (spot("A-1", &of_visits), "bad_finding"),
        (spot("A-1", &wordless), "empty"),
        (
            json!({ "kind": "spot", "record": "A-1", "checked_on": "2026-12-23", "findings": good }),
            "bad_day",
        ),
        (
            json!({ "kind": "mystery", "technician": "t-wang", "checked_on": "2026-11-23", "findings": of_visits }),
            "no_technician",
        ),
    ] {
        let refused = tell(&shop, "POST", API, body.clone()).await;
        assert_eq!(refused.1, code, "{body}");
    }
    assert_eq!(
        read(&shop, API).await,
        json!([]),
        "nothing of it was written"
    );

    let supervisor = shop.clerk("s-1", "supervisor", &[]).await;
    let refused = tell_as(&shop, &supervisor, "POST", API, spot("A-1", &good)).await;
    assert_eq!(
        refused.0,
        StatusCode::FORBIDDEN,
        "he reads it, quality checks"
    );

    let page = "/quality/checks/new/spot";
    let fields = [
        ("record", "A-1"),
        ("checked_on", "2026-11-23"),
        ("fault_gone", "good"),
        ("parts_as_recorded", "fault"),
        ("parts_as_recorded-words", "装的不是原厂排水泵"),
        ("tidy", ""),
    ];
    let taken = send(&shop, page, page, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.words());
    let open = read(&shop, &format!("{API}?open=true")).await;
    assert_eq!(open[0]["technician"], "t-zhang", "the record's own: {open}");
    let number = open[0]["check"].as_i64().unwrap();
    let check = read(&shop, &format!("{API}/{number}")).await;
    assert_eq!(check["faults"], 1);
    let items: Vec<&Value> = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["item"])
        .collect();
    assert_eq!(
        items,
        ["fault_gone", "parts_as_recorded"],
        "what was not looked at is no finding"
    );

    let one = format!("/quality/checks/{number}");
    for address in [
        "/quality/checks",
        "/quality/checks?show=open",
        &one,
        page,
        "/quality/checks/new/mystery",
    ] {
        for (shown, language) in [
            (shop.get(address).await, "zh-CN"),
            (shop.get_in_english(address).await, "en"),
        ] {
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            assert_well_made(&shown.html(), language, address);
        }
    }
    let to = format!("{one}/settle");
    let settled = send(&shop, &one, &to, &[("words", "换回原厂件，扣考核分")]).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.words());
    let again = tell(
        &shop,
        "POST",
        &format!("/api/v1{to}"),
        json!({ "words": "再改" }),
    )
    .await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("settled")));
    assert_eq!(read(&shop, &format!("{API}?open=true")).await, json!([]));
    let words = shop.get(&one).await.words();
    for told in ["装的不是原厂排水泵", "换回原厂件", "张伟", "已处理"] {
        assert!(words.contains(told), "{told}: {words}");
    }
    let missing = shop.get("/quality/checks/77").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(
        shop.get("/quality/checks/new/magic").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_mystery_customer_needs_no_record_and_is_of_the_technicians_station() {
    let shop = Shop::open().await;
    for station in ["east", "west"] {
        let station = json!({ "station": station, "name": station });
        tell(&shop, "POST", "/api/v1/stations", station).await;
    }
    let zhang = read(&shop, "/api/v1/people/t-zhang").await;
    let zhang =
        json!({ "version": zhang["version"], "name": "张伟", "roles": [], "stations": ["east"] });
    tell(&shop, "PUT", "/api/v1/people/t-zhang", zhang).await;
    let east = shop.clerk("q-east", "quality", &["east"]).await;
    let west = shop.clerk("q-west", "quality", &["west"]).await;
    let mystery = json!({
        "kind": "mystery", "technician": "t-zhang", "checked_on": "2026-11-22", "note": "自称住户报修",
        "findings": [{ "item": "badge_shown", "is_good": true }, { "item": "polite", "is_good": true }],
    });
    let refused = tell_as(&shop, &west, "POST", API, mystery.clone()).await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN, "he is not of the west");
    let taken = tell_as(&shop, &east, "POST", API, mystery).await;
    assert_eq!(taken.0, StatusCode::OK, "{}", taken.1);
    let number = taken.1["check"].as_i64().unwrap();
    let seen = async |cookie: &str| {
        let listed = tell_as(&shop, cookie, "GET", API, Value::Null).await.1;
        let one = tell_as(
            &shop,
            cookie,
            "GET",
            &format!("{API}/{number}"),
            Value::Null,
        )
        .await
        .0;
        (listed.as_array().unwrap().len(), one)
    };
    assert_eq!(seen(&east).await, (1, StatusCode::OK));
    assert_eq!(seen(&west).await, (0, StatusCode::FORBIDDEN));
    let none = json!({ "words": "无" });
    let none = tell_as(
        &shop,
        &east,
        "POST",
        &format!("{API}/{number}/settle"),
        none,
    )
    .await;
    assert_eq!(none.1, "settled", "there is no fault");
}
