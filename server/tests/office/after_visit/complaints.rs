//! Complaints from the first word to the last.

use axum::http::StatusCode;
use doorstep_domain::record::{DamageRecorded, Gravity, What};
use serde_json::{Value, json};

use super::{address, complaint, only_complaint, read, reported, send, tell};
use crate::shop::Shop;

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_complaint_passes_its_chain_word_by_word() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    phone.happens(record, complaint(Gravity::Ordinary));
    phone.hand_over(&shop).await;
    let taken = only_complaint(&shop).await;
    assert_eq!(taken["taken_by"], "t-zhang");
    assert_eq!(taken["lacks"], json!(["not_approved"]));
    let close =
        json!({ "version": taken["version"], "words": "可以了", "is_services_fault": true });
    let early = tell(&shop, "POST", &address(&taken, "/close"), close).await;
    assert_eq!(early, (StatusCode::CONFLICT, json!("lacks")));

    // 499 yuan need no insurer.
    let offer = |version: &Value, minor: i64| json!({ "version": version, "remedy": "compensation", "words": "赔偿地板", "compensation_minor": minor });
    let offered = tell(
        &shop,
        "POST",
        &address(&taken, "/offer"),
        offer(&taken["version"], 49_900),
    )
    .await;
    assert_eq!(offered.0, StatusCode::NO_CONTENT, "{}", offered.1);
    let stale = tell(
        &shop,
        "POST",
        &address(&taken, "/offer"),
        offer(&taken["version"], 100),
    )
    .await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let standing = only_complaint(&shop).await;
    assert_eq!(standing["approval"]["next_post"], "supervisor");
    assert_eq!(standing["lacks"], json!(["not_approved"]));
    let running = tell(
        &shop,
        "POST",
        &address(&taken, "/offer"),
        offer(&standing["version"], 100),
    )
    .await;
    assert_eq!(running, (StatusCode::CONFLICT, json!("approval_runs")));

    let say = |after: u64, word: &str, reason: &str| json!({ "after": after, "word": word, "reason": reason });
    for (body, expected) in [
        (say(0, "sent_back", "再核实"), "not_now"),
        (say(0, "refused", ""), "no_reason"),
        (say(1, "agreed", ""), "spoken_meanwhile"),
    ] {
        let refused = tell(&shop, "POST", &address(&taken, "/word"), body).await;
        assert_eq!(refused.1, expected);
    }
    let page = format!("/complaints/{}", taken["complaint"].as_str().unwrap());
    let word = format!("{page}/word");
    let words = shop.get(&page).await.words();
    assert!(words.contains("意见来自 维修主管"), "{words}");
    let agreed = send(&shop, &page, &word, &[("word", "agreed")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.words());
    let back = tell(
        &shop,
        "POST",
        &address(&taken, "/word"),
        say(1, "sent_back", "金额太低"),
    )
    .await;
    assert_eq!(back.0, StatusCode::NO_CONTENT, "{}", back.1);
    assert_eq!(
        only_complaint(&shop).await["approval"]["next_post"],
        "supervisor"
    );
    let refused = tell(
        &shop,
        "POST",
        &address(&taken, "/word"),
        say(2, "refused", "重新提出"),
    )
    .await;
    assert_eq!(refused.0, StatusCode::NO_CONTENT);
    let standing = only_complaint(&shop).await;
    assert_eq!(standing["approval"]["is_granted"], false);

    // From 500 yuan the insurer is told, whatever the chain says.
    tell(
        &shop,
        "POST",
        &address(&taken, "/offer"),
        offer(&standing["version"], 50_000),
    )
    .await;
    for after in 0..2 {
        tell(
            &shop,
            "POST",
            &address(&taken, "/word"),
            say(after, "agreed", ""),
        )
        .await;
    }
    let standing = only_complaint(&shop).await;
    assert_eq!(standing["approval"]["is_granted"], true);
    assert_eq!(standing["lacks"], json!(["insurer_not_told", "not_paid"]));
    let told = json!({ "version": standing["version"], "number": "PICC-1" });
    let told = tell(&shop, "POST", &address(&taken, "/insurer"), told).await;
    assert_eq!(told.0, StatusCode::NO_CONTENT, "{}", told.1);
    assert_eq!(only_complaint(&shop).await["lacks"], json!(["not_paid"]));
    let page = shop.get(&page).await.words();
    for words in ["PICC-1", "金额太低", "通知保险公司", "已批准"] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_dealers_complaint_without_a_record_is_answered_by_posts_outside() {
    let shop = Shop::open().await;
    let dealer = |gravity: &str, name: &str| json!({ "complainant": "dealer", "gravity": gravity, "about": "同批机器三台噪音大", "name": name, "phone": "0311-5550000" });
    for (body, code) in [
        (dealer("injury", "恒信电器"), "needs_record"),
        (dealer("ordinary", ""), "empty"),
        (
            json!({ "record": "X-9", "complainant": "customer", "gravity": "ordinary", "about": "吵" }),
            "no_record",
        ),
    ] {
        assert_eq!(
            tell(&shop, "POST", "/api/v1/complaints", body).await.1,
            code
        );
    }
    let taken = tell(
        &shop,
        "POST",
        "/api/v1/complaints",
        dealer("ordinary", "恒信电器"),
    )
    .await;
    assert_eq!(taken.0, StatusCode::OK, "{}", taken.1);
    let taken = only_complaint(&shop).await;
    let offer =
        json!({ "version": taken["version"], "remedy": "explanation", "words": "派人检测" });
    tell(&shop, "POST", &address(&taken, "/offer"), offer).await;
    let say = |after: u64, by: &str| json!({ "after": after, "word": "agreed", "said_by": by });
    let nobody = tell(&shop, "POST", &address(&taken, "/word"), say(0, " ")).await;
    assert_eq!(nobody.1, "nobody_said_it");
    for (after, by) in [(0, "周经理"), (1, ""), (2, "陈副总")] {
        let said = tell(&shop, "POST", &address(&taken, "/word"), say(after, by)).await;
        assert_eq!(said.0, StatusCode::NO_CONTENT, "{}", said.1);
    }
    let agreed = only_complaint(&shop).await;
    let posts: Vec<&str> = agreed["approval"]["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word["post"].as_str().unwrap())
        .collect();
    assert_eq!(posts, ["sales_office", "centre", "deputy_director"]);
    let wordless =
        json!({ "version": agreed["version"], "words": " ", "is_services_fault": false });
    assert_eq!(
        tell(&shop, "POST", &address(&taken, "/close"), wordless)
            .await
            .1,
        "empty"
    );
    let close = json!({ "version": agreed["version"], "words": "同意检测安排", "is_services_fault": false });
    assert_eq!(
        tell(&shop, "POST", &address(&taken, "/close"), close)
            .await
            .0,
        StatusCode::NO_CONTENT
    );
    assert!(
        shop.get("/complaints")
            .await
            .words()
            .contains("这里没有投诉")
    );
    assert!(
        shop.get("/complaints?show=all")
            .await
            .words()
            .contains("恒信电器")
    );

    // He is not content after all: open again, and what was offered counts no longer.
    let due = read(&shop, "/api/v1/call-backs").await;
    let about = due["calls"][0]["about"].as_str().unwrap();
    let call =
        json!({ "is_reached": true, "answers": { "satisfied": false }, "note": "检测没来人" });
    let called = tell(&shop, "POST", &format!("/api/v1/call-backs/{about}"), call).await;
    assert_eq!(called.0, StatusCode::OK, "{}", called.1);
    let open = only_complaint(&shop).await;
    assert_eq!(open["lacks"], json!(["not_approved"]));
    assert_eq!(open["steps"][2]["deed"], "reopened");
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_crisis_needs_its_agreement_and_the_insurer_hears_of_the_damage() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    phone.happens(record, complaint(Gravity::Damage));
    phone.happens(
        record,
        What::DamageRecorded(DamageRecorded {
            statement: "d".repeat(64),
            thing: "木地板".to_owned(),
            how: "进水管脱落".to_owned(),
            price: Some(doorstep_domain::money::Money {
                minor: 80_000,
                currency: doorstep_domain::money::Currency::Cny,
            }),
            signer: "王秀英".to_owned(),
        }),
    );
    phone.hand_over(&shop).await;
    let taken = only_complaint(&shop).await;
    assert_eq!(
        taken["lacks"],
        json!([
            "not_approved",
            "insurer_not_told",
            "agreement_not_signed",
            "not_paid"
        ])
    );
    assert!(shop.get("/complaints").await.words().contains("重大"));
    let told = json!({ "version": taken["version"], "number": "" });
    let told = tell(&shop, "POST", &address(&taken, "/insurer"), told).await;
    assert_eq!(told.0, StatusCode::NO_CONTENT, "{}", told.1);
    let standing = only_complaint(&shop).await;
    assert_eq!(
        standing["lacks"],
        json!(["not_approved", "agreement_not_signed", "not_paid"])
    );
    let file = shop
        .file(record)
        .await
        .record(&doorstep_replica::Roster::default());
    assert!(
        file.valid_entries()
            .any(|(_, entry)| matches!(entry.what, What::InsurerTold(_))),
        "the record says so"
    );
    let twice = json!({ "version": standing["version"] });
    assert_eq!(
        tell(&shop, "POST", &address(&taken, "/insurer"), twice)
            .await
            .1,
        "nothing_to_tell"
    );
    let again = json!({ "version": standing["version"], "reason": "仍不排水" });
    let again = tell(&shop, "POST", &address(&taken, "/second-service"), again).await;
    assert_eq!(again.0, StatusCode::NO_CONTENT, "{}", again.1);

    // Taken back at the door: it is out of the list, and says so.
    phone.read(&shop).await;
    let entry = taken["complaint"].as_str().unwrap().parse().unwrap();
    phone.happens(
        record,
        What::Void {
            entry,
            reason: "记错用户".to_owned(),
        },
    );
    phone.hand_over(&shop).await;
    assert_eq!(
        read(&shop, "/api/v1/complaints").await["complaints"],
        json!([])
    );
    assert!(
        shop.get("/complaints?show=all")
            .await
            .words()
            .contains("已撤回")
    );
}
