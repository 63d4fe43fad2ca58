//! Finance: receipts, cash that is handed in, invoices.

use axum::http::StatusCode;
use doorstep_domain::{
    ids::{EntryId, RecordId},
    money::{Currency, Money},
    record::{CashHandedIn, InvoiceAsked, PaymentRefunded, What},
};
use serde_json::{Value, json};

use crate::{
    after_visit::{read, reported, send, tell, tell_as},
    device::Device,
    every_page::assert_well_made,
    shop::Shop,
};

const fn yuan(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::Cny,
    }
}

/// 50 yuan in cash, of which 10 were given back.
fn pays_in_cash(phone: &mut Device, record: RecordId) -> [EntryId; 2] {
    let acceptance = phone
        .record(record)
        .valid_entries()
        .find_map(|(_, entry)| match entry.what {
            What::Payment { acceptance, .. } => Some(acceptance),
            _ => None,
        });
    let payment = phone.happens(
        record,
        What::Payment {
            method: "cash".to_owned(),
            amount: yuan(5_000),
            receipt: "=R-8".to_owned(),
            acceptance: acceptance.unwrap(),
            statement: String::new(),
        },
    );
    let refund = phone.happens(
        record,
        What::PaymentRefunded(PaymentRefunded {
            payment,
            method: "cash".to_owned(),
            amount: yuan(1_000),
            receipt: "R-9".to_owned(),
            reason: "少做一项".to_owned(),
        }),
    );
    [payment, refund]
}

