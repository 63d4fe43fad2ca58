//! What goes to quality at once, whatever the count.

use axum::http::StatusCode;
use doorstep_domain::record::{Field, Gravity};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{
    after_visit::{complaint, read, reported, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

/// The notices as `number reason cause`, the oldest first.
async fn raised(shop: &Shop) -> Vec<String> {
    let notices = read(shop, "/api/v1/quality/notices?all=true").await;
    let mut told: Vec<String> = notices
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| {
            let word = |name: &str| notice[name].as_str().unwrap().to_owned();
            format!("{} {} {}", word("number"), word("reason"), word("cause"))
        })
        .collect();
    told.reverse();
    told
}

async fn fault(
    shop: &Shop,
    number: &str,
    model: &str,
    cause: &str,
) -> doorstep_domain::ids::RecordId {
    let fields = [(Field::UnitModel, model), (Field::FaultCode, cause)];
    shop.intake(number, &fields).await
}

fn cause(code: &str) -> Vec<Edit> {
    vec![Edit::Field(Field::FaultCode, code.into())]
}

#[tokio::test]
async fn a_cause_that_no_record_of_the_model_named_before_goes_to_quality_once() {
    let shop = Shop::open().await;
    let first = fault(&shop, "A-1", "M1", "F1").await;
    fault(&shop, "A-2", "M1", "F1").await;
    fault(&shop, "A-3", "M2", "F1").await;
    let later = fault(&shop, "A-4", "M1", "").await;
    assert_eq!(raised(&shop).await, ["A-1 first F1", "A-3 first F1"]);
    // What is found only at the door counts as well, and what is written again brings nothing new.
    shop.edit(later, cause("F2")).await;
    shop.edit(
        later,
        vec![Edit::Field(Field::CustomerPhone, "139-0000-7777".into())],
    )
    .await;
    shop.edit(later, cause("F1")).await;
    shop.edit(later, cause("F2")).await;
    let all = ["A-1 first F1", "A-3 first F1", "A-4 first F2"];
    assert_eq!(raised(&shop).await, all);
    // The record says otherwise now; the notice stands, and says so.
    shop.edit(first, cause("F3")).await;
    let notices = read(&shop, "/api/v1/quality/notices?all=true").await;
    let number = notices.as_array().unwrap().last().unwrap()["notice"]
        .as_i64()
        .unwrap();
    let page = shop
        .get(&format!("/quality/notices/{number}"))
        .await
        .words();
    assert!(page.contains("维修单现在写的是另一原因"), "{page}");
}

#[tokio::test]
async fn every_record_with_a_safety_defect_goes_to_quality_whatever_the_count() {
    let shop = Shop::open().await;
    fault(&shop, "A-1", "M1", "LEAK").await;
    fault(&shop, "A-2", "M1", "LEAK").await;
    let called = tell(
        &shop,
        "PUT",
        "/api/v1/quality/safety-causes/LEAK",
        Value::Null,
    )
    .await;
    assert_eq!(called.0, StatusCode::NO_CONTENT, "{}", called.1);
    fault(&shop, "A-3", "M1", "LEAK").await;
    fault(&shop, "A-4", "M1", "LEAK").await;
    let mut all = vec!["A-1 first LEAK", "A-3 safety LEAK", "A-4 safety LEAK"];
    assert_eq!(raised(&shop).await, all);
    let page = "/quality/notices";
    let back = [("cause", "LEAK"), ("do", "safe")];
    let back = send(&shop, page, "/quality/causes", &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    fault(&shop, "A-5", "M1", "LEAK").await;
    assert_eq!(raised(&shop).await, all);
    assert_eq!(
        read(&shop, "/api/v1/quality/safety-causes").await,
        json!([])
    );

    // Somebody was hurt, whatever the cause; that the press asks says nothing of the unit.
    let harmed = Shop::open().await;
    let (record, mut phone) = reported(&harmed).await;
    phone.happens(record, complaint(Gravity::Press));
    phone.hand_over(&harmed).await;
    let known = raised(&harmed).await.len();
    phone.happens(record, complaint(Gravity::Injury));
    phone.hand_over(&harmed).await;
    let told = raised(&harmed).await;
    assert_eq!(told.len(), known + 1);
    assert!(told.last().unwrap().starts_with("A-1 safety"), "{told:?}");

    let hand = json!({ "record": "A-2", "words": "外壳带电，用户被电到" });
    let told = tell(&shop, "POST", "/api/v1/quality/notices", hand.clone()).await;
    assert_eq!(told.0, StatusCode::OK, "{}", told.1);
    all.push("A-2 safety LEAK");
    assert_eq!(raised(&shop).await, all);
    let again = tell(&shop, "POST", "/api/v1/quality/notices", hand).await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("told_already")));
    for (body, code) in [
        (json!({ "record": "X-9", "words": "带电" }), "no_record"),
        (json!({ "record": "A-1", "words": " " }), "empty"),
    ] {
        let refused = tell(&shop, "POST", "/api/v1/quality/notices", body).await;
        assert_eq!(refused.1, code);
    }
}

