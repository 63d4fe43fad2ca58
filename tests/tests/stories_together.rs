//! Several people in one record while apart: what merges, what clashes, and who decides.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::record::{Field, TextName};
use doorstep_tests::Fleet;
use serde_json::json;

const MORNING: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
const NOON: &str = "2026-11-24T11:00:00+08:00/2026-11-24T13:00:00+08:00";
const EVENING: &str = "2026-11-24T18:00:00+08:00/2026-11-24T20:00:00+08:00";

#[tokio::test(flavor = "multi_thread")]
async fn phone_tablet_and_office_change_one_record_and_the_offices_appointment_holds_until_it_is_settled()
 {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;

    phone.go_offline();
    tablet.go_offline();
    let field = |field: &str, value: &str| json!({ "do": "record.field", "record": job.number, "field": field, "value": value });
    phone.say(field("appointment", NOON)).await;
    phone.note(&job.number, "带上风门电机").await;
    tablet.note(&job.number, "三楼，没有电梯").await;
    tablet.say(json!({ "do": "record.text", "record": job.number, "text": "symptom", "append": "冷冻室正常" })).await;
    tablet.say(field("customer_phone", "139-0000-2002")).await;
    fleet
        .office
        .write(job.record, Field::Appointment, EVENING)
        .await;

    phone.go_online();
    tablet.go_online();
    fleet.settle().await;
    fleet.assert_agreed();

    let record = phone.record(job.record);
    let plan = record.text(TextName::Plan);
    assert!(
        plan.contains("带上风门电机") && plan.contains("三楼，没有电梯"),
        "nobody's words are lost: {plan}"
    );
    assert_eq!(record.text(TextName::Symptom), "冷藏室不凉\n冷冻室正常");
    assert_eq!(record.words(Field::CustomerPhone), "139-0000-2002");
    assert_eq!(record.words(Field::Appointment), EVENING);
    for device in [&phone, &tablet] {
        let conflicts = device.view(job.record).conflicts;
        let [conflict] = conflicts.as_slice() else {
            panic!("one clash on {}: {conflicts:?}", device.name())
        };
        assert_eq!(
            (conflict.field.code.as_str(), conflict.rule.code.as_str()),
            ("appointment", "OfficeFirst")
        );
        assert_eq!(conflict.values.len(), 2);
    }
    assert_eq!(
        fleet.office.record(job.record).conflicts().len(),
        1,
        "the office sees it too"
    );

    tablet
        .say(json!({ "do": "conflict.settle", "record": job.number, "field": "appointment", "value": MORNING,
                     "reason": "与用户电话商定" }))
        .await;
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(
        phone.view(job.record).conflicts.is_empty(),
        "it is settled for the others as well"
    );
    assert_eq!(phone.record(job.record).words(Field::Appointment), MORNING);
    assert!(fleet.office.record(job.record).conflicts().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_technician_does_on_two_devices_at_once_is_there_twice_and_is_shown() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;

    phone.go_offline();
    tablet.go_offline();
    for device in [&phone, &tablet] {
        device
            .work(doorstep_tests::visit::until_quote(&job.number))
            .await;
    }
    phone.go_online();
    tablet.go_online();
    fleet.settle().await;
    fleet.assert_agreed();

    let view = phone.view(job.record);
    assert_eq!(
        (view.visits.len(), view.quotes.len()),
        (2, 2),
        "nothing that happened is dropped"
    );
    assert!(
        view.conflicts.is_empty(),
        "equal values do not clash: {:?}",
        view.conflicts
    );
}
