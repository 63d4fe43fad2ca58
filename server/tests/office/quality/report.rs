//! A month in sum, and what its numbers count.

use axum::http::StatusCode;
use doorstep_domain::record::Field;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

async fn failed(
    shop: &Shop,
    number: &str,
    received: &str,
    (model, cause, serial): (&str, &str, &str),
) {
    let fields = [
        (Field::ReceivedAt, received),
        (Field::UnitModel, model),
        (Field::FaultCode, cause),
        (Field::UnitSerial, serial),
    ];
    shop.intake(number, &fields).await;
}

/// The complaints of a report by their group.
fn counts(report: &Value) -> Vec<(String, i64)> {
    let groups = report["complaints"].as_array().unwrap().iter();
    groups
        .map(|row| {
            let group = row["group"].as_str().unwrap().to_owned();
            (group, row["count"].as_i64().unwrap())
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_month_in_sum_counts_what_its_numbers_open() {
    let shop = Shop::open().await;
    // Received in November by the customer's calendar, though in October by UTC.
    failed(
        &shop,
        "A-1",
        "2026-11-01T00:30:00+08:00",
        ("M1", "F1", "S1"),
    )
    .await;
    failed(
        &shop,
        "A-2",
        "2026-11-20T09:00:00+08:00",
        ("M1", "F1", "S1"),
    )
    .await;
    failed(
        &shop,
        "A-3",
        "2026-11-20T09:00:00+08:00",
        ("M1", "F1", "S2"),
    )
    .await;
    failed(
        &shop,
        "A-4",
        "2026-10-31T23:30:00+08:00",
        ("M1", "F1", "S3"),
    )
    .await;
    failed(
        &shop,
        "A-5",
        "2026-11-20T09:00:00+08:00",
        ("M1", "=F2", "S4"),
    )
    .await;
    let complaint = |gravity: &str, about: &str| json!({ "complainant": "dealer", "gravity": gravity, "about": about, "name": "恒信电器", "phone": "0311-5550000" });
    for about in ["同批机器三台噪音大", "配件迟迟不到"] {
        let taken = tell(
            &shop,
            "POST",
            "/api/v1/complaints",
            complaint("ordinary", about),
        )
        .await;
        assert_eq!(taken.0, StatusCode::OK, "{}", taken.1);
    }
    let grave = json!({ "record": "A-2", "complainant": "customer", "gravity": "press", "about": "要找电视台" });
    let taken = tell(&shop, "POST", "/api/v1/complaints", grave).await;
    assert_eq!(taken.0, StatusCode::OK, "{}", taken.1);

    let report = read(&shop, "/api/v1/quality/report?month=2026-11").await;
    let told = |rows: &[(&str, i64)]| -> Vec<(String, i64)> {
        rows.iter()
            .map(|(group, count)| ((*group).to_owned(), *count))
            .collect()
    };
    assert_eq!(
        counts(&report),
        told(&[("taken", 3), ("major", 1), ("of_dealers", 2), ("open", 3)])
    );
    let row = |cause: &str, records: i64, failed: i64| json!({ "model": "M1", "batch": "", "cause": cause, "part": "", "records": records, "failed": failed });
    assert_eq!(
        report["failures"],
        json!([row("=F2", 1, 1), row("F1", 3, 2)])
    );
    assert_eq!(
        report["raised"],
        json!({ "first_notices": 2, "safety_notices": 0, "alerts": 0 })
    );
    let before = read(&shop, "/api/v1/quality/report?month=2026-10").await;
    assert_eq!(before["failures"], json!([row("F1", 1, 1)]));
    assert_eq!(counts(&before), told(&[]));

    // One is closed in time, the others run late.
    let listed = read(&shop, "/api/v1/complaints").await;
    let dealers = listed["complaints"].as_array().unwrap().iter();
    let id = dealers
        .filter(|line| line["about"] == "配件迟迟不到")
        .map(|line| line["complaint"].as_str().unwrap().to_owned());
    let id = id.collect::<Vec<_>>().remove(0);
    let offer = json!({ "version": 0, "remedy": "compensation", "words": "补偿运费", "compensation_minor": 12_300 });
    tell(
        &shop,
        "POST",
        &format!("/api/v1/complaints/{id}/offer"),
        offer,
    )
    .await;
    for (after, by) in [(0, "周经理"), (1, ""), (2, "陈副总")] {
        let word = json!({ "after": after, "word": "agreed", "said_by": by });
        let said = tell(
            &shop,
            "POST",
            &format!("/api/v1/complaints/{id}/word"),
            word,
        )
        .await;
        assert_eq!(said.0, StatusCode::NO_CONTENT, "{}", said.1);
    }
    let report = read(&shop, "/api/v1/quality/report?month=2026-11").await;
    assert_eq!(report["compensation_minor"], 12_300);
    assert!(
        counts(&report).contains(&("compensated".to_owned(), 1)),
        "{report}"
    );

    let page = "/quality/report?month=2026-11";
    let opened = [
        (
            "/quality/report/complaints?month=2026-11&group=of_dealers",
            "同批机器三台噪音大",
        ),
        (
            "/quality/report/complaints?month=2026-11&group=major",
            "要找电视台",
        ),
        (
            "/quality/report/records?month=2026-11&model=M1&batch=&cause=F1&part=",
            "A-1",
        ),
        (page, "投诉汇总"),
    ];
    for (address, words) in opened {
        for (shown, language) in [
            (shop.get(address).await, "zh-CN"),
            (shop.get_in_english(address).await, "en"),
        ] {
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            assert_well_made(&shown.html(), language, address);
        }
        let shown = shop.get(address).await.words();
        assert!(shown.contains(words), "{address}: {shown}");
        assert!(
            !shown.contains("A-4"),
            "{address}: A-4 is of October: {shown}"
        );
        if address.contains("major") {
            assert!(!shown.contains("噪音"), "{shown}");
        }
    }
    let html = shop.get(page).await.html();
    let behind =
        "/quality/report/records?month=2026-11&amp;model=M1&amp;batch=&amp;cause=F1&amp;part=";
    assert!(html.contains(behind), "{html}");

    let notices = shop
        .get("/quality/notices?month=2026-11&reason=first")
        .await
        .words();
    assert!(
        notices.contains("A-1") && notices.contains("A-5"),
        "{notices}"
    );
    let notices = shop
        .get("/quality/notices?month=2026-10&reason=first")
        .await
        .words();
    assert!(!notices.contains("A-1"), "raised in November: {notices}");
    let file = shop.get("/quality/report/failures.csv?month=2026-11").await;
    assert_eq!(
        file.html(),
        "\u{feff}month,model,batch,cause,part,records,units\n2026-11,M1,,'=F2,,1,1\n2026-11,M1,,F1,,3,2\n"
    );
    let file = shop
        .get("/quality/report/complaints.csv?month=2026-11")
        .await
        .html();
    assert!(
        file.contains("2026-11,taken,3\n") && file.contains("2026-11,compensation_minor,12300\n"),
        "{file}"
    );
    let audit = read(&shop, "/api/v1/audit?subject=quality_2026-11.csv").await;
    assert_eq!(audit[0]["deed"], "quality_report_taken");
}

#[tokio::test]
async fn the_report_is_for_quality_and_names_a_month() {
    let shop = Shop::open().await;
    let reception = shop.clerk("r-1", "reception", &[]).await;
    let path = "/api/v1/quality/report";
    let refused = tell_as(&shop, &reception, "GET", path, Value::Null).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
    let bad = tell(&shop, "GET", &format!("{path}?month=2026-13"), Value::Null).await;
    assert_eq!(bad.0, StatusCode::BAD_REQUEST);
    assert_eq!(read(&shop, path).await["month"], "2026-11");
    for address in [
        "/quality/report/failures.csv",
        "/quality/report/complaints?month=2026-11&group=magic",
        "/quality/report/records?month=2026-11",
    ] {
        assert_eq!(
            shop.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    // The store sees quality but takes nothing away that it may not see: quality's own customer data is nowhere here.
    let store = shop.clerk("w-1", "store", &[]).await;
    let page = shop
        .ask("/quality/report", &[("cookie", store.as_str())])
        .await;
    assert_eq!(page.status, StatusCode::OK);
}
