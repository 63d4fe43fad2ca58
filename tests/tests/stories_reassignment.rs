//! A job is handed to somebody else, while the one who had it is out of coverage.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use chrono::TimeDelta;
use doorstep_core::replication::Contact;
use doorstep_domain::record::TextName;
use doorstep_tests::{FieldDevice, Fleet, visit};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_job_arrives_whole_and_leaves_only_after_unsent_work_was_taken() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::until_quote(&job.number)).await;
    let [accept, rest @ ..] = &visit::until_signature(&job.number)[..] else {
        panic!("no lines")
    };
    ana.say(accept.clone()).await;
    ana.sync().await;

    ana.go_offline();
    fleet.office.assign(job.record, "ben").await;
    ben.sync().await;
    let view = ben.view(job.record);
    assert_eq!(
        (view.visits.len(), view.quotes.len(), view.signatures.len()),
        (1, 1, 1),
        "it arrives whole"
    );
    assert_eq!(view.signatures[0].verdict.words.code, "unchanged");

    // Ana is at the customer's door and knows nothing of it.
    ana.work(rest.to_vec()).await;
    let confirmed = ana.confirmed();
    ana.go_online();
    let report = ana.sync().await;
    assert_eq!((report.refused, report.left), (0, 1));
    assert!(
        ana.records().is_empty(),
        "her work was taken, then the record left"
    );
    assert!(
        confirmed
            .iter()
            .all(|(record, change)| fleet.office.has_change(*record, *change))
    );
    assert_eq!(
        fleet.office.late_changes(job.record),
        rest.len() as u64,
        "late work is flagged"
    );

    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(
        ben.view(job.record).signatures.len(),
        2,
        "her customer's signature is with Ben"
    );
    assert_eq!(
        fleet.office.verdict(job.record).as_deref(),
        Some("unchanged")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_while_the_record_is_leaving_goes_first() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    fleet.office.technician("ben").await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    fleet.office.assign(job.record, "ben").await;

    let mut contact = Contact::new(&ana.device());
    let question = contact.request().unwrap().unwrap();
    let answer = fleet.office.answer(ana.id(), &question, 0).await;
    // The answer that takes the record away is on its way.
    ana.note(&job.number, "最后一句").await;
    contact.receive(&answer).unwrap();
    assert_eq!(
        ana.records().len(),
        1,
        "nothing goes that the server does not have"
    );
    assert!(
        ana.record(job.record)
            .text(TextName::Plan)
            .contains("最后一句")
    );
    finish(contact, &ana, &fleet).await;

    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ana.records().is_empty());
    assert!(
        fleet
            .office
            .record(job.record)
            .text(TextName::Plan)
            .contains("最后一句")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_days_of_grace_late_work_goes_to_quarantine_and_the_device_keeps_its_own() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let (in_time, too_late) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    fleet.settle().await;
    ana.go_offline();
    for job in [&in_time, &too_late] {
        ana.note(&job.number, "在地下室写的").await;
    }
    fleet.office.assign(too_late.record, "ben").await;
    fleet.pass(TimeDelta::days(10));
    fleet.office.assign(in_time.record, "ben").await;
    fleet.pass(TimeDelta::days(5));

    ana.go_online();
    ana.forget_confirmed();
    let report = ana.sync().await;
    assert_eq!((report.pushed, report.refused, report.left), (1, 1, 2));
    assert_eq!(
        fleet.office.late_changes(in_time.record),
        1,
        "ten days are within the grace"
    );
    assert_eq!(fleet.office.late_changes(too_late.record), 0);
    let quarantined = fleet.office.quarantined();
    let [kept] = quarantined.as_slice() else {
        panic!("one refusal: {quarantined:?}")
    };
    assert_eq!(
        (kept.code.as_str(), kept.document, kept.device),
        ("no_access", Some(too_late.record), ana.id())
    );

    let attention = ana.say(json!({ "do": "attention" })).await;
    assert_eq!(attention["refused"][0]["code"], "no_access", "{attention}");
    let own = ana.device().refused_changes(too_late.record).unwrap();
    assert!(
        format!("{own:?}").contains("在地下室写的"),
        "her own copy says what she wrote: {own:?}"
    );

    fleet.settle().await;
    fleet.assert_agreed();
    assert!(
        ben.record(in_time.record)
            .text(TextName::Plan)
            .contains("在地下室写的")
    );
    assert!(
        !ben.record(too_late.record)
            .text(TextName::Plan)
            .contains("在地下室写的")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_came_and_went_between_two_contacts_leaves_no_trace_and_one_that_went_and_came_stays()
 {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let (passing, returning) = (fleet.office.job("ben").await, fleet.office.job("ana").await);
    fleet.settle().await;

    fleet.office.assign(passing.record, "ana").await;
    fleet.office.assign(passing.record, "ben").await;
    fleet.office.assign(returning.record, "ben").await;
    ben.sync().await;
    ben.note(&returning.number, "替班时写的").await;
    ben.sync().await;
    fleet.office.assign(returning.record, "ana").await;
    let report = ana.sync().await;
    assert_eq!((report.entered, report.left), (0, 0));
    assert!(
        ana.record(returning.record)
            .text(TextName::Plan)
            .contains("替班时写的")
    );

    fleet.settle().await;
    fleet.assert_agreed();
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_that_move_while_pages_are_read_end_up_where_they_belong() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let mut jobs = Vec::new();
    for _ in 0..6 {
        jobs.push(fleet.office.job("ana").await);
    }
    let guest = fleet.office.job("ben").await;
    let done = fleet.office.job("ana").await;
    ben.sync().await;

    // Pages of one item: after each something moves.
    let mut contact = Contact::new(&ana.device());
    let mut pages = 0;
    while let Some(question) = contact.request().unwrap() {
        let answer = fleet.office.answer(ana.id(), &question, 1).await;
        pages += 1;
        match pages {
            3 => fleet.office.assign(jobs[0].record, "ben").await,
            4 => fleet.office.assign(jobs[5].record, "ben").await,
            5 => fleet.office.assign(guest.record, "ana").await,
            // Seen by a page, and gone before the last one.
            7 => fleet.office.assign(guest.record, "ben").await,
            8 => fleet.office.assign(jobs[0].record, "ana").await,
            _ => {}
        }
        contact.receive(&answer).unwrap();
    }
    assert!(pages > 8, "there were pages to move between: {pages}");
    fleet.settle().await;
    fleet.assert_agreed();
    assert!(ana.records().contains(&jobs[0].record) && ana.records().contains(&done.record));
    assert!(ben.records().contains(&jobs[5].record) && ben.records().contains(&guest.record));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_is_cut_between_pages_begins_again_and_ends() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    for _ in 0..4 {
        fleet.office.job("ana").await;
    }
    for cut_after in 1..8 {
        let mut contact = Contact::new(&ana.device());
        for _ in 0..cut_after {
            let Some(question) = contact.request().unwrap() else {
                break;
            };
            let answer = fleet.office.answer(ana.id(), &question, 1).await;
            contact.receive(&answer).unwrap();
        }
        drop(contact);
        ana.restart();
    }
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(ana.records().len(), 4);
}

async fn finish(mut contact: Contact, device: &FieldDevice, fleet: &Fleet) {
    loop {
        #[allow(clippy::unwrap_used)] // a contact that fails fails the story
        let Some(question) = contact.request().unwrap() else {
            return;
        };
        let answer = fleet.office.answer(device.id(), &question, 0).await;
        #[allow(clippy::unwrap_used)]
        contact.receive(&answer).unwrap();
    }
}
