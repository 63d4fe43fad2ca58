//! Approval (请示): asked for on a device without coverage, decided at the office, and heard of on the device.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::{
    course::{Approval, Refusal},
    record::{ApprovalDecided, Field, What},
};
use doorstep_server::replication::OfficeError;
use doorstep_tests::Fleet;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_technician_asks_without_coverage_and_the_office_decides_once() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    fleet.office.write(job.record, Field::Area, "outside").await;
    ana.sync().await;

    ana.go_offline();
    let arrive = json!({ "do": "visit.arrive", "record": job.number, "badge_shown": true, "unit_matches": true,
                         "proof_of_purchase_seen": true });
    assert_eq!(ana.try_say(&arrive).await.unwrap_err(), "no_approval");
    ana.say(json!({ "do": "approval.ask", "record": job.number, "matter": "outside_area", "wanted": "到邻县上门",
                    "reason": "用户行动不便" }))
        .await;
    ana.say(arrive).await;
    let findings = |view: &doorstep_core::views::RecordView| -> Vec<String> {
        let codes = view
            .findings
            .iter()
            .map(|finding| finding.words.code.clone());
        codes.collect()
    };
    assert_eq!(findings(&ana.view(job.record)), ["outside_area_unapproved"]);

    ana.go_online();
    ana.sync().await;
    let request = Approval::all_of(&fleet.office.record(job.record))[0].request;
    let decide = |granted: bool| {
        let decided = ApprovalDecided {
            request,
            granted,
            note: String::new(),
        };
        let office = fleet.office.state();
        async move {
            let what = What::ApprovalDecided(decided);
            office.replication().record_happened(job.record, what).await
        }
    };
    decide(true).await.unwrap();
    assert!(matches!(
        decide(true).await,
        Err(OfficeError::Refused(Refusal::AlreadyDecided))
    ));
    assert!(
        matches!(decide(false).await, Err(OfficeError::Refused(_))),
        "what is decided stays decided"
    );
    fleet.settle().await;
    fleet.assert_agreed();
    let view = ana.view(job.record);
    assert_eq!(findings(&view), [""; 0]);
    assert_eq!(view.approvals[0].answer.code, "granted");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_records_only_what_the_course_allows_it() {
    let fleet = Fleet::open().await;
    let [_ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    let office = fleet.office.state();
    let happened = |what: What| {
        let office = office.clone();
        async move { office.replication().record_happened(job.record, what).await }
    };
    let reason = "仍有异响".to_owned();
    assert!(matches!(
        happened(What::NotSatisfied { reason }).await,
        Err(OfficeError::Refused(Refusal::NothingFinished))
    ));
    let report = What::Report {
        note: String::new(),
        covers: Vec::new(),
    };
    assert!(
        matches!(happened(report).await, Err(OfficeError::NotTheOffices)),
        "who was not there does not report"
    );
    let nothing = String::new();
    assert!(matches!(
        happened(What::Cancelled {
            reason: nothing,
            duplicate_of: None
        })
        .await,
        Err(OfficeError::Entry(_))
    ));
    happened(What::Cancelled {
        reason: "用户来电取消".into(),
        duplicate_of: None,
    })
    .await
    .unwrap();
}
