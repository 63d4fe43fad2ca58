//! 两人作业，由临时负责人签单：负责人也收到这张单，换了人就从他手上收走。 Two work on a job: the lead receives it, seals it, and loses it when another leads.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::collections::BTreeSet;

use chrono::TimeDelta;
use doorstep_core::exchange::HandOver;
use doorstep_domain::record::{Field, TextName};
use doorstep_tests::{FieldDevice, Fleet, visit};
use serde_json::{Value, json};

async fn name_lead(device: &FieldDevice, record: &str, lead: &str) {
    let line = json!({ "do": "record.field", "record": record, "field": "lead", "value": lead });
    device.say(line).await;
}

/// The lines of a visit up to the signature, and the signature.
fn work_and_signature(record: &str) -> (Vec<Value>, Value) {
    let mut work = [visit::until_quote(record), visit::until_signature(record)].concat();
    let signature = work.pop().unwrap();
    (work, signature)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lead_receives_the_job_seals_it_and_loses_it_when_another_leads() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    assert!(ben.records().is_empty());
    name_lead(&ana, &job.number, "ben").await;
    fleet.settle().await;
    for device in [&ana, &ben] {
        assert_eq!(device.records(), BTreeSet::from([job.record]));
    }

    // In the house there is no coverage: each writes what he does.
    ana.go_offline();
    ben.go_offline();
    let (work, signature) = work_and_signature(&job.number);
    ana.work(work).await;
    assert_eq!(ana.try_say(&signature).await, Err("not_the_lead".into()));
    ben.note(&job.number, "门口台阶已垫护板").await;
    ana.go_online();
    ben.go_online();
    fleet.settle().await;
    fleet.assert_agreed();

    // The lead goes in once more, and the customer signs on his device; the other writes down what is left.
    ana.go_offline();
    ben.go_offline();
    ben.say(signature).await;
    ana.note(&job.number, "旧件已装箱").await;
    ana.go_online();
    ben.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&ana, &ben] {
        let view = device.view(job.record);
        assert_eq!(view.signatures.len(), 2, "the quote's and the work's");
        assert!(view.findings.is_empty(), "{:?}", view.findings);
    }

    // Before Ben hears that the office leads with another, he has written once more.
    ben.go_offline();
    fleet.office.write(job.record, Field::Lead, "ana").await;
    ben.note(&job.number, "十日后回访").await;
    let confirmed = ben.confirmed();
    ben.go_online();
    let report = ben.sync().await;
    assert_eq!((report.refused, report.left), (0, 1));
    assert!(ben.records().is_empty(), "his word was taken, then it left");
    assert!(
        confirmed
            .iter()
            .all(|(record, change)| fleet.office.has_change(*record, *change))
    );
    fleet.settle().await;
    fleet.assert_agreed();
    let plan = ana.record(job.record).text(TextName::Plan).to_owned();
    assert!(
        plan.contains("台阶") && plan.contains("装箱") && plan.contains("回访"),
        "{plan}"
    );
    ana.work(visit::until_report(&job.number)).await;
    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_names_the_lead_and_he_stays_it_when_the_job_is_given_away() {
    let fleet = Fleet::open().await;
    let [ana, ben, eva] = fleet.devices(["ana", "ben", "eva"]).await;
    let job = fleet.office.job("ana").await;
    fleet.office.write(job.record, Field::Lead, "ben").await;
    fleet.settle().await;
    let who = || [&ana, &ben, &eva].map(|device| device.records().contains(&job.record));
    assert_eq!(who(), [true, true, false]);
    fleet.office.assign(job.record, "eva").await;
    fleet.settle().await;
    assert_eq!(who(), [false, true, true]);
    fleet.office.write(job.record, Field::Lead, "eva").await;
    fleet.settle().await;
    assert_eq!(who(), [false, false, true]);
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_makes_himself_the_lead_of_what_he_no_longer_holds_gets_nothing_by_it() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let (in_time, too_late) = (fleet.office.job("ben").await, fleet.office.job("ben").await);
    fleet.settle().await;
    ben.go_offline();
    for job in [&in_time, &too_late] {
        name_lead(&ben, &job.number, "ben").await;
    }
    fleet.office.assign(too_late.record, "ana").await;
    fleet.pass(TimeDelta::days(10));
    fleet.office.assign(in_time.record, "ana").await;
    fleet.pass(TimeDelta::days(5));
    ben.go_online();
    ben.forget_confirmed();
    let report = ben.sync().await;
    assert_eq!((report.pushed, report.refused), (1, 1));
    for job in [&in_time, &too_late] {
        assert_eq!(
            fleet.office.visible_to("ben"),
            BTreeSet::new(),
            "{}",
            job.number
        );
    }
    assert_eq!(fleet.office.record(too_late.record).words(Field::Lead), "");
    fleet.settle().await;
    assert_eq!(ana.records().len(), 2);

    // His word in time stands in the record; whom the office named says otherwise, and seals.
    let (work, signature) = work_and_signature(&in_time.number);
    ana.work(work).await;
    assert_eq!(ana.try_say(&signature).await, Err("not_the_lead".into()));
    name_lead(&ana, &in_time.number, "ana").await;
    ana.say(signature).await;
    fleet.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_led_before_the_server_forgot_it_loses_nothing_that_he_had_not_sent() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let (by_ana, by_office) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    fleet.settle().await;
    fleet.office.back_up("backup").await;

    // The hour that is going to be lost: Ben leads both, by the word of one and of the other.
    fleet.pass(TimeDelta::hours(1));
    name_lead(&ana, &by_ana.number, "ben").await;
    let office = &fleet.office;
    office.write(by_office.record, Field::Lead, "ben").await;
    fleet.settle().await;
    assert_eq!(ben.records().len(), 2);
    ben.go_offline();
    for job in [&by_ana, &by_office] {
        ben.note(&job.number, "还没上传").await;
        name_lead(&ana, &job.number, "ana").await;
    }
    let confirmed = ben.confirmed();

    // The server hears of both from Ana, to whom it belongs again.
    fleet.office.restore("backup").await;
    ana.sync().await;
    assert_eq!(fleet.office.visible_to("ben"), BTreeSet::new());
    ben.go_online();
    assert_eq!(ben.sync().await.refused, 0);
    assert!(
        confirmed
            .iter()
            .all(|(record, change)| fleet.office.has_change(*record, *change))
    );
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ben.records().is_empty());
    for job in [&by_ana, &by_office] {
        let record = ana.record(job.record);
        assert!(
            record.text(TextName::Plan).contains("还没上传"),
            "{}",
            job.number
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lead_hands_the_job_to_a_third_without_coverage() {
    let fleet = Fleet::open().await;
    let [ana, ben, eva] = fleet.devices(["ana", "ben", "eva"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    name_lead(&ana, &job.number, "ben").await;
    fleet.settle().await;
    for device in [&ana, &ben, &eva] {
        device.go_offline();
    }
    let wanted = HandOver {
        offer: eva.device().offer().unwrap(),
        records: vec![job.number.as_str().into()],
        reason: "帮忙搬机".into(),
    };
    let made = ben.device().hand_over(&wanted).unwrap();
    assert!(made.left_out.is_empty(), "{:?}", made.left_out);
    eva.device().take_over(&made.file).unwrap();
    eva.note(&job.number, "已搬到阳台").await;

    // Who got it last comes back first.
    eva.go_online();
    assert_eq!(eva.sync().await.refused, 0);
    ana.go_online();
    ben.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    for device in [&ana, &ben, &eva] {
        let record = device.record(job.record);
        assert!(
            record.text(TextName::Plan).contains("阳台"),
            "{}",
            device.name()
        );
    }
}
