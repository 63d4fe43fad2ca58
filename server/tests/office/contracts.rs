//! Maintenance contracts: reminders, visits that become records, and what of it is whose.

use axum::http::{StatusCode, header};
use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue},
};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, send, tell, tell_as},
    device::Pad,
    every_page::assert_well_made,
    shop::Shop,
    visit,
};

/// Four visits in 2026 to one washing machine.
fn quarterly() -> Value {
    json!({
        "terms": {
            "number": "HT-2026-7", "customer_name": "王秀英", "phone": "139-0000-0001",
            "address": "样例市青禾区解放路 8 号", "language": "zh-CN", "from": "2026-01-01", "until": "2026-12-31",
            "visits_a_year": 4, "price_minor": 88_000, "note": "门禁 1203",
        },
        "units": [{ "unit_kind": "washing_machine", "model": "YL-XQG80", "serial": "YLWM2405000001" }],
    })
}

async fn taken(shop: &Shop, contract: Value) -> String {
    let (status, answer) = tell(shop, "POST", "/api/v1/contracts", contract).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    format!("/api/v1/contracts/{}", answer["contract"])
}

async fn due(shop: &Shop) -> Vec<String> {
    let listed = read(shop, "/api/v1/maintenance-visits").await;
    let visits = listed["visits"].as_array().unwrap().iter();
    visits
        .map(|visit| visit["due_on"].as_str().unwrap().to_owned())
        .collect()
}

