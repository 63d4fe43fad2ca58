//! What the office does with a record: settles, corrects, takes back, calls off. By form and by the API, with the same rules.

use axum::http::StatusCode;
use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue, What},
};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{
    after_visit::tell,
    device::Pad,
    shop::{Page, Shop},
    visit,
};

const PHONES: (&str, &str) = ("139-0000-7777", "139-0000-8888");

/// A form of a page, sent as a browser does: with all that stands in it unseen.
async fn send(shop: &Shop, page: &str, typed: &[(&str, &str)]) -> Page {
    let shown = shop.get(page).await.html();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for input in shown.split("<input type=\"hidden\" ").skip(1) {
        let of = |name: &str| {
            let rest = input.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().replace("&quot;", "\"")
        };
        pairs.push((of("name"), of("value")));
    }
    pairs.extend(
        typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    shop.post(page, &pairs).await
}

/// The technician and the office wrote the telephone number apart: 7777 at the door, 8888 at the office.
async fn clash(shop: &Shop) -> (RecordId, crate::device::Device) {
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(shop).await;
    phone.set(record, Field::CustomerPhone, PHONES.0);
    let at_the_office = Edit::Field(Field::CustomerPhone, PHONES.1.into());
    shop.edit(record, vec![at_the_office]).await;
    phone.hand_over(shop).await;
    (record, phone)
}

async fn phone_of(shop: &Shop, record: RecordId) -> Vec<FieldValue> {
    let record = shop.file(record).await.record(&Default::default());
    let reading = &record.fields[&Field::CustomerPhone];
    let values = reading.candidates.iter();
    values.map(|candidate| candidate.value.clone()).collect()
}

#[tokio::test]
async fn a_clash_is_settled_by_a_form_and_the_settlement_undone() {
    let shop = Shop::open().await;
    let (record, _) = clash(&shop).await;
    let whole = format!("/records/{record}");
    let page = format!("{whole}/conflicts/customer_phone");
    let before = shop.get(&whole).await;
    assert!(before.html().contains(&format!("href=\"{page}\"")));
    // What stood before both, A, B, what holds, and the rule.
    let words = shop.get(&page).await.words();
    for expected in [
        "原来： 139-0000-0001",
        PHONES.0,
        PHONES.1,
        "以此为准",
        "以现场维修人员的值为准",
    ] {
        assert!(words.contains(expected), "{expected}: {words}");
    }

    let chosen = format!("\"{}\"", PHONES.1);
    let unreasoned = send(&shop, &page, &[("choice", &chosen), ("reason", " ")]).await;
    assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unreasoned.words().contains("请写明原因"));
    let settled = send(&shop, &page, &[("choice", &chosen), ("reason", "电话核实")]).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.words());
    assert_eq!(phone_of(&shop, record).await, [FieldValue::from(PHONES.1)]);
    let after = shop.get(&whole).await;
    assert!(after.words().contains("电话核实"));
    assert!(!after.html().contains(&format!("href=\"{page}\"")));
    let late = send_stale(&shop, &page, &chosen).await;
    assert_eq!(late, (StatusCode::CONFLICT, json!("no_conflict")));

    // Undone: what held by the rule before it was settled holds again.
    let html = after.html();
    let undo = html
        .split(&format!("href=\"{whole}/entries/"))
        .nth(1)
        .unwrap();
    let undo = format!("{whole}/entries/{}", undo.split('"').next().unwrap());
    assert!(
        shop.get(&undo)
            .await
            .words()
            .contains("恢复裁定之前有效的内容")
    );
    let undone = send(&shop, &undo, &[("reason", "听错了")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.words());
    assert_eq!(phone_of(&shop, record).await, [FieldValue::from(PHONES.0)]);
    let twice = tell(
        &shop,
        "POST",
        &format!("/api/v1{undo}/take-back"),
        json!({ "reason": "再来" }),
    )
    .await;
    assert_eq!(twice, (StatusCode::CONFLICT, json!("taken_back_before")));
}

