//! Training hours and certificates of technicians.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

/// Who stands in the list, in its order, with what each lacks.
async fn lacks(shop: &Shop, query: &str) -> Vec<(String, Vec<String>)> {
    let listed = read(shop, &format!("/api/v1/training{query}")).await;
    let technicians = listed["technicians"].as_array().unwrap().iter();
    technicians
        .map(|standing| {
            let lacks = standing["lacks"].as_array().unwrap().iter();
            let lacks = lacks.map(|lack| lack.as_str().unwrap().to_owned());
            (
                standing["person"].as_str().unwrap().to_owned(),
                lacks.collect(),
            )
        })
        .collect()
}

fn expected(rows: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    rows.iter()
        .map(|(person, lacks)| {
            let lacks = lacks.iter().map(|lack| (*lack).to_owned());
            ((*person).to_owned(), lacks.collect())
        })
        .collect()
}

async fn noted(shop: &Shop, person: &str, what: &str, body: Value) {
    let path = format!("/api/v1/training/{person}/{what}");
    let noted = tell(shop, "POST", &path, body).await;
    assert_eq!(noted.0, StatusCode::NO_CONTENT, "{}", noted.1);
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn who_lacks_a_certificate_or_hours_stands_first_and_counts_against_the_target() {
    let shop = Shop::open().await;
    let both: &[&str] = &["no_certificate", "too_few_hours"];
    let fresh = expected(&[("t-zhang", both), ("t-li", both)]);
    let mut found = lacks(&shop, "").await;
    found.sort_by_key(|(person, _)| person == "t-li");
    assert_eq!(found, fresh);

    // By the page: 19.5 hours are too few, and half an hour more is enough.
    let page = "/training/t-zhang";
    for (day, hours, subject) in [
        ("2026-03-02", "19.5", "变频空调"),
        ("2026-11-23", "0.5", "安全用电"),
    ] {
        let words = shop.get("/training").await.words();
        assert!(words.contains("2 名维修人员中 0 名达标"), "{words}");
        let fields = [("held_on", day), ("minutes", hours), ("subject", subject)];
        let sent = send(&shop, page, &format!("{page}/hours"), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
    }
    let fields = [
        ("name", "制冷作业证"),
        ("number", "ZL-88"),
        ("valid_until", "2027-01-22"),
    ];
    let sent = send(&shop, page, &format!("{page}/certificates"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
    let words = shop.get("/training").await.words();
    assert!(
        words.contains("2026 年：2 名维修人员中 1 名达标"),
        "{words}"
    );
    assert!(
        words.contains("20 小时 2027-01-22 上岗证 60 天内到期"),
        "{words}"
    );
    let words = shop.get("/training?show=missing").await.words();
    assert!(words.contains("李娜") && !words.contains("张伟"), "{words}");

    // Hours count in their year, and a renewed certificate takes the place of the old one.
    let renewed = json!({ "name": "制冷作业证", "number": "ZL-89", "valid_until": "2029-01-22" });
    noted(&shop, "t-zhang", "certificates", renewed).await;
    assert_eq!(
        lacks(&shop, "").await,
        expected(&[("t-li", both), ("t-zhang", &[])])
    );
    let before = expected(&[("t-li", both), ("t-zhang", &["too_few_hours"])]);
    assert_eq!(lacks(&shop, "?year=2025").await, before);

    // What was noted wrongly counts no longer, and stays to be read.
    let hours = read(&shop, "/api/v1/training/t-zhang").await["hours"].clone();
    let strike = format!("/api/v1/training-hours/{}", hours[0]["training"]);
    for expected in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        assert_eq!(
            tell(&shop, "DELETE", &strike, Value::Null).await.0,
            expected
        );
    }
    assert_eq!(lacks(&shop, "").await, before);
    let words = shop.get(page).await.words();
    assert!(words.contains("安全用电 0 小时 30 分 已作废"), "{words}");
    let audit = read(&shop, "/api/v1/audit?subject=t-zhang")
        .await
        .to_string();
    assert!(
        audit.contains("training_noted") && audit.contains("training_struck"),
        "{audit}"
    );
    for path in [
        "/training",
        "/training?year=2025&show=missing",
        page,
        "/training/t-li",
    ] {
        for (page, language) in [
            (shop.get(path).await, "zh-CN"),
            (shop.get_in_english(path).await, "en"),
        ] {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_well_made(&page.html(), language, path);
        }
    }
    assert_eq!(
        shop.get("/training/nobody").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_cannot_be_noted_is_said_field_by_field() {
    let shop = Shop::open().await;
    for (what, body) in [
        (
            "hours",
            json!({ "held_on": "2026-11-25", "minutes": 60, "subject": "明天以后" }),
        ),
        (
            "hours",
            json!({ "held_on": "2026-1-2", "minutes": 60, "subject": "变频" }),
        ),
        (
            "hours",
            json!({ "held_on": "2026-11-02", "minutes": 0, "subject": "变频" }),
        ),
        (
            "hours",
            json!({ "held_on": "2026-11-02", "minutes": 1441, "subject": "变频" }),
        ),
        (
            "hours",
            json!({ "held_on": "2026-11-02", "minutes": 60, "subject": " " }),
        ),
        (
            "certificates",
            json!({ "name": "证", "number": "", "valid_until": "2027-01-01" }),
        ),
        (
            "certificates",
            json!({ "name": "证", "number": "1", "valid_until": "soon" }),
        ),
    ] {
        let path = format!("/api/v1/training/t-li/{what}");
        let refused = tell(&shop, "POST", &path, body.clone()).await;
        assert_eq!(
            refused,
            (StatusCode::UNPROCESSABLE_ENTITY, json!("unfit_fields")),
            "{body}"
        );
    }
    let page = "/training/t-li";
    let fields = [
        ("held_on", "2026-11-02"),
        ("minutes", "1,5"),
        ("subject", "变频"),
    ];
    let refused = send(&shop, page, &format!("{page}/hours"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = refused.html();
    assert!(
        html.contains("id=\"f-hours-minutes-fault\"") && html.contains("value=\"1,5\""),
        "{html}"
    );
    let body = json!({ "held_on": "2026-11-02", "minutes": 60, "subject": "变频" });
    let nobody = tell(&shop, "POST", "/api/v1/training/office/hours", body).await;
    assert_eq!(nobody.1, "no_technician", "who works at the office is none");
}

#[tokio::test]
async fn training_is_kept_by_whose_station_the_technician_is() {
    let shop = Shop::open().await;
    for station in ["east", "west"] {
        let station = json!({ "station": station, "name": station });
        tell(&shop, "POST", "/api/v1/stations", station).await;
    }
    for (person, name, station) in [("t-zhang", "张伟", "east"), ("t-li", "李娜", "west")] {
        let path = format!("/api/v1/people/{person}");
        let version = read(&shop, &path).await["version"].clone();
        let place = json!({ "version": version, "name": name, "roles": [], "stations": [station] });
        let placed = tell(&shop, "PUT", &path, place).await;
        assert_eq!(placed.0, StatusCode::NO_CONTENT, "{}", placed.1);
    }
    let east = shop.clerk("s-east", "supervisor", &["east"]).await;
    let store = shop.clerk("k-1", "store", &[]).await;
    let listed = tell_as(&shop, &east, "GET", "/api/v1/training", Value::Null)
        .await
        .1;
    let technicians = listed["technicians"].as_array().unwrap();
    assert_eq!(technicians.len(), 1);
    assert_eq!(technicians[0]["person"], "t-zhang");
    let body = json!({ "held_on": "2026-11-02", "minutes": 60, "subject": "变频" });
    for (cookie, person, expected) in [
        (&east, "t-zhang", StatusCode::NO_CONTENT),
        (&east, "t-li", StatusCode::FORBIDDEN),
        (&store, "t-zhang", StatusCode::FORBIDDEN),
    ] {
        let path = format!("/api/v1/training/{person}/hours");
        let noted = tell_as(&shop, cookie, "POST", &path, body.clone()).await;
        assert_eq!(noted.0, expected, "{person}");
    }
    noted(&shop, "t-li", "hours", body).await;
    let hours = read(&shop, "/api/v1/training/t-li").await["hours"][0]["training"].clone();
    let strike = format!("/api/v1/training-hours/{hours}");
    let refused = tell_as(&shop, &east, "DELETE", &strike, Value::Null).await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN, "another station's");
    let refused = tell_as(&shop, &store, "GET", "/api/v1/training", Value::Null).await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN);
}