async fn listed(shop: &Shop, show: &str) -> usize {
    let listed = read(shop, &format!("/api/v1/contracts?show={show}")).await;
    listed["contracts"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_contract_is_typed_in_and_shown_by_its_reminders() {
    let shop = Shop::open().await;
    let fields = [
        ("customer_name", "王秀英"),
        ("phone", "139-0000-0001"),
        ("address", "解放路 8 号"),
        ("language", "zh-CN"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("times", "3"),
        ("rhythm", "every_months"),
        ("price_minor", "880.50"),
        ("unit_kind", "washing_machine"),
    ];
    // Everything that cannot be used is told at once, and what was typed stays.
    let mut bad = fields.to_vec();
    for (name, value) in [
        ("phone", "ring"),
        ("until", "2025-01-01"),
        ("price_minor", "8.805"),
    ] {
        bad.retain(|(known, _)| *known != name);
        bad.push((name, value));
    }
    let refused = send(&shop, "/contracts/new", "/contracts/new", &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = refused.html();
    for id in ["f-phone-fault", "f-until-fault", "f-price_minor-fault"] {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}: {html}");
    }
    assert!(html.contains("value=\"解放路 8 号\""), "{html}");
    let taken = send(&shop, "/contracts/new", "/contracts/new", &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.words());
    let page = taken.headers[header::LOCATION].to_str().unwrap().to_owned();
    let words = shop.get(&page).await.words();
    for expected in [
        "¥880.50",
        "每 3 个月一次",
        "已做 0 次，应做 4 次",
        "2026-03-31",
    ] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    // On the 23rd of November it is late, and the contract ends in 38 days.
    let words = shop.get("/contracts").await.words();
    assert!(words.contains("待保养 1 即将到期 1"), "{words}");
    assert!(words.contains("2026-03-31 ✖ 已超期"), "{words}");
    let one = page.split('?').next().unwrap();
    for path in [
        "/contracts",
        "/contracts?show=ends_soon",
        "/contracts?show=running",
        "/contracts?show=ended",
        "/contracts/new",
        one,
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
        shop.get("/contracts/99").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_visit_that_is_due_becomes_a_record_and_the_next_runs_from_its_report() {
    let shop = Shop::open().await;
    let api = taken(&shop, quarterly()).await;
    assert_eq!(due(&shop).await, ["2026-03-31"]);
    let unit = read(&shop, &api).await["units"][0]["unit"].clone();
    let page = api.replace("/api/v1", "");
    let visit = format!("/units/{unit}/visit");
    let opened = send(&shop, &page, &format!("{page}{visit}"), &[]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.words());
    let record = opened.headers[header::LOCATION].to_str().unwrap();
    let record: RecordId = record.trim_start_matches("/records/").parse().unwrap();
    let known = shop.file(record).await.record(&Default::default());
    assert_eq!(known.words(Field::Request), "maintenance");
    assert_eq!(known.words(Field::PayerClass), "contract");
    assert_eq!(known.words(Field::UnitSerial), "YLWM2405000001");
    assert_eq!(known.words(Field::OfficeNote), "门禁 1203");
    assert!(due(&shop).await.is_empty(), "it is under way");
    let again = tell(&shop, "POST", &format!("{api}{visit}"), Value::Null).await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("visit_under_way")));

    let zhang = Edit::Field(Field::Assignee, FieldValue::Words("t-zhang".to_owned()));
    shop.edit(record, vec![zhang]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    shop.clock.move_after(phone.now());
    phone.hand_over(&shop).await;
    let shown = read(&shop, &api).await;
    let visits = &shown["units"][0]["visits"];
    assert_eq!(visits[0]["visited_on"], "2026-11-23", "{shown}");
    // Three months on would be after the end: the customer does not lose the visit.
    assert_eq!(shown["units"][0]["due_on"], "2026-12-31");
    assert!(due(&shop).await.is_empty(), "more than 30 days from now");
    assert!(
        shop.get(&page)
            .await
            .words()
            .contains("已做 1 次，应做 4 次")
    );

    // Renewed: the rhythm goes on, and nobody is reminded of the end.
    assert_eq!(listed(&shop, "ends_soon").await, 1);
    let mut terms = shown["terms"].clone();
    terms["until"] = json!("2027-12-31");
    let renewed = json!({ "version": shown["version"], "terms": terms });
    let renewed = tell(&shop, "PUT", &api, renewed).await;
    assert_eq!(renewed.0, StatusCode::NO_CONTENT, "{}", renewed.1);
    assert_eq!(read(&shop, &api).await["units"][0]["due_on"], "2027-02-23");
    assert_eq!(listed(&shop, "ends_soon").await, 0);
}

#[tokio::test]
async fn a_visit_that_was_called_off_is_due_again_and_an_ended_contract_asks_for_none() {
    let shop = Shop::open().await;
    let api = taken(&shop, quarterly()).await;
    let unit = read(&shop, &api).await["units"][0]["unit"].clone();
    let visit = format!("{api}/units/{unit}/visit");
    let (status, opened) = tell(&shop, "POST", &visit, Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{opened}");
    assert!(due(&shop).await.is_empty());
    let cancel = format!(
        "/api/v1/records/{}/cancel",
        opened["record"].as_str().unwrap()
    );
    let called_off = json!({ "status": "received", "reason": "用户出差" });
    let called_off = tell(&shop, "POST", &cancel, called_off).await;
    assert_eq!(called_off.0, StatusCode::NO_CONTENT, "{}", called_off.1);
    assert_eq!(due(&shop).await, ["2026-03-31"]);
    let second = tell(&shop, "POST", &visit, Value::Null).await;
    assert_eq!(second.0, StatusCode::OK, "{}", second.1);
    assert_ne!(second.1["record"], opened["record"]);

    let version = read(&shop, &api).await["version"].clone();
    for (reason, expected) in [("", "unfit_fields"), ("用户不再续签", "")] {
        let end = json!({ "version": version, "reason": reason });
        let ended = tell(&shop, "POST", &format!("{api}/end"), end).await;
        assert_eq!(ended.1.as_str().unwrap_or_default(), expected);
    }
    assert_eq!(
        (listed(&shop, "ended").await, listed(&shop, "running").await),
        (1, 0)
    );
    assert!(due(&shop).await.is_empty());
    let late = tell(&shop, "POST", &visit, Value::Null).await;
    assert_eq!(late, (StatusCode::CONFLICT, json!("ended")));
    let audit = read(&shop, "/api/v1/audit").await.to_string();
    for deed in ["contract_taken", "contract_changed", "call_taken"] {
        assert!(audit.contains(deed), "{deed}: {audit}");
    }
}

#[tokio::test]
async fn of_two_who_change_a_contract_the_second_sees_both() {
    let shop = Shop::open().await;
    let api = taken(&shop, quarterly()).await;
    let page = api.replace("/api/v1", "");
    let version = read(&shop, &api).await["version"].clone();
    let second = json!({ "unit_kind": "kettle", "serial": "K-9" });
    let add = json!({ "version": version, "unit": second });
    let added = tell(&shop, "POST", &format!("{api}/units"), add.clone()).await;
    assert_eq!(added.0, StatusCode::NO_CONTENT, "{}", added.1);
    let stale = tell(&shop, "POST", &format!("{api}/units"), add).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    assert_eq!(due(&shop).await, ["2026-03-31", "2026-03-31"]);

    let shown = read(&shop, &api).await;
    let token = shop.get(&page).await.html();
    let token = token.split("name=\"token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap().to_owned();
    let terms = [
        ("token", token.as_str()),
        ("version", "1"),
        ("customer_name", "李建国"),
        ("language", "zh-CN"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("times", "2"),
        ("rhythm", "visits_a_year"),
        ("price_minor", "500"),
    ];
    let terms = terms.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let stale = shop.post(&page, &terms).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let html = stale.html();
    assert!(
        html.contains("value=\"李建国\"") && html.contains("class=\"meanwhile\""),
        "{html}"
    );
    assert_eq!(read(&shop, &api).await, shown, "nothing was overwritten");

    let first = shown["units"][0]["unit"].clone();
    let last = shown["units"][1]["unit"].clone();
    let out = json!({ "version": shown["version"] });
    let out = tell(&shop, "POST", &format!("{api}/units/{first}/take-out"), out).await;
    assert_eq!(out.0, StatusCode::NO_CONTENT, "{}", out.1);
    let shown = read(&shop, &api).await;
    let out = json!({ "version": shown["version"] });
    let out = tell(&shop, "POST", &format!("{api}/units/{last}/take-out"), out).await;
    assert_eq!(out.1, "unit_count", "the last one stays");
    assert_eq!(due(&shop).await, ["2026-03-31"]);
}

#[tokio::test]
async fn contracts_are_for_who_keeps_them_at_the_stations_that_he_works_for() {
    let shop = Shop::open().await;
    for station in ["east", "west"] {
        let station = json!({ "station": station, "name": station });
        tell(&shop, "POST", "/api/v1/stations", station).await;
    }
    let mut contract = quarterly();
    contract["terms"]["station"] = json!("east");
    let api = taken(&shop, contract.clone()).await;
    let east = shop.clerk("r-east", "reception", &["east"]).await;
    let west = shop.clerk("r-west", "reception", &["west"]).await;
    let finance = shop.clerk("f-1", "finance", &[]).await;
    let quality = shop.clerk("q-1", "quality", &[]).await;
    let seen = async |cookie: &str| {
        let one = tell_as(&shop, cookie, "GET", &api, Value::Null).await.0;
        let mut counts = Vec::new();
        for (path, rows) in [
            ("/api/v1/contracts", "contracts"),
            ("/api/v1/maintenance-visits", "visits"),
        ] {
            let listed = tell_as(&shop, cookie, "GET", path, Value::Null).await.1;
            counts.push(listed[rows].as_array().map(Vec::len));
        }
        (one, counts)
    };
    assert_eq!(seen(&east).await, (StatusCode::OK, vec![Some(1), Some(1)]));
    assert_eq!(
        seen(&finance).await,
        (StatusCode::OK, vec![Some(1), Some(1)])
    );
    assert_eq!(
        seen(&west).await,
        (StatusCode::FORBIDDEN, vec![Some(0), Some(0)])
    );
    assert_eq!(
        seen(&quality).await,
        (StatusCode::FORBIDDEN, vec![None, None])
    );

    let shown = read(&shop, &api).await;
    let forbidden = (StatusCode::FORBIDDEN, json!("not_allowed"));
    let unit = &shown["units"][0]["unit"];
    let visit = format!("{api}/units/{unit}/visit");
    for cookie in [&west, &finance, &quality] {
        let refused = tell_as(&shop, cookie, "POST", &visit, Value::Null).await;
        assert_eq!(refused, forbidden);
    }
    let end = json!({ "version": shown["version"], "reason": "错登" });
    let refused = tell_as(&shop, &west, "POST", &format!("{api}/end"), end).await;
    assert_eq!(refused, forbidden);
    let elsewhere = tell_as(&shop, &west, "POST", "/api/v1/contracts", contract).await;
    assert_eq!(elsewhere.1, "unfit_fields", "not into another station");
    let opened = tell_as(&shop, &east, "POST", &visit, Value::Null).await;
    assert_eq!(opened.0, StatusCode::OK, "{}", opened.1);
}
