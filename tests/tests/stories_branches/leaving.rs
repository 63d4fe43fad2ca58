//! 离开前检查：缺项、余款、旧件、待上传、下一单，一屏看完。 Before leaving: missing items, the rest of the money, old parts, what waits to be
//! sent and the next job, in one answer; cash handed in on two devices apart is handed in once.

use doorstep_tests::Fleet;
use serde_json::{Value, json};

use crate::{door::*, filled, leaves_with_something_missing};

fn codes(list: &Value) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_undone_is_said_before_and_after() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    let (mut record, mut told) = (String::new(), Vec::new());
    for line in leaves_with_something_missing::story().lines {
        let view = match record.as_str() {
            "" => Value::Null,
            record => ana.say(json!({ "do": "show", "record": record })).await,
        };
        let answer = ana.say(filled(&line, &view, "SN-1", "ana")).await;
        match line["do"].as_str() {
            Some("record.open") => record = answer["number"].as_str().unwrap().to_owned(),
            Some("leave") => told.push(answer),
            _ => {}
        }
    }
    let [before, after] = told.try_into().unwrap();
    assert_eq!(before["may_leave"], false);
    assert_eq!(
        codes(&before["missing"]),
        [
            "advice",
            "diagnosis",
            "old_parts",
            "purchased_on",
            "photo_nameplate",
            "photo_fault",
            "photo_before",
            "photo_after"
        ]
    );
    assert_eq!(codes(&before["payment"]), ["collect"]);
    assert_eq!(before["payment"][0]["amount"]["text"], "¥150.00");
    assert_eq!(codes(&before["others"]), ["report"]);
    assert_eq!(before["uploads"]["sync"]["code"], "saved");
    assert_eq!(
        (codes(&after["others"]), &after["may_leave"]),
        (Vec::new(), &json!(false))
    );

    ana.go_online();
    ana.sync().await;
    let sent = ana.say(json!({ "do": "leave", "record": record })).await;
    assert_eq!(
        (
            &sent["uploads"]["sync"]["code"],
            &sent["uploads"]["do"]["code"]
        ),
        (&json!("sent"), &json!("nothing"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_cash_handed_in_on_phone_and_tablet_apart_is_handed_in_once() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    phone.sync().await;
    let record = phone.say(opened()).await["number"]
        .as_str()
        .unwrap()
        .to_owned();
    for line in up_to_the_quote().into_iter().chain(up_to_the_signature()) {
        let view = phone.say(json!({ "do": "show", "record": record })).await;
        phone.say(filled(&line, &view, "SN-1", "ana")).await;
    }
    phone
        .say(json!({ "do": "payment.take", "record": record, "method": "cash", "amount_minor": 20_000 }))
        .await;
    fleet.settle().await;
    for device in [&phone, &tablet] {
        device.go_offline();
        let cash = device.say(json!({ "do": "cash" })).await;
        assert_eq!(cash["totals"][0]["text"], "¥200.00", "{}", device.name());
        let slip = format!("S-{}", device.name());
        let handed_in = device
            .say(json!({ "do": "cash.hand_in", "slip": slip }))
            .await;
        assert_eq!(handed_in["left"]["totals"], json!([]));
        device.go_online();
    }
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&phone, &tablet] {
        let cash = device.say(json!({ "do": "cash" })).await;
        assert_eq!(cash["totals"], json!([]), "neither nothing nor twice");
        let view = device.say(json!({ "do": "show", "record": record })).await;
        assert_eq!(codes(&view["findings"]), Vec::<String>::new());
    }
}
