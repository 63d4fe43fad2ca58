//! The server's disk dies, and it wakes up with a backup of an hour ago: what any device holds comes back.

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
use doorstep_domain::{
    ids::RecordId,
    record::{Field, TextName},
};
use doorstep_tests::{Fleet, Job, visit};
use serde_json::json;

const BACKUP: &str = "backup";
const MORNING: &str = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn everything_that_any_device_holds_of_the_lost_hour_comes_back() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let edited = fleet.office.job("ana").await;
    let signed = fleet.office.job("ben").await;
    let handed_over = fleet.office.job("ana").await;
    fleet.settle().await;
    fleet.office.back_up(BACKUP).await;

    // The hour that is going to be lost.
    fleet.pass(TimeDelta::hours(1));
    fleet
        .office
        .write(edited.record, Field::Appointment, MORNING)
        .await;
    ben.work(visit::whole(&signed.number)).await;
    ana.note(&handed_over.number, "交接前写的").await;
    ana.sync().await;
    fleet.office.assign(handed_over.record, "ben").await;
    let created = fleet.office.job("ana").await;
    let opened = ben
        .say(json!({ "do": "record.open", "customer": { "name": "李明" }, "unit": { "kind": "washer" }, "symptom": "不脱水" }))
        .await;
    let opened: RecordId = opened["record"].as_str().unwrap().parse().unwrap();
    let newcomer = fleet.device("cai", "cai").await;
    let of_newcomer = fleet.office.job("cai").await;
    newcomer.sync().await;
    newcomer.work(visit::until_quote(&of_newcomer.number)).await;
    fleet.settle().await;
    fleet.assert_agreed();
    let before = everything(&fleet);
    // Two have unsent work when it happens.
    ana.note(&created.number, "还没上传").await;
    newcomer.note(&of_newcomer.number, "也没上传").await;

    fleet.office.restore(BACKUP).await;
    assert!(
        fleet.office.records().len() < before.len(),
        "the server forgot something"
    );
    let report = ana.sync().await;
    assert!(report.repaired, "{report:?}");
    assert!(
        ana.records().contains(&created.record),
        "nobody is sent away from a record that the server forgot"
    );
    fleet.settle().await;
    fleet.assert_agreed();

    assert_eq!(
        everything(&fleet),
        before,
        "records and statements are all back"
    );
    assert_eq!(
        fleet.office.record(edited.record).words(Field::Appointment),
        MORNING,
        "the office's own change too"
    );
    assert_eq!(
        fleet.office.verdict(signed.record).as_deref(),
        Some("unchanged")
    );
    assert_eq!(
        fleet.office.visible_to("ben"),
        BTreeSet::from([signed.record, handed_over.record, opened])
    );
    assert_eq!(ben.record(handed_over.record).words(Field::Assignee), "ben");
    assert!(
        fleet.office.quarantined().is_empty(),
        "{:?}",
        fleet.office.quarantined()
    );

    ordinary_work_goes_on(&fleet, &edited).await;

    // And once more, from a backup that is younger than the first restore.
    fleet.office.back_up("second").await;
    ana.note(&edited.number, "第二次丢失前写的").await;
    fleet.settle().await;
    let before = everything(&fleet);
    fleet.office.restore("second").await;
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(everything(&fleet), before);
    ordinary_work_goes_on(&fleet, &created).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_not_heard_that_a_job_was_taken_from_him_hears_it_after_the_restore() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let (untouched, with_work, with_statement) = (
        fleet.office.job("ana").await,
        fleet.office.job("ana").await,
        fleet.office.job("ana").await,
    );
    fleet.settle().await;
    ana.go_offline();
    for job in [&untouched, &with_work, &with_statement] {
        fleet.office.assign(job.record, "ben").await;
    }
    ben.sync().await;
    ben.note(&untouched.number, "已接手").await;
    ben.sync().await;
    fleet.office.back_up(BACKUP).await;
    ana.note(&with_work.number, "在地下室写的").await;
    ana.work(visit::until_quote(&with_statement.number)).await;
    ana.say(visit::until_signature(&with_statement.number)[0].clone())
        .await;

    fleet.office.restore(BACKUP).await;
    ana.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ana.records().is_empty(), "they are Ben's");
    assert_eq!(fleet.office.statements(with_statement.record).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_the_office_hands_out_again_before_its_holder_is_back_loses_nothing_of_his() {
    let fleet = Fleet::open().await;
    let [ana, ben, cai] = fleet.devices(["ana", "ben", "cai"]).await;
    let mut holders = BTreeSet::new();
    // Several times, for which of the two assignments is in force is decided by automerge's order of the actors.
    for round in 0..6 {
        let job = fleet.office.job("ana").await;
        fleet.settle().await;
        let backup = format!("{BACKUP} {round}");
        fleet.office.back_up(&backup).await;
        fleet.office.assign(job.record, "ben").await;
        fleet.settle().await;
        ben.work(visit::whole(&job.number)).await;
        ben.sync().await;

        fleet.office.restore(&backup).await;
        ana.sync().await;
        assert!(
            ana.records().contains(&job.record),
            "as the server knows it, it is Ana's"
        );
        // Nobody at the office remembers that it was Ben's.
        fleet.office.assign(job.record, "cai").await;
        cai.sync().await;
        fleet.settle().await;
        fleet.assert_agreed();
        assert_eq!(
            fleet.office.statements(job.record).len(),
            2,
            "what the customer signed is back"
        );
        assert!(
            fleet.office.quarantined().is_empty(),
            "{:?}",
            fleet.office.quarantined()
        );
        let record = fleet.office.record(job.record);
        assert_eq!(
            record.conflicts().len(),
            1,
            "that it was handed out twice is shown"
        );
        holders.insert(record.words(Field::Assignee).to_owned());
    }
    assert_eq!(holders.len(), 2, "both cases were tried: {holders:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_comes_back_without_what_was_written_here_is_written_on_without_a_clash() {
    let fleet = Fleet::open().await;
    let [phone, tablet] = [
        fleet.device("phone", "ana").await,
        fleet.device("tablet", "ana").await,
    ];
    fleet.device("ben", "ben").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    fleet.office.back_up(BACKUP).await;

    // Both devices have what the phone wrote; then the job leaves the phone, and the tablet does not hear of it.
    phone.note(&job.number, "电机轴承异响").await;
    phone.sync().await;
    tablet.sync().await;
    fleet.office.assign(job.record, "ben").await;
    phone.sync().await;
    assert!(!phone.records().contains(&job.record));

    // The backup knows nothing of the note, and nothing of Ben.
    fleet.office.restore(BACKUP).await;
    phone.sync().await;
    phone.note(&job.number, "已订轴承").await;
    fleet.settle().await;
    fleet.assert_agreed();
    let record = fleet.office.record(job.record);
    let plan = record.text(TextName::Plan);
    assert!(
        plan.contains("电机轴承异响") && plan.contains("已订轴承"),
        "{plan}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_in_the_middle_of_a_contact_is_noticed() {
    use doorstep_core::replication::Contact;

    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let mut jobs = Vec::new();
    for _ in 0..3 {
        jobs.push(fleet.office.job("ana").await);
    }
    fleet.settle().await;
    fleet.office.back_up(BACKUP).await;
    for cut in 0..6 {
        for job in &jobs {
            ana.note(&job.number, &format!("第 {cut} 次")).await;
        }
        let mut contact = Contact::new(&ana.device());
        let mut requests = 0;
        while let Some(question) = contact.request().unwrap() {
            if requests == cut {
                fleet.office.restore(BACKUP).await;
            }
            requests += 1;
            let answer = fleet.office.answer(ana.id(), &question, 1).await;
            contact.receive(&answer).unwrap();
        }
        fleet.settle().await;
        fleet.assert_agreed();
    }
}

/// Every record with the number of its changes' heads and statements.
fn everything(fleet: &Fleet) -> BTreeSet<(RecordId, usize)> {
    let of = |record: RecordId| (record, fleet.office.statements(record).len());
    fleet.office.records().into_iter().map(of).collect()
}

async fn ordinary_work_goes_on(fleet: &Fleet, job: &Job) {
    for device in fleet.all() {
        let report = device.sync().await;
        assert!(
            !report.repaired && report.requests == 1,
            "{}: {report:?}",
            device.name()
        );
    }
    fleet
        .office
        .write(job.record, Field::OfficeNote, "照旧")
        .await;
    fleet.settle().await;
    fleet.assert_agreed();
}