async fn brought(shop: &Shop, phone: &mut Device) {
    shop.clock.move_after(phone.now());
    phone.hand_over(shop).await;
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn cash_is_seen_in_hand_then_handed_in_then_counted() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    let covers = pays_in_cash(&mut phone, record);
    brought(&shop, &mut phone).await;

    // In his hand: what he took less what he gave back, and nothing of what was paid otherwise.
    let held = read(&shop, "/api/v1/money/cash").await;
    assert_eq!(held.as_array().unwrap().len(), 1);
    assert_eq!(
        held[0]["amount"],
        json!({ "minor": 4_000, "currency": "CNY" })
    );
    assert_eq!(
        (&held[0]["person"], &held[0]["pieces"]),
        (&json!("t-zhang"), &json!(2))
    );
    let page = shop.get("/money/cash").await;
    assert_well_made(&page.html(), "zh-CN", "money");
    assert!(page.words().contains("¥40.00"), "{}", page.words());
    let behind = shop.get("/money/cash/t-zhang").await.words();
    assert!(
        behind.contains("¥50.00") && behind.contains("-¥10.00"),
        "{behind}"
    );

    // The month's receipts: every sum opens its rows, and the file holds them all and no formula.
    let receipts = read(&shop, "/api/v1/money/receipts?month=2026-11").await;
    let sums: Vec<_> = receipts["sums"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| (sum["method"].clone(), sum["amount"]["minor"].clone()))
        .collect();
    assert_eq!(
        sums,
        [
            (json!("cash"), json!(4_000)),
            (json!("wechat"), json!(15_600))
        ]
    );
    let page = shop.get("/money/receipts?month=2026-11&method=cash").await;
    assert_well_made(&page.html(), "zh-CN", "money");
    assert!(page.words().contains("尚未上交") && !page.words().contains("R-20261123-07"));
    let file = shop.get("/money/receipts.csv?month=2026-11").await.html();
    assert_eq!(file.lines().count(), 4, "{file}");
    assert!(file.contains(",5000,0,'=R-8,t-zhang,yes"), "{file}");
    assert!(file.contains(",0,1000,R-9,t-zhang,yes"), "{file}");
    let none = shop.get("/money/receipts?month=2026-10").await.words();
    assert!(none.contains("本月没有收支"), "{none}");

    // He hands it in; finance counts a yuan less, and has to say why.
    phone.happens(
        record,
        What::CashHandedIn(CashHandedIn {
            slip: "J-1/a".to_owned(),
            covers: covers.to_vec(),
            amount: yuan(4_000),
        }),
    );
    brought(&shop, &mut phone).await;
    assert_eq!(read(&shop, "/api/v1/money/cash").await, json!([]));
    let slips = read(&shop, "/api/v1/money/slips").await;
    assert_eq!(
        (&slips[0]["slip"], &slips[0]["open_minor"]),
        (&json!("J-1/a"), &json!(4_000))
    );
    let slip = "/money/slip?technician=t-zhang&slip=J-1%2Fa&currency=CNY";
    let shown = shop.get(slip).await;
    assert_well_made(&shown.html(), "zh-CN", "money");
    let name = [
        ("technician", "t-zhang"),
        ("slip", "J-1/a"),
        ("currency", "CNY"),
    ];
    let count = async |fields: &[(&str, &str)]| {
        let fields = [&name[..], fields].concat();
        let answer = send(&shop, slip, "/money/slip", &fields).await;
        (answer.status, answer.words())
    };
    for (fields, status, says) in [
        (
            [("open_minor", "4000"), ("counted", "39"), ("reason", "")],
            422,
            "未填写原因",
        ),
        (
            [("open_minor", "4000"), ("counted", "40"), ("reason", "x")],
            422,
            "未填写原因",
        ),
        (
            [("open_minor", "4000"), ("counted", "4e1"), ("reason", "")],
            422,
            "金额无效",
        ),
        (
            [("open_minor", "3900"), ("counted", "39"), ("reason", "")],
            409,
            "请先看现在的内容",
        ),
    ] {
        let (was, words) = count(&fields).await;
        assert_eq!(was.as_u16(), status, "{fields:?}: {words}");
        assert!(words.contains(says), "{fields:?}: {words}");
    }
    let short = [
        ("open_minor", "4000"),
        ("counted", "39.00"),
        ("reason", "少一元"),
    ];
    assert_eq!(count(&short).await.0, StatusCode::SEE_OTHER);
    assert_eq!(read(&shop, "/api/v1/money/slips").await, json!([]));
    let counted = shop.get(slip).await.words();
    assert!(
        counted.contains("已全部清点") && counted.contains("-¥1.00"),
        "{counted}"
    );
    let again = json!({ "technician": "t-zhang", "slip": "J-1/a", "currency": "CNY",
                        "open_minor": 0, "counted_minor": 0 });
    let again = tell(&shop, "POST", "/api/v1/money/slips", again).await;
    assert_eq!(again, (StatusCode::CONFLICT, json!("changed_meanwhile")));
    let all = shop.get("/money/cash?all=1").await.words();
    assert!(all.contains("J-1/a"), "{all}");
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn an_invoice_is_open_until_its_number_is_noted_and_again_when_it_does_not_stand() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    assert_eq!(read(&shop, "/api/v1/money/invoices").await, json!([]));
    phone.happens(
        record,
        What::InvoiceAsked(InvoiceAsked {
            title: "青禾物业有限公司".to_owned(),
            tax_number: "91310000MA1K35X47C".to_owned(),
            email: "kaipiao@example.com".to_owned(),
            phone: String::new(),
        }),
    );
    brought(&shop, &mut phone).await;
    let due = read(&shop, "/api/v1/money/invoices").await;
    assert_eq!(
        (&due[0]["title"], &due[0]["open_minor"]),
        (&json!("青禾物业有限公司"), &json!(15_600))
    );
    let list = shop.get("/money/invoices").await;
    assert_well_made(&list.html(), "zh-CN", "money");
    assert!(list.words().contains("91310000MA1K35X47C"));

    let page = format!("/money/invoices/{record}");
    assert_well_made(&shop.get(&page).await.html(), "zh-CN", "money");
    let write = async |fields: &[(&str, &str)]| {
        let answer = send(&shop, &page, &page, fields).await;
        (answer.status.as_u16(), answer.words())
    };
    let (status, words) = write(&[
        ("open_minor", "1"),
        ("number", "1"),
        ("written_on", "2026-11-23"),
    ])
    .await;
    assert_eq!(status, 409, "{words}");
    let (status, words) = write(&[
        ("open_minor", "15600"),
        ("number", "2"),
        ("written_on", "2026-12-23"),
    ])
    .await;
    assert_eq!((status, words.contains("日期无效")), (422, true), "{words}");
    let good = [
        ("open_minor", "15600"),
        ("number", "25317000001"),
        ("written_on", "2026-11-23"),
    ];
    assert_eq!(write(&good).await.0, 303);
    assert_eq!(read(&shop, "/api/v1/money/invoices").await, json!([]));
    let written = shop.get("/money/invoices?show=written").await.words();
    assert!(written.contains("25317000001"), "{written}");

    // What is given back afterwards is open below zero: a red invoice.
    let payment = phone
        .record(record)
        .valid_entries()
        .find_map(|(id, entry)| matches!(entry.what, What::Payment { .. }).then_some(id));
    phone.happens(
        record,
        What::PaymentRefunded(PaymentRefunded {
            payment: payment.unwrap(),
            method: "wechat".to_owned(),
            amount: yuan(600),
            receipt: String::new(),
            reason: "配件差价".to_owned(),
        }),
    );
    brought(&shop, &mut phone).await;
    let due = read(&shop, "/api/v1/money/invoices").await;
    assert_eq!(due[0]["open_minor"], json!(-600));
    let same_number = json!({ "record": record, "open_minor": -600, "number": "25317000001", "written_on": "2026-11-23" });
    let same_number = tell(&shop, "POST", "/api/v1/money/invoices", same_number).await;
    assert_eq!(same_number, (StatusCode::CONFLICT, json!("number_used")));

    // The first does not stand: all of it is open again.
    let void = format!("{page}/void");
    let answer = send(
        &shop,
        &page,
        &void,
        &[("invoice", "1"), ("reason", "抬头有误")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    let due = read(&shop, "/api/v1/money/invoices").await;
    assert_eq!(due[0]["open_minor"], json!(15_000));
    let file = shop.get("/money/invoices.csv").await.html();
    assert!(
        file.contains("抬头有误") && file.lines().count() == 2,
        "{file}"
    );
}

#[tokio::test]
async fn who_has_nothing_to_do_with_money_sees_none_of_it() {
    let shop = Shop::open().await;
    let (record, mut phone) = reported(&shop).await;
    pays_in_cash(&mut phone, record);
    brought(&shop, &mut phone).await;
    let store = shop.clerk("store", "store", &[]).await;
    let supervisor = shop.clerk("boss", "supervisor", &[]).await;
    let refused = (StatusCode::FORBIDDEN, json!("not_allowed"));
    for path in ["receipts?month=2026-11", "cash", "slips", "invoices"] {
        let path = format!("/api/v1/money/{path}");
        let told = tell_as(&shop, &store, "GET", &path, Value::Null).await;
        assert_eq!(told, refused, "{path}");
        let told = tell_as(&shop, &supervisor, "GET", &path, Value::Null).await;
        assert_eq!(told.0, StatusCode::OK, "{path}");
    }
    for page in [
        "receipts",
        "cash",
        "cash/t-zhang",
        "slip",
        "invoices",
        "receipts.csv",
    ] {
        let page = shop
            .ask(&format!("/money/{page}"), &[("cookie", &store)])
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    // A supervisor sees, finance counts.
    let count = json!({ "technician": "t-zhang", "slip": "J", "currency": "CNY", "open_minor": 1, "counted_minor": 1 });
    let told = tell_as(&shop, &supervisor, "POST", "/api/v1/money/slips", count).await;
    assert_eq!(told.0, StatusCode::NOT_FOUND);
    let write =
        json!({ "record": record, "open_minor": 1, "number": "1", "written_on": "2026-11-23" });
    let told = tell_as(&shop, &supervisor, "POST", "/api/v1/money/invoices", write).await;
    assert_eq!(told, refused);
}