async fn send_stale(shop: &Shop, page: &str, chosen: &str) -> (StatusCode, Value) {
    let value: Value = serde_json::from_str(chosen).unwrap();
    let body = json!({ "shown": [PHONES.0, PHONES.1], "value": value, "reason": "电话核实" });
    tell(shop, "POST", &format!("/api/v1{page}"), body).await
}

#[tokio::test]
async fn who_was_shown_other_values_than_stand_now_is_told_and_shown_those() {
    let shop = Shop::open().await;
    let (record, _) = clash(&shop).await;
    let api = format!("/api/v1/records/{record}/conflicts/customer_phone");
    let settle =
        |shown: Value, value: &str| json!({ "shown": shown, "value": value, "reason": "核实" });
    let old = tell(
        &shop,
        "POST",
        &api,
        settle(json!([PHONES.0, "139"]), PHONES.0),
    )
    .await;
    assert_eq!(old, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let third = tell(
        &shop,
        "POST",
        &api,
        settle(json!([PHONES.1, PHONES.0]), "139-0000-9999"),
    )
    .await;
    assert_eq!(third.0, StatusCode::NO_CONTENT, "{}", third.1);
    assert_eq!(
        phone_of(&shop, record).await,
        [FieldValue::from("139-0000-9999")]
    );
}

#[tokio::test]
async fn the_second_of_two_who_correct_a_field_is_shown_both() {
    let shop = Shop::open().await;
    let (record, _) = clash(&shop).await;
    // A correction is made of what was shown; the second of two who opened the page at once is shown both.
    let page = format!("/records/{record}/fields/customer_name");
    let api = format!("/api/v1{page}");
    let correct = |shown: Value, value: Value| json!({ "shown": shown, "value": value });
    for (body, expected) in [
        (
            correct(json!(["王秀英"]), json!("")),
            (StatusCode::UNPROCESSABLE_ENTITY, json!("bad_value")),
        ),
        (
            correct(json!(["王秀英"]), json!("王秀英")),
            (StatusCode::UNPROCESSABLE_ENTITY, json!("same_value")),
        ),
        (
            correct(json!(["王秀英"]), json!("王秀瑛")),
            (StatusCode::NO_CONTENT, Value::Null),
        ),
        (
            correct(json!(["王秀英"]), json!("王秀颖")),
            (StatusCode::CONFLICT, json!("changed_meanwhile")),
        ),
    ] {
        assert_eq!(tell(&shop, "POST", &api, body).await, expected);
    }
    let stale = vec![
        ("token".to_owned(), token(&shop, &page).await),
        ("shown".to_owned(), "[\"王秀英\"]".to_owned()),
        ("value".to_owned(), "王秀颖".to_owned()),
    ];
    let refused = shop.post(&page, &stale).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.words().contains("王秀瑛"), "what stands now");
    assert!(
        refused.html().contains("value=\"王秀颖\""),
        "and what was typed"
    );

    // Not here: who goes, and what is given once.
    for (field, expected) in [
        ("assignee", "not_corrected_here"),
        ("number", "not_corrected_here"),
        ("opened_by_outsiders", "not_allowed"),
    ] {
        let api = format!("/api/v1/records/{record}/fields/{field}");
        let refused = tell(&shop, "POST", &api, correct(json!([]), json!("x"))).await;
        assert_eq!(refused.1, expected, "{field}");
    }
    let nowhere = tell(
        &shop,
        "POST",
        &format!("/api/v1/records/{record}/fields/magic"),
        correct(json!([]), json!("x")),
    )
    .await;
    assert_eq!(nowhere.0, StatusCode::NOT_FOUND);
}

