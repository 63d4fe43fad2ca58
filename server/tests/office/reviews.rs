//! Reports are reviewed, then archived.

use axum::http::StatusCode;
use doorstep_domain::record::Field;
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, reported, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

/// The numbers of the reports of a state.
async fn listed(shop: &Shop, state: &str) -> Vec<String> {
    let listed = read(shop, &format!("/api/v1/reviews?show={state}")).await;
    let reports = listed["reports"].as_array().unwrap().iter();
    reports
        .map(|report| report["number"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_report_is_reviewed_then_archived_and_again_when_it_changes() {
    let shop = Shop::open().await;
    let fresh = shop.intake("A-9", &[]).await;
    let (record, _phone) = reported(&shop).await;
    assert_eq!(listed(&shop, "due").await, ["A-1"], "A-9 is not reported");
    let api = format!("/api/v1/reviews/{record}");
    let page = format!("/reviews/{record}");
    let shown = read(&shop, &api).await;
    assert_eq!(
        (&shown["state"], &shown["technician"]),
        (&json!("due"), &json!("t-zhang"))
    );

    // Nothing is archived before it was reviewed; what goes back says what lacks.
    let version = shown["version"].clone();
    let archive = json!({ "version": version });
    let early = tell(&shop, "POST", &format!("{api}/archive"), archive.clone()).await;
    assert_eq!(early, (StatusCode::CONFLICT, json!("not_to_archive")));
    let wordless = send(
        &shop,
        &page,
        &page,
        &[("verdict", "sent_back"), ("words", " ")],
    )
    .await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wordless.words().contains("请写明缺少什么"),
        "{}",
        wordless.words()
    );
    let back = [("verdict", "sent_back"), ("words", "缺旧件照片")];
    let back = send(&shop, &page, &page, &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.words());
    assert_eq!(listed(&shop, "sent_back").await, ["A-1"]);
    assert_eq!(listed(&shop, "due").await, Vec::<String>::new());
    let still = tell(&shop, "POST", &format!("{api}/archive"), archive).await;
    assert_eq!(still.1, "not_to_archive");

    // It changes, and is due again; who judges what stood before is told.
    let edit = |serial: &str| vec![Edit::Field(Field::UnitSerial, serial.into())];
    shop.edit(record, edit("YLWM2405000002")).await;
    assert_eq!(listed(&shop, "due").await, ["A-1"]);
    assert_eq!(listed(&shop, "sent_back").await, Vec::<String>::new());
    let good = |version: &Value| json!({ "version": version, "is_in_order": true });
    let stale = tell(&shop, "POST", &format!("{api}/review"), good(&version)).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let words = shop.get(&page).await.words();
    assert!(
        words.contains("审核后有改动") && words.contains("缺旧件照片"),
        "{words}"
    );
    let version = read(&shop, &api).await["version"].clone();
    let reviewed = tell(&shop, "POST", &format!("{api}/review"), good(&version)).await;
    assert_eq!(reviewed.0, StatusCode::NO_CONTENT, "{}", reviewed.1);
    let twice = tell(&shop, "POST", &format!("{api}/review"), good(&version)).await;
    assert_eq!(twice, (StatusCode::CONFLICT, json!("not_due")));
    assert_eq!(listed(&shop, "to_archive").await, ["A-1"]);

    for address in [page.as_str(), "/reviews", "/reviews?show=to_archive"] {
        for (shown, language) in [
            (shop.get(address).await, "zh-CN"),
            (shop.get_in_english(address).await, "en"),
        ] {
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            assert_well_made(&shown.html(), language, address);
        }
    }
    let archived = send(&shop, &page, &format!("{page}/archive"), &[]).await;
    assert_eq!(
        archived.status,
        StatusCode::SEE_OTHER,
        "{}",
        archived.words()
    );
    assert_eq!(listed(&shop, "archived").await, ["A-1"]);
    assert_eq!(read(&shop, &api).await["state"], "archived");
    // The same values again are no change; another value is, and the archive says so.
    shop.edit(record, edit("YLWM2405000003")).await;
    assert_eq!(listed(&shop, "due").await, ["A-1"]);
    let words = shop.get("/reviews?show=archived").await.words();
    assert!(
        words.contains("A-1") && words.contains("审核后有改动"),
        "{words}"
    );

    let none = read(&shop, &format!("/api/v1/reviews/{fresh}")).await;
    assert_eq!(none["state"], "not_reported");
    let none = good(&none["version"]);
    let none = tell(
        &shop,
        "POST",
        &format!("/api/v1/reviews/{fresh}/review"),
        none,
    )
    .await;
    assert_eq!(none.1, "not_due");
    let audit = read(&shop, &format!("/api/v1/audit?subject={record}")).await;
    let deeds: Vec<&Value> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["deed"])
        .collect();
    assert_eq!(
        deeds,
        ["report_archived", "report_reviewed", "report_reviewed"]
    );
}

#[tokio::test]
async fn a_report_with_an_open_conflict_is_not_in_order() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    phone.set(record, Field::CustomerPhone, "139-0000-2002");
    let other = Edit::Field(Field::CustomerPhone, "139-0000-3003".into());
    shop.edit(record, vec![other]).await;
    phone.hand_over(&shop).await;
    let api = format!("/api/v1/reviews/{record}");
    let shown = read(&shop, &api).await;
    assert_eq!(shown["conflicts"], 1, "{shown}");
    let good = json!({ "version": shown["version"], "is_in_order": true });
    let refused = tell(&shop, "POST", &format!("{api}/review"), good).await;
    assert_eq!(refused, (StatusCode::CONFLICT, json!("conflicts_open")));
}

#[tokio::test]
async fn reviews_are_for_who_reviews_at_the_stations_that_he_works_for() {
    let shop = Shop::open().await;
    for station in ["east", "west"] {
        let station = json!({ "station": station, "name": station });
        tell(&shop, "POST", "/api/v1/stations", station).await;
    }
    let zhang = read(&shop, "/api/v1/people/t-zhang").await;
    let zhang =
        json!({ "version": zhang["version"], "name": "张伟", "roles": [], "stations": ["east"] });
    tell(&shop, "PUT", "/api/v1/people/t-zhang", zhang).await;
    let (record, _phone) = reported(&shop).await;
    let west = shop.clerk("s-west", "supervisor", &["west"]).await;
    let east = shop.clerk("s-east", "supervisor", &["east"]).await;
    let finance = shop.clerk("f-1", "finance", &[]).await;
    let api = format!("/api/v1/reviews/{record}");
    let seen = async |cookie: &str| {
        let listed = tell_as(&shop, cookie, "GET", "/api/v1/reviews", Value::Null)
            .await
            .1;
        let one = tell_as(&shop, cookie, "GET", &api, Value::Null).await.0;
        (listed["reports"].as_array().map(Vec::len), one)
    };
    assert_eq!(seen(&east).await, (Some(1), StatusCode::OK));
    assert_eq!(seen(&west).await, (Some(0), StatusCode::FORBIDDEN));
    assert_eq!(seen(&finance).await, (None, StatusCode::FORBIDDEN));
    let version = read(&shop, &api).await["version"].clone();
    let good = json!({ "version": version, "is_in_order": true });
    let refused = tell_as(&shop, &west, "POST", &format!("{api}/review"), good.clone()).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
    let taken = tell_as(&shop, &east, "POST", &format!("{api}/review"), good).await;
    assert_eq!(taken.0, StatusCode::NO_CONTENT, "{}", taken.1);
}
