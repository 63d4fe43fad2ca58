//! Records for other programs, and what of a record those do not see who work by number and unit.

use axum::http::StatusCode;
use doorstep_domain::{
    ids::RecordId,
    record::{Field, What},
};
use serde_json::{Value, json};

use crate::{after_visit::tell, device::Pad, shop::Shop, visit};

/// What only those may read who see customers and money.
const HIDDEN: [&str; 7] = [
    "王秀英",
    "139-0000",
    "解放路",
    "¥156",
    "15600",
    "师傅很细心",
    "微信支付",
];

async fn worked_through(shop: &Shop) -> RecordId {
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.set(record, Field::CustomerPhone, "139-0000-7777");
    phone.hand_over(shop).await;
    record
}

#[tokio::test]
async fn a_record_is_told_as_its_page_shows_it() {
    let shop = Shop::open().await;
    let record = worked_through(&shop).await;
    let (status, told) = tell(
        &shop,
        "GET",
        &format!("/api/v1/records/{record}"),
        Value::Null,
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let by_number = tell(&shop, "GET", "/api/v1/records/D1-20261123-001", Value::Null).await;
    assert_eq!(by_number.1, told);
    assert_eq!(told["status"], "reported");
    assert_eq!(told["is_cut"], false);
    assert_eq!(told["fields"]["customer_phone"]["value"], "139-0000-7777");
    assert_eq!(told["texts"]["symptom"], "洗到一半不排水，有糊味");
    assert_eq!(told["statements"][0]["verdict"], "changed");
    let newest = &told["history"][0];
    assert_eq!(
        newest["what"][0],
        json!({ "changed": "field", "field": "customer_phone", "old": "139-0000-0001", "new": "139-0000-7777" })
    );
    // A claim, in the offset in which the device showed it; and the server's own.
    assert!(newest["claimed_at"].as_str().unwrap().ends_with("+08:00"));
    assert!(newest["received_at"].as_str().unwrap().ends_with('Z'));
    let paid = told["entries"].as_array().unwrap().iter();
    assert_eq!(
        paid.filter(|entry| entry["what"]["kind"] == "payment")
            .count(),
        1
    );
    let nothing = tell(&shop, "GET", "/api/v1/records/nothing", Value::Null).await;
    assert_eq!(nothing.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_of_the_office_changed_a_field_stands_in_the_history() {
    let mut shop = Shop::open().await;
    let record = worked_through(&shop).await;
    shop.sign_in_as("d-zhou", "dispatcher").await;
    let address = format!("/api/v1/records/{record}/fields/customer_name");
    let body = json!({ "shown": ["王秀英"], "value": "王秀瑛" });
    let done = tell(&shop, "POST", &address, body).await;
    assert_eq!(done.0, StatusCode::NO_CONTENT, "{}", done.1);
    let (_, told) = tell(
        &shop,
        "GET",
        &format!("/api/v1/records/{record}"),
        Value::Null,
    )
    .await;
    assert_eq!(told["history"][0]["person"], "d-zhou");
    let page = shop.get(&format!("/records/{record}")).await.words();
    let history = page.split("修改经过").last().unwrap();
    assert!(history.contains("( d-zhou )"), "{history}");
}

#[tokio::test]
async fn the_list_is_told_in_pages_and_filtered_as_on_its_page() {
    let shop = Shop::open().await;
    for number in 0..55 {
        shop.clock.move_by(1);
        let name = if number == 7 { "赵一" } else { "王秀英" };
        shop.intake(&format!("A-{number}"), &[(Field::CustomerName, name)])
            .await;
    }
    let read = async |query: &str| {
        tell(
            &shop,
            "GET",
            &format!("/api/v1/records{query}"),
            Value::Null,
        )
        .await
    };
    let first = read("").await.1;
    let after = first["next"].as_str().unwrap().to_owned();
    let second = read(&format!("?after={after}")).await.1;
    let counts = [&first, &second].map(|page| page["records"].as_array().unwrap().len());
    assert_eq!(counts, [50, 5]);
    assert_eq!(second["next"], Value::Null);
    assert_eq!(first["records"][0]["number"], "A-54");
    assert_eq!(second["records"][0]["number"], "A-4");
    let found = read("?q=%E8%B5%B5%E4%B8%80").await.1;
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    assert_eq!(found["records"][0]["customer"]["name"], "赵一");
    assert_eq!(read("?queue=conflicts").await.1["records"], json!([]));
    for wrong in ["?queue=magic", "?after=soon"] {
        assert_eq!(read(wrong).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn the_store_and_quality_see_neither_customer_nor_money_anywhere() {
    let mut shop = Shop::open().await;
    let record = worked_through(&shop).await;
    let whole = format!("/records/{record}");
    let all = shop.get(&whole).await.words();
    let shown = [
        "王秀英",
        "139-0000",
        "解放路",
        "¥156",
        "师傅很细心",
        "微信支付",
    ];
    for words in shown {
        assert!(all.contains(words), "the office sees {words}");
    }
    let api = format!("/api/v1/records/{record}");
    let standing = shop.file(record).await.record(&Default::default());
    let signed = tell(&shop, "GET", &api, Value::Null).await.1["statements"][0]["digest"].clone();
    let signed = signed.as_str().unwrap().to_owned();
    let paid = standing
        .entries
        .iter()
        .find(|(_, reading)| matches!(reading.entry.what, What::Payment { .. }))
        .map(|(id, _)| *id)
        .unwrap();
    for (person, role) in [("b-he", "store"), ("q-lin", "quality")] {
        shop.log_in().await;
        shop.sign_in_as(person, role).await;
        let page = shop.get(&whole).await;
        assert_eq!(page.status, StatusCode::OK);
        let (html, told) = (page.html(), tell(&shop, "GET", &api, Value::Null).await.1);
        let list = shop.get("/").await.html();
        let listed = tell(&shop, "GET", "/api/v1/records", Value::Null).await.1;
        for text in [&html, &told.to_string(), &list, &listed.to_string()] {
            for words in HIDDEN {
                assert!(!text.contains(words), "{role} sees {words}");
            }
        }
        // What they work by is all there, and where the visit stands is what it is.
        for words in [
            "YLWM2405000001",
            "排水泵烧毁",
            "PP26110087",
            "■ 已汇报",
            "签字后有改动",
            "不对您显示",
        ] {
            assert!(page.words().contains(words), "{role} does not see {words}");
        }
        assert_eq!(
            (&told["status"], &told["is_cut"]),
            (&json!("reported"), &json!(true))
        );
        assert_eq!(listed["records"][0]["customer"], Value::Null);
        let refused = [
            (format!("{whole}.automerge"), StatusCode::FORBIDDEN),
            (
                format!("{whole}/statements/{signed}.jws"),
                StatusCode::FORBIDDEN,
            ),
            (format!("{whole}/entries/{paid}"), StatusCode::NOT_FOUND),
            (
                format!("{whole}/fields/customer_name"),
                StatusCode::NOT_FOUND,
            ),
        ];
        for (path, expected) in refused {
            assert_eq!(shop.get(&path).await.status, expected, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn a_search_does_not_tell_the_store_whose_record_it_is() {
    let mut shop = Shop::open().await;
    worked_through(&shop).await;
    let found = async |shop: &Shop, asked: &str| {
        let query: String = asked.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let address = format!("/api/v1/records?q={query}");
        let listed = tell(shop, "GET", &address, Value::Null).await.1;
        listed["records"].as_array().unwrap().len()
    };
    assert_eq!(
        found(&shop, "王秀英").await,
        1,
        "the office finds it by name"
    );
    shop.sign_in_as("b-he", "store").await;
    for (asked, expected) in [
        ("王秀英", 0),
        ("解放路", 0),
        ("D1-2026", 1),
        ("XQG80", 1),
        ("YLWM24", 1),
    ] {
        assert_eq!(found(&shop, asked).await, expected, "{asked}");
    }
}