#[tokio::test]
async fn of_two_who_answer_a_notice_the_second_is_told() {
    let shop = Shop::open().await;
    fault(&shop, "A-1", "M1", "F1").await;
    let open = "/api/v1/quality/notices";
    let notice = read(&shop, open).await[0].clone();
    let number = notice["notice"].as_i64().unwrap();
    let page = format!("/quality/notices/{number}");
    for address in [open.replace("/api/v1", ""), page.clone()] {
        for (shown, language) in [
            (shop.get(&address).await, "zh-CN"),
            (shop.get_in_english(&address).await, "en"),
        ] {
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            assert_well_made(&shown.html(), language, &address);
        }
    }
    let to = format!("{page}/answer");
    let fields = [
        ("outcome", "to_factory"),
        ("words", "密封圈配方有误，已报工厂"),
    ];
    let wordless = send(&shop, &page, &to, &[("outcome", "watched"), ("words", " ")]).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wordless.words().contains("必填内容为空"),
        "{}",
        wordless.words()
    );
    let answered = send(&shop, &page, &to, &fields).await;
    assert_eq!(
        answered.status,
        StatusCode::SEE_OTHER,
        "{}",
        answered.words()
    );
    let stale = json!({ "version": 0, "outcome": "no_defect", "words": "误报" });
    let stale = tell(&shop, "POST", &format!("/api/v1{to}"), stale).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    assert_eq!(read(&shop, open).await, json!([]), "nothing waits any more");
    let words = shop.get(&page).await.words();
    assert!(
        words.contains("转工厂整改") && words.contains("密封圈配方有误"),
        "{words}"
    );
    let missing = tell(&shop, "GET", "/api/v1/quality/notices/999", Value::Null).await;
    assert_eq!(missing.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn notices_are_for_quality_and_for_the_stations_that_one_works_for() {
    let shop = Shop::open().await;
    for station in ["east", "west"] {
        let station = json!({ "station": station, "name": station });
        tell(&shop, "POST", "/api/v1/stations", station).await;
    }
    let west = shop.clerk("q-west", "quality", &["west"]).await;
    let supervisor = shop.clerk("s-1", "supervisor", &[]).await;
    let reception = shop.clerk("r-1", "reception", &[]).await;
    fault(&shop, "A-1", "M1", "F1").await;
    let zhang = read(&shop, "/api/v1/people/t-zhang").await;
    let zhang =
        json!({ "version": zhang["version"], "name": "张伟", "roles": [], "stations": ["east"] });
    let moved = tell(&shop, "PUT", "/api/v1/people/t-zhang", zhang).await;
    assert_eq!(moved.0, StatusCode::NO_CONTENT, "{}", moved.1);
    fault(&shop, "A-2", "M1", "F2").await;
    let seen = async |cookie: &str| {
        let listed = tell_as(&shop, cookie, "GET", "/api/v1/quality/notices", Value::Null).await;
        let numbers = listed
            .1
            .as_array()?
            .iter()
            .map(|notice| notice["number"].clone());
        Some(numbers.collect::<Vec<_>>())
    };
    assert_eq!(
        seen(&supervisor).await,
        Some(vec![json!("A-2"), json!("A-1")])
    );
    let his = seen(&west).await.unwrap();
    assert!(
        !his.contains(&json!("A-2")),
        "what belongs to the east is not his: {his:?}"
    );
    assert_eq!(seen(&reception).await, None, "it is no page of hers");
    let number = read(&shop, "/api/v1/quality/notices").await[0]["notice"].clone();
    let answer = json!({ "version": 0, "outcome": "watched", "words": "跟踪" });
    let to = format!("/api/v1/quality/notices/{number}/answer");
    for cookie in [&west, &supervisor, &reception] {
        let refused = tell_as(&shop, cookie, "POST", &to, answer.clone()).await;
        assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
    }
    let other = tell_as(
        &shop,
        &west,
        "GET",
        &format!("/api/v1/quality/notices/{number}"),
        Value::Null,
    )
    .await;
    assert_eq!(other.0, StatusCode::FORBIDDEN, "A-2 is not his");
}
