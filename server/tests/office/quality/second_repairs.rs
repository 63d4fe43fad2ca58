//! Whose repairs did not last, and why one should not count.

use axum::http::StatusCode;
use doorstep_domain::record::{Field, FieldValue};
use serde_json::{Value, json};

use crate::{
    after_visit::{read, reported, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

const FROM: &str = "from=2026-11-01&to=2026-12-31";

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_second_repair_counts_against_the_first_technician_until_it_is_contested() {
    let mut shop = Shop::open().await;
    let (first, phone) = reported(&shop).await;
    let fault = doorstep_replica::Edit::Field(Field::FaultCode, "WM-F01".into());
    shop.edit(first, vec![fault]).await;
    let again = [
        (Field::ReceivedAt, "2026-11-24T08:10:00+08:00"),
        (Field::Assignee, "t-li"),
        (Field::FaultCode, "WM-F01"),
    ];
    let serial = phone.record(first).words(Field::UnitSerial).to_owned();
    let again = [again.as_slice(), &[(Field::UnitSerial, serial.as_str())]].concat();
    shop.clock.move_by(24 * 60);
    shop.log_in().await;
    let again = shop.intake("A-2", &again).await;

    let api = "/api/v1/quality/second-repairs";
    let listed = read(&shop, &format!("{api}?{FROM}")).await;
    let his =
        json!([{ "technician": "t-zhang", "closed": 1, "second_repairs": 1, "contested": 0 }]);
    assert_eq!(listed["technicians"], his, "{listed}");
    let repair = &listed["repairs"][0];
    assert_eq!(
        (&repair["number"], &repair["first_number"]),
        (&json!("A-2"), &json!("A-1"))
    );
    assert_eq!(
        (&repair["technician"], &repair["contest"]),
        (&json!("t-zhang"), &json!(""))
    );

    // Quality reads it; that it should not count is the supervisor's word.
    let contest = format!("{api}/{again}/contest");
    let reason = |before: &str, reason: &str| json!({ "before": before, "reason": reason });
    let quality = shop.clerk("q-1", "quality", &[]).await;
    let refused = tell_as(&shop, &quality, "PUT", &contest, reason("", "用户放入异物")).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
    let supervisor = shop.clerk("s-1", "supervisor", &[]).await;
    let long = reason("", &"长".repeat(401));
    let long = tell_as(&shop, &supervisor, "PUT", &contest, long).await;
    assert_eq!(long, (StatusCode::UNPROCESSABLE_ENTITY, json!("too_long")));
    let told = tell_as(
        &shop,
        &supervisor,
        "PUT",
        &contest,
        reason("", "用户放入异物"),
    )
    .await;
    assert_eq!(told.0, StatusCode::NO_CONTENT, "{}", told.1);
    let stale = tell(&shop, "PUT", &contest, reason("", "另一原因")).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));

    let listed = read(&shop, &format!("{api}?{FROM}&technician=t-zhang")).await;
    let his =
        json!([{ "technician": "t-zhang", "closed": 1, "second_repairs": 0, "contested": 1 }]);
    assert_eq!(listed["technicians"], his, "{listed}");
    assert_eq!(listed["repairs"][0]["contest"], "用户放入异物");
    let shown = async |show: &str| {
        let listed = read(
            &shop,
            &format!("{api}?{FROM}&technician=t-zhang&show={show}"),
        )
        .await;
        listed["repairs"].as_array().unwrap().len()
    };
    assert_eq!((shown("yes").await, shown("apart").await), (0, 1));
    // The reason stands in the record, where its technician reads it.
    let file = shop.file(again).await;
    let roster = doorstep_replica::Roster::default();
    let field = file
        .record(&roster)
        .field(Field::SecondRepairContest)
        .cloned();
    assert_eq!(field, Some(FieldValue::from("用户放入异物")));

    let page = format!("/quality/second-repairs/{again}");
    for address in [format!("/quality/second-repairs?{FROM}"), page.clone()] {
        for (shown, language) in [
            (shop.get(&address).await, "zh-CN"),
            (shop.get_in_english(&address).await, "en"),
        ] {
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            assert_well_made(&shown.html(), language, &address);
        }
        let words = shop.get(&address).await.words();
        assert!(words.contains("用户放入异物"), "{address}: {words}");
    }
    // Without a reason it counts again.
    let fields = [("before", "用户放入异物"), ("reason", "")];
    let counts = send(&shop, &page, &format!("{page}/contest"), &fields).await;
    assert_eq!(counts.status, StatusCode::SEE_OTHER, "{}", counts.words());
    let listed = read(&shop, &format!("{api}?{FROM}")).await;
    assert_eq!(listed["technicians"][0]["second_repairs"], 1, "{listed}");

    let none = tell(&shop, "GET", &format!("{api}/{first}"), Value::Null).await;
    assert_eq!(none.0, StatusCode::NOT_FOUND, "the first one is none");
    let none = tell(
        &shop,
        "PUT",
        &format!("{api}/{first}/contest"),
        reason("", "x"),
    )
    .await;
    assert_eq!(none, (StatusCode::NOT_FOUND, json!("not_there")));
}
