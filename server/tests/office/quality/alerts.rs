//! A batch alert passes its chain: quality, the centre, the factory, the deputy director.

use axum::http::StatusCode;
use doorstep_domain::record::Field;
use serde_json::{Value, json};

use crate::{
    after_visit::{read, send, tell, tell_as},
    every_page::assert_well_made,
    shop::Shop,
};

/// Two units of a batch of nineteen fail by one cause.
async fn alert(shop: &Shop) -> String {
    let csv = "model,batch,serial_first,serial_last,units\nM1,B-7,SN100,SN199,19\n";
    let taken = tell(
        shop,
        "POST",
        "/api/v1/quality/batches",
        json!({ "csv": csv }),
    )
    .await;
    assert_eq!(taken.0, StatusCode::OK, "{}", taken.1);
    for (number, serial) in [("A-1", "SN101"), ("A-2", "SN102"), ("A-3", "SN103")] {
        let fields = [
            (Field::UnitModel, "M1"),
            (Field::FaultCode, "F1"),
            (Field::UnitSerial, serial),
        ];
        shop.intake(number, &fields).await;
    }
    let alerts = read(shop, "/api/v1/quality/alerts").await;
    assert_eq!(alerts.as_array().unwrap().len(), 1, "{alerts}");
    assert_eq!(alerts[0]["next_post"], "quality");
    let number = alerts[0]["alert"].as_i64().unwrap();
    format!("/quality/alerts/{number}")
}

#[tokio::test]
async fn an_alert_opens_its_chain_and_passes_it_word_by_word() {
    let shop = Shop::open().await;
    let page = alert(&shop).await;
    let api = format!("/api/v1{page}");
    let opened = read(&shop, &api).await;
    assert_eq!(opened["approvals"].as_array().unwrap().len(), 1, "{opened}");
    assert_eq!(opened["approvals"][0]["chain"], "batch");
    assert_eq!(opened["approvals"][0]["due_on"], "2026-11-30");
    let quality = shop.clerk("q-1", "quality", &[]).await;
    let manager = shop.clerk("m-1", "manager", &[]).await;
    let word = format!("{api}/word");
    let say = |after: u64, by: &str| json!({ "after": after, "word": "agreed", "reason": "停发该批次", "said_by": by });

    // Everybody in his turn: quality itself, the centre, and for the posts outside who writes their word down.
    let spoken = tell_as(&shop, &quality, "POST", &word, say(0, "")).await;
    assert_eq!(spoken.0, StatusCode::NO_CONTENT, "{}", spoken.1);
    let not_his = tell_as(&shop, &quality, "POST", &word, say(1, "")).await;
    assert_eq!(not_his, (StatusCode::FORBIDDEN, json!("not_allowed")));
    let stale = tell_as(&shop, &manager, "POST", &word, say(0, "")).await;
    assert_eq!(stale, (StatusCode::CONFLICT, json!("spoken_meanwhile")));
    let spoken = tell_as(&shop, &manager, "POST", &word, say(1, "")).await;
    assert_eq!(spoken.0, StatusCode::NO_CONTENT, "{}", spoken.1);
    let nobody = tell_as(&shop, &quality, "POST", &word, say(2, "")).await;
    assert_eq!(nobody.1, "nobody_said_it");
    let words = shop.get(&page).await.words();
    assert!(words.contains("意见来自 工厂"), "{words}");
    let fields = [("word", "agreed"), ("said_by", "工厂质检科 吴工")];
    let factory = send(&shop, &page, &format!("{page}/word"), &fields).await;
    assert_eq!(factory.status, StatusCode::SEE_OTHER, "{}", factory.words());
    let spoken = tell_as(&shop, &manager, "POST", &word, say(3, "陈副总")).await;
    assert_eq!(spoken.0, StatusCode::NO_CONTENT, "{}", spoken.1);

    let ended = read(&shop, &api).await;
    assert_eq!(ended["is_granted"], true);
    let posts: Vec<&Value> = ended["approvals"][0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| &word["post"])
        .collect();
    assert_eq!(posts, ["quality", "centre", "factory", "deputy_director"]);
    let over = tell_as(&shop, &manager, "POST", &word, say(4, "")).await;
    assert_eq!(over.1, "spoken_meanwhile");
    for (shown, language) in [
        (shop.get(&page).await, "zh-CN"),
        (shop.get_in_english(&page).await, "en"),
    ] {
        assert_eq!(shown.status, StatusCode::OK);
        assert_well_made(&shown.html(), language, &page);
    }
    let words = shop.get(&page).await.words();
    assert!(
        words.contains("吴工") && words.contains("已批准"),
        "{words}"
    );
    let granted = async |address: &str| shop.get(address).await.words().contains("已批准");
    assert!(granted("/quality").await && granted("/quality?month=2026-11").await);
    assert!(!granted("/quality?month=2026-10").await);
}

#[tokio::test]
async fn what_a_post_refuses_can_be_put_to_the_chain_again() {
    let shop = Shop::open().await;
    let page = alert(&shop).await;
    let api = format!("/api/v1{page}");
    let ask = format!("{api}/ask");
    let running = tell(&shop, "POST", &ask, Value::Null).await;
    assert_eq!(running, (StatusCode::CONFLICT, json!("approval_runs")));
    let no = json!({ "after": 0, "word": "refused", "reason": "证据不足" });
    let no = tell(&shop, "POST", &format!("{api}/word"), no).await;
    assert_eq!(no.0, StatusCode::NO_CONTENT, "{}", no.1);
    assert_eq!(read(&shop, &api).await["is_granted"], false);
    let again = send(&shop, &page, &format!("{page}/ask"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.words());
    let standing = read(&shop, &api).await;
    assert_eq!(standing["next_post"], "quality");
    assert_eq!(standing["approvals"].as_array().unwrap().len(), 2);
    let words = shop.get(&page).await.words();
    assert!(
        words.contains("证据不足") && words.contains("之前的审批"),
        "{words}"
    );
    // An alert of a time when alerts did not do so by themselves has no approval yet.
    let forgotten = shop.state.writer().submit(|transaction| {
        transaction.execute_batch("DELETE FROM approval_word; DELETE FROM approval;")?;
        Ok::<_, doorstep_server::quality::QualityError>(())
    });
    forgotten.await.unwrap();
    assert_eq!(read(&shop, &api).await["approvals"], json!([]));
    let first = send(&shop, &page, &format!("{page}/ask"), &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.words());
    assert_eq!(read(&shop, &api).await["next_post"], "quality");
    let missing = tell(&shop, "GET", "/api/v1/quality/alerts/77", Value::Null).await;
    assert_eq!(missing.0, StatusCode::NOT_FOUND);
}
