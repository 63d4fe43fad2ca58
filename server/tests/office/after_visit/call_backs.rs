//! Who is called back when, and what follows from what he says.

use axum::http::{StatusCode, header};
use doorstep_domain::record::Field;
use doorstep_server::replication::renew_list;
use serde_json::json;

use super::{only_complaint, read, reported, send, tell};
use crate::shop::Shop;

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_customer_is_called_back_in_three_working_days_and_his_answers_are_kept() {
    let shop = Shop::open().await;
    assert!(
        shop.get("/call-backs")
            .await
            .words()
            .contains("没有待回访的用户")
    );
    let (record, _phone) = reported(&shop).await;
    let due = read(&shop, "/api/v1/call-backs").await;
    let call = &due["calls"][0];
    assert_eq!(
        (
            call["rule"].as_str(),
            call["due_on"].as_str(),
            call["number"].as_str()
        ),
        (Some("report"), Some("2026-11-26"), Some("A-1"))
    );
    let list = shop.get("/call-backs").await.words();
    assert!(
        list.contains("2026-11-26") && list.contains("王秀英") && !list.contains("已超期 2"),
        "{list}"
    );

    // A holiday moves what waits; the same change, from what was shown before, is refused.
    let day = json!([{ "day": "2026-11-25", "is_worked": false, "name": "店庆" }]);
    let version = read(&shop, "/api/v1/calendar").await["version"].clone();
    let change = json!({ "version": version, "year": 2026, "days": day });
    let (status, _) = tell(&shop, "PUT", "/api/v1/calendar", change.clone()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let is_renewed = async || renew_list(shop.state.replication()).await.unwrap();
    assert!(
        is_renewed().await,
        "the rates count by the new days from the next start"
    );
    assert!(!is_renewed().await, "once");
    let refused = tell(&shop, "PUT", "/api/v1/calendar", change).await;
    assert_eq!(refused, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let due = read(&shop, "/api/v1/call-backs").await;
    assert_eq!(due["calls"][0]["due_on"], "2026-11-27");

    let page = format!("/call-backs/{}", due["calls"][0]["about"].as_str().unwrap());
    let form = shop.get(&page).await.words();
    assert!(
        form.contains("当面试机了吗") && form.contains("签字是用户本人签的吗"),
        "{form}"
    );
    let nobody = send(
        &shop,
        &page,
        &page,
        &[("reached", "no"), ("again_on", "2026-11-24")],
    )
    .await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{}", nobody.words());
    assert!(
        shop.get("/call-backs")
            .await
            .words()
            .contains("2026-11-24 再打")
    );
    let unasked = send(&shop, &page, &page, &[("reached", "yes"), ("tidy", "yes")]).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unasked.words().contains("至少要问用户是否满意"));
    let answers = [
        ("reached", "yes"),
        ("satisfied", "yes"),
        ("runs_well", "yes"),
        ("badge_shown", "no"),
    ];
    let made = send(&shop, &page, &page, &answers).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.words());
    assert_eq!(read(&shop, "/api/v1/call-backs").await["calls"], json!([]));
    let kept = read(&shop, &format!("/api/v1{page}")).await;
    assert_eq!(
        kept["made"][1]["answers"],
        json!({ "satisfied": true, "runs_well": true, "badge_shown": false })
    );
    let again = json!({ "is_reached": true, "answers": { "satisfied": true } });
    let again = tell(&shop, "POST", &format!("/api/v1{page}"), again).await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("already_reached")));

    // What was answered stays where the record becomes another.
    shop.edit(
        record,
        vec![doorstep_replica::Edit::Field(
            Field::CustomerPhone,
            "139-0000-7777".into(),
        )],
    )
    .await;
    assert_eq!(read(&shop, "/api/v1/call-backs").await["calls"], json!([]));
}

#[tokio::test]
async fn who_denies_his_signature_opens_the_evidence_and_a_complaint() {
    let shop = Shop::open().await;
    let (record, _phone) = reported(&shop).await;
    let due = read(&shop, "/api/v1/call-backs").await;
    let page = format!("/call-backs/{}", due["calls"][0]["about"].as_str().unwrap());
    let answers = [
        ("reached", "yes"),
        ("satisfied", "yes"),
        ("signature_own", "no"),
    ];
    let made = send(&shop, &page, &page, &answers).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.words());
    assert_eq!(
        made.headers[header::LOCATION],
        format!("/records/{record}#signatures")
    );
    let complaint = only_complaint(&shop).await;
    assert_eq!(complaint["denies_signature"], true);
    assert_eq!(complaint["taken_by"], "office");
    assert!(shop.get("/complaints").await.words().contains("否认签字"));
    let id = complaint["complaint"].as_str().unwrap();
    let page = shop.get(&format!("/complaints/{id}")).await;
    assert!(
        page.html()
            .contains(&format!("/records/{record}#signatures"))
    );
    // The complaint has its own call, in seven days.
    let due = read(&shop, "/api/v1/call-backs").await;
    assert_eq!(due["calls"][0]["rule"], "complaint");
    assert_eq!(due["calls"][0]["about"], complaint["complaint"]);
}
