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
