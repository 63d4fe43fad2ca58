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
