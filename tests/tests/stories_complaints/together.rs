//! Several at once.

use doorstep_domain::record::Field;
use doorstep_tests::Fleet;
use serde_json::json;

const MORNING: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
const NOON: &str = "2026-11-24T11:00:00+08:00/2026-11-24T13:00:00+08:00";
const EVENING: &str = "2026-11-24T18:00:00+08:00/2026-11-24T20:00:00+08:00";

#[tokio::test(flavor = "multi_thread")]
async fn of_two_values_for_one_field_neither_vanishes() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    for (device, value) in [(&phone, "139-1111-1111"), (&tablet, "139-2222-2222")] {
        device.go_offline();
        let line = json!({ "do": "record.field", "record": job.number, "field": "customer_phone", "value": value });
        device.say(line).await;
    }
    // Whoever comes last into contact has no advantage: both are shown everywhere, with who and when.
    for device in [&tablet, &phone] {
        device.go_online();
        device.sync().await;
    }
    fleet.settle().await;
    for device in [&phone, &tablet] {
        let [conflict] = &device.view(job.record).conflicts[..] else {
            panic!("{:?}", device.view(job.record).conflicts)
        };
        let shown = format!("{conflict:?}");
        assert!(
            conflict
                .values
                .iter()
                .all(|value| value.at.is_some() && value.by == "ana")
        );
        assert!(
            shown.contains("139-1111-1111") && shown.contains("139-2222-2222"),
            "{shown}"
        );
    }
    assert_eq!(fleet.office.record(job.record).conflicts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_settled_clash_leaves_both_values_who_and_why() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.go_offline();
    let noon = json!({ "do": "record.field", "record": job.number, "field": "appointment", "value": NOON });
    ana.say(noon).await;
    fleet
        .office
        .write(job.record, Field::Appointment, EVENING)
        .await;
    ana.go_online();
    fleet.settle().await;
    assert_eq!(
        ana.record(job.record).words(Field::Appointment),
        EVENING,
        "a rule holds meanwhile, and nobody has to decide at the door"
    );

    let settle = json!({ "do": "conflict.settle", "record": job.number, "field": "appointment", "value": MORNING,
                         "reason": "与用户电话商定" });
    ana.say(settle).await;
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(
        fleet.office.record(job.record).words(Field::Appointment),
        MORNING
    );
    let history = ana
        .say(json!({ "do": "history", "record": job.number }))
        .await
        .to_string();
    for trace in ["与用户电话商定", "T11:00", "T18:00", "T09:00", "ana"] {
        assert!(
            history.contains(trace),
            "{trace} is not in the history: {history}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_visit_that_two_opened_apart_becomes_one_and_keeps_both_histories() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    fleet.settle().await;
    let visit = |phone: &str, symptom: &str| {
        json!({ "do": "record.open", "symptom": symptom, "unit": { "kind": "refrigerator" },
                "customer": { "name": "王秀英", "phone": phone, "address": "样例市青禾区松风路 18 号" } })
    };
    phone.go_offline();
    tablet.go_offline();
    let first = phone.say(visit("139-0000-1001", "冷藏室不凉")).await;
    let second = tablet.say(visit("13900001001", "冰箱不制冷")).await;
    let quoted = doorstep_tests::visit::until_quote(second["number"].as_str().unwrap());
    tablet.work(quoted).await;
    // A washing machine of the same household is another visit.
    let mut other = visit("13900001001", "不排水");
    other["unit"]["kind"] = "washing_machine".into();
    tablet.say(other).await;
    phone.go_online();
    tablet.go_online();
    fleet.settle().await;

    let show = |record: &serde_json::Value| json!({ "do": "show", "record": record["record"] });
    for device in [&phone, &tablet] {
        let shown = device.say(show(&first)).await;
        let [likely] = &shown["duplicates"]["likely"].as_array().unwrap()[..] else {
            panic!("one proposal on {}", device.name())
        };
        assert_eq!(likely["record"], second["record"]);
        assert_eq!(
            likely["why"].as_array().unwrap().len(),
            2,
            "telephone and address: {likely}"
        );
    }
    let merge = json!({ "do": "record.merge", "record": first["record"], "into": second["record"], "reason": "同一次报修" });
    let backwards = json!({ "do": "record.merge", "record": second["record"], "into": first["record"], "reason": "又合并" });
    phone.say(merge.clone()).await;
    assert_eq!(
        phone.try_say(&backwards).await,
        Err("merged_away".into()),
        "not in a circle"
    );
    fleet.settle().await;
    fleet.assert_agreed();

    let stays = tablet.say(show(&second)).await;
    let [merged] = &stays["duplicates"]["merged_here"].as_array().unwrap()[..] else {
        panic!("{}", stays["duplicates"])
    };
    assert_eq!(
        (merged["record"].clone(), merged["symptom"].as_str()),
        (first["record"].clone(), Some("冷藏室不凉"))
    );
    assert_eq!(
        stays["duplicates"]["likely"],
        json!([]),
        "nothing is proposed twice"
    );
    let goes = phone.say(show(&first)).await;
    assert_eq!(goes["status"]["code"], "cancelled");
    assert_eq!(goes["duplicates"]["stays"]["number"], second["number"]);
    let history = phone
        .say(json!({ "do": "history", "record": first["record"] }))
        .await
        .to_string();
    assert!(
        history.contains("冷藏室不凉") && history.contains("同一次报修"),
        "{history}"
    );

    // It was a mistake: taking the entry back opens it again.
    let entry = goes["notes"].as_array().unwrap().last().unwrap()["entry"].clone();
    phone.say(json!({ "do": "entry.void", "record": first["record"], "entry": entry, "reason": "是两台冰箱" })).await;
    assert_eq!(
        phone.say(show(&first)).await["duplicates"]["stays"],
        json!(null)
    );
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wrote_the_other_value_is_told_that_the_clash_was_settled() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.go_offline();
    let noon = json!({ "do": "record.field", "record": job.number, "field": "appointment", "value": NOON });
    ana.say(noon).await;
    fleet
        .office
        .write(job.record, Field::Appointment, EVENING)
        .await;
    ana.go_online();
    fleet.settle().await;
    let attention = json!({ "do": "attention" });
    assert_eq!(
        ana.say(attention.clone()).await["settled"],
        json!([]),
        "it still stands"
    );

    fleet
        .office
        .settle(job.record, Field::Appointment, EVENING, "用户只有晚上在家")
        .await;
    fleet.settle().await;
    let told = ana.say(attention.clone()).await;
    let [settled] = &told["settled"].as_array().unwrap()[..] else {
        panic!("{told}")
    };
    assert_eq!(
        (
            settled["number"].as_str(),
            settled["reason"].as_str(),
            settled["value"]["value"].as_str()
        ),
        (Some(&*job.number), Some("用户只有晚上在家"), Some(EVENING))
    );
    assert!(ana.view(job.record).needs_attention);
    ana.restart();
    ana.say(json!({ "do": "attention.seen", "record": job.number }))
        .await;
    assert_eq!(ana.say(attention.clone()).await["settled"], json!([]));
    assert!(!ana.view(job.record).needs_attention);

    // Who gets the record only now had no part in it.
    fleet.office.assign(job.record, "ben").await;
    fleet.settle().await;
    assert_eq!(ben.say(attention).await["settled"], json!([]));
}
