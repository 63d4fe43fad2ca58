//! Tools that are issued and kept, and expenses that are claimed.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_tool_is_issued_comes_back_and_is_written_off() {
    let shop = Shop::open().await;
    let _phone = shop.device("t-zhang", "张工的手机", 1).await;
    for address in ["/tools", "/tools?due=1"] {
        assert_well_made(&shop.get(address).await.html(), "zh-CN", address);
    }
    let meter = [
        ("number", "Y-001"),
        ("name", "=万用表"),
        ("serial", "F-17"),
        ("calibrated_until", "2026-12-01"),
        ("station", ""),
    ];
    let registered = send(&shop, "/tools", "/tools", &meter).await;
    assert_eq!(
        registered.status,
        StatusCode::SEE_OTHER,
        "{}",
        registered.words()
    );
    let again = send(&shop, "/tools", "/tools", &meter).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.words().contains("编号已被其他工具使用"),
        "{}",
        again.words()
    );
    let ladder = json!({ "number": "T-009", "name": "人字梯" });
    let ladder = tell(&shop, "POST", "/api/v1/tools", ladder).await;
    assert_eq!(ladder.0, StatusCode::OK, "{}", ladder.1);

    // Its calibration ends within thirty days: it stands apart, and the ladder, which measures nothing, does not.
    let due = shop.get("/tools?due=1").await.words();
    assert!(due.contains("Y-001") && !due.contains("T-009"), "{due}");

    let page = "/tools/1";
    assert_well_made(&shop.get(page).await.html(), "zh-CN", page);
    let movements = "/tools/1/movements";
    let go = async |fields: &[(&str, &str)]| {
        let answer = send(&shop, page, movements, fields).await;
        (answer.status.as_u16(), answer.words())
    };
    let nobody = go(&[("version", "1"), ("kind", "issued"), ("holder", "t-nobody")]).await;
    assert_eq!((nobody.0, nobody.1.contains("没有此人")), (422, true));
    assert_eq!(
        go(&[("version", "1"), ("kind", "returned"), ("words", "好")])
            .await
            .0,
        409
    );
    assert_eq!(
        go(&[("kind", "issued"), ("holder", "t-zhang")]).await.0,
        303
    );
    let stale = json!({ "version": 1, "kind": "lost", "words": "不见了" });
    let stale = tell(&shop, "POST", "/api/v1/tools/1/movements", stale).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let his = read(&shop, "/api/v1/tools?holder=t-zhang").await;
    assert_eq!(
        (his.as_array().unwrap().len(), &his[0]["number"]),
        (1, &json!("Y-001"))
    );

    // It comes back in a state, is lost, turns up again, and is thrown away for good.
    let wordless = go(&[("kind", "returned"), ("words", "")]).await;
    assert_eq!(
        (wordless.0, wordless.1.contains("请填写状况或原因")),
        (422, true)
    );
    for (kind, words) in [
        ("returned", "表笔破损"),
        ("lost", "盘点时不见"),
        ("returned", "在旧车里找到"),
        ("scrapped", "已不准"),
    ] {
        let (status, said) = go(&[("kind", kind), ("words", words)]).await;
        assert_eq!(status, 303, "{kind}: {said}");
    }
    let told = read(&shop, "/api/v1/tools/1").await;
    assert_eq!(told["place"], json!("scrapped"));
    let kinds: Vec<_> = told["movements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["scrapped", "returned", "lost", "returned", "issued"]
    );
    assert!(
        !shop.get(page).await.html().contains(movements),
        "nothing moves what is gone"
    );
    let back = json!({ "version": told["version"], "kind": "returned", "words": "修好" });
    let back = tell(&shop, "POST", "/api/v1/tools/1/movements", back).await;
    assert_eq!(back, (StatusCode::CONFLICT, json!("not_there")));
    // What is gone is due no more.
    assert!(!shop.get("/tools?due=1").await.words().contains("Y-001"));

    let change = json!({ "version": told["version"],
                         "tool": { "number": "Y-001", "name": "万用表", "calibrated_until": "2026-02-30" } });
    let change = tell(&shop, "PUT", "/api/v1/tools/1", change).await;
    assert_eq!(change, (StatusCode::UNPROCESSABLE_ENTITY, json!("bad_day")));
    let file = shop.get("/tools.csv").await.html();
    assert!(
        file.contains("Y-001,'=万用表,F-17,2026-12-01,,scrapped,"),
        "{file}"
    );
    let finance = shop.clerk("money", "finance", &[]).await;
    let refused = tell_as(&shop, &finance, "GET", "/api/v1/tools", Value::Null).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, json!("not_allowed")));
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn an_expense_needs_another_pair_of_eyes_before_it_is_paid() {
    let shop = Shop::open().await;
    let _phone = shop.device("t-zhang", "张工的手机", 1).await;
    shop.intake("A-1", &[]).await;
    let finance = shop.clerk("cai", "finance", &[]).await;
    assert_well_made(&shop.get("/expenses").await.html(), "zh-CN", "/expenses");
    let parking = |more: Value| {
        let mut claim = json!({ "person": "t-zhang", "day": "2026-11-20", "kind": "parking", "amount_minor": 3_250,
                                "words": "停车", "record_number": "A-1" });
        for (name, value) in more.as_object().unwrap() {
            claim[name] = value.clone();
        }
        claim
    };
    for (more, code) in [
        (json!({ "person": "t-nobody" }), "no_person"),
        (json!({ "amount_minor": 0 }), "bad_amount"),
        (json!({ "day": "2026-11-31" }), "bad_day"),
        (json!({ "day": "2027-01-01" }), "bad_day"),
        (json!({ "words": " " }), "no_words"),
        (json!({ "record_number": "A-2" }), "no_record"),
    ] {
        let told = tell_as(&shop, &finance, "POST", "/api/v1/expenses", parking(more)).await;
        assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, json!(code)));
    }
    for _ in 0..2 {
        let told = tell_as(
            &shop,
            &finance,
            "POST",
            "/api/v1/expenses",
            parking(json!({})),
        )
        .await;
        assert_eq!(told.0, StatusCode::OK, "{}", told.1);
    }

    // Who entered it may refuse it, not approve it; nothing is paid before somebody approved it.
    let decision = "/api/v1/expenses/1/decision";
    let own = tell_as(
        &shop,
        &finance,
        "POST",
        decision,
        json!({ "is_approved": true }),
    )
    .await;
    assert_eq!(own, (StatusCode::FORBIDDEN, json!("own_claim")));
    let early = tell_as(
        &shop,
        &finance,
        "POST",
        "/api/v1/expenses/1/payment",
        json!({ "paid_on": "2026-11-23" }),
    )
    .await;
    assert_eq!(early, (StatusCode::CONFLICT, json!("not_now")));
    let page = "/expenses/1";
    assert_well_made(&shop.get(page).await.html(), "zh-CN", page);
    let approved = send(
        &shop,
        page,
        "/expenses/1/decision",
        &[("decision", "approve")],
    )
    .await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.words()
    );
    let before = send(
        &shop,
        page,
        "/expenses/1/payment",
        &[("paid_on", "2026-11-19")],
    )
    .await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY);
    let paid = send(
        &shop,
        page,
        "/expenses/1/payment",
        &[("paid_on", "2026-11-23")],
    )
    .await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER, "{}", paid.words());
    let wordless = tell(
        &shop,
        "POST",
        "/api/v1/expenses/2/decision",
        json!({ "is_approved": false }),
    )
    .await;
    assert_eq!(
        wordless,
        (StatusCode::UNPROCESSABLE_ENTITY, json!("no_words"))
    );
    let refusal = json!({ "is_approved": false, "reason": "同一张凭证" });
    let refused = tell_as(
        &shop,
        &finance,
        "POST",
        "/api/v1/expenses/2/decision",
        refusal,
    )
    .await;
    assert_eq!(refused.0, StatusCode::NO_CONTENT);

    // Each sum opens its claims, and the file has what the page has.
    let told = read(&shop, "/api/v1/expenses?month=2026-11").await;
    let sums: Vec<_> = told["sums"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| {
            (
                sum["state"].clone(),
                sum["amount"]["minor"].clone(),
                sum["rows"].clone(),
            )
        })
        .collect();
    assert_eq!(
        sums,
        [
            (json!("paid"), json!(3_250), json!(1)),
            (json!("refused"), json!(3_250), json!(1))
        ]
    );
    let list = shop.get("/expenses").await.html();
    assert!(
        list.contains("/expenses?person=t-zhang&amp;state=paid"),
        "{list}"
    );
    let file = shop.get("/expenses.csv?state=refused").await.html();
    assert!(
        file.lines().count() == 2 && file.contains("refused,cai,同一张凭证,"),
        "{file}"
    );
    assert!(
        shop.get("/expenses?month=2026-10")
            .await
            .words()
            .contains("没有报销")
    );
    let store = shop.clerk("store", "store", &[]).await;
    let nothing = tell_as(&shop, &store, "GET", "/api/v1/expenses", Value::Null).await;
    assert_eq!(nothing, (StatusCode::FORBIDDEN, json!("not_allowed")));
}