async fn token(shop: &Shop, page: &str) -> String {
    let html = shop.get(page).await.html();
    let token = html.split("name=\"token\" value=\"").nth(1).unwrap();
    token.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_correction_of_what_was_signed_says_so_before_and_the_badge_after() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;

    let whole = format!("/records/{record}");
    assert!(!shop.get(&whole).await.words().contains("签字后有改动"));
    // Nobody signed for how the office counts the distance.
    let area = shop.get(&format!("{whole}/fields/area")).await;
    assert!(!area.words().contains("写在已签字的内容里"));
    let page = format!("{whole}/fields/unit_serial");
    let words = shop.get(&page).await.words();
    assert!(words.contains("写在已签字的内容里"), "{words}");
    assert!(
        words.contains("质量验收") && words.contains("签字后有改动"),
        "{words}"
    );
    let corrected = send(&shop, &page, &[("value", "YLWM2405999999")]).await;
    assert_eq!(
        corrected.status,
        StatusCode::SEE_OTHER,
        "{}",
        corrected.words()
    );
    let after = shop.get(&whole).await.words();
    assert!(after.contains("签字后有改动") && after.contains("YLWM2405999999"));
    let audit = shop.get("/audit").await.words();
    assert!(audit.contains("修改维修单"), "{audit}");
}

#[tokio::test]
async fn an_entry_is_taken_back_with_a_reason_but_not_what_the_customer_signed() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let visit = visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;
    let standing = shop.file(record).await.record(&Default::default());
    let sign_off = standing
        .entries
        .iter()
        .find(|(_, reading)| matches!(reading.entry.what, What::SignOff { .. }))
        .map(|(id, _)| *id)
        .unwrap();
    let whole = format!("/records/{record}");
    for kept in [sign_off, visit.fitted] {
        let api = format!("/api/v1{whole}/entries/{kept}/take-back");
        let refused = tell(&shop, "POST", &api, json!({ "reason": "不要了" })).await;
        assert_eq!(
            refused,
            (StatusCode::CONFLICT, json!("not_taken_back_here"))
        );
        let page = shop.get(&format!("{whole}/entries/{kept}")).await;
        assert!(!page.html().contains("name=\"reason\""));
    }
    let report = standing
        .entries
        .iter()
        .find(|(_, reading)| matches!(reading.entry.what, What::Report { .. }))
        .map(|(id, _)| *id)
        .unwrap();
    let page = format!("{whole}/entries/{report}");
    let done = send(&shop, &page, &[("reason", "报告填错了单")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let after = shop.file(record).await.record(&Default::default());
    assert!(after.voided().contains(&report));
    assert!(shop.get(&whole).await.words().contains("报告填错了单"));
}

#[tokio::test]
async fn a_record_is_called_off_once_and_not_behind_somebodys_back() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let whole = format!("/records/{record}");
    let page = format!("{whole}/cancellation");
    let api = format!("/api/v1{whole}/cancel");
    let stale = tell(
        &shop,
        "POST",
        &api,
        json!({ "status": "reported", "reason": "用户取消" }),
    )
    .await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let done = send(&shop, &page, &[("reason", "用户来电取消")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let after = shop.get(&whole).await.words();
    assert!(
        after.contains("× 已取消") && after.contains("用户来电取消"),
        "{after}"
    );
    let twice = tell(
        &shop,
        "POST",
        &api,
        json!({ "status": "cancelled", "reason": "用户取消" }),
    )
    .await;
    assert_eq!(twice, (StatusCode::CONFLICT, json!("cancelled")));
    assert!(!shop.get(&page).await.html().contains("name=\"reason\""));
}

#[tokio::test]
async fn the_forms_are_pages_like_all_others() {
    let shop = Shop::open().await;
    let (record, _) = clash(&shop).await;
    for part in [
        "conflicts/customer_phone",
        "fields/customer_name",
        "fields/payer_class",
        "fields/unit_kind",
        "fields/purchased_on",
        "fields/office_note",
        "cancellation",
    ] {
        let path = format!("/records/{record}/{part}");
        for (page, language) in [
            (shop.get(&path).await, "zh-CN"),
            (shop.get_in_english(&path).await, "en"),
        ] {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            crate::every_page::assert_well_made(&page.html(), language, &path);
        }
    }
    for part in [
        "conflicts/customer_name",
        "fields/assignee",
        "fields/magic",
        "entries/nothing",
    ] {
        let page = shop.get(&format!("/records/{record}/{part}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{part}");
    }
}
