//! A day: what a technician does without coverage is with the office once he has coverage again, and what a customer
//! signed says for ever what he saw.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::record::Field;
use doorstep_tests::{Fleet, visit};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_without_coverage_is_with_the_office_in_the_evening_as_it_was_signed() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    assert_eq!(ana.view(job.record).number, job.number);

    ana.go_offline();
    ana.work(visit::whole(&job.number)).await;
    assert!(
        fleet.office.statements(job.record).is_empty(),
        "the office knows nothing of it yet"
    );
    let status = ana.device().status().unwrap();
    assert_eq!((status.unsent_records, status.unsent_statements), (1, 2));
    assert_eq!(ana.view(job.record).sync.code, "saved");

    ana.go_online();
    let report = ana.sync().await;
    assert_eq!(report.refused, 0);
    assert_eq!(ana.view(job.record).sync.code, "sent");
    fleet.settle().await;
    fleet.assert_agreed();

    let signed = fleet.office.statements(job.record);
    assert_eq!(
        signed
            .iter()
            .map(|statement| statement.chain_flag.as_str())
            .collect::<Vec<_>>(),
        ["ok", "ok"]
    );
    assert_eq!(
        fleet.office.verdict(job.record).as_deref(),
        Some("unchanged")
    );
    assert_eq!(
        fleet.office.record(job.record).words(Field::UnitSerial),
        visit::serial(&job.number)
    );
    let verdicts = ana
        .say(json!({ "do": "verify", "record": job.number }))
        .await;
    assert_eq!(verdicts["all_unchanged"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_office_changes_after_the_signature_shows_with_field_who_and_when() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::whole(&job.number)).await;
    ana.sync().await;
    assert_eq!(
        fleet.office.verdict(job.record).as_deref(),
        Some("unchanged")
    );

    // What the customer did not see may change without a word.
    fleet
        .office
        .write(job.record, Field::OfficeNote, "钥匙在门卫处")
        .await;
    assert_eq!(
        fleet.office.verdict(job.record).as_deref(),
        Some("unchanged")
    );

    fleet.pass(chrono::TimeDelta::hours(1));
    fleet
        .office
        .write(job.record, Field::CustomerName, "王秀芳")
        .await;
    assert_eq!(fleet.office.verdict(job.record).as_deref(), Some("changed"));
    fleet.settle().await;
    fleet.assert_agreed();

    let view = ana.view(job.record);
    let acceptance = view
        .signatures
        .iter()
        .find(|signature| signature.score.is_some())
        .unwrap();
    assert_eq!(acceptance.verdict.mark, "✎");
    let [difference] = acceptance.verdict.differences.as_slice() else {
        panic!("one field changed: {:?}", acceptance.verdict.differences)
    };
    assert!(
        difference.signed.zh.contains("王秀英") && difference.now.zh.contains("王秀芳"),
        "{difference:?}"
    );
    assert_eq!(
        acceptance.signer.as_deref(),
        Some("王秀英"),
        "the statement itself never changes"
    );

    let history = ana
        .say(json!({ "do": "history", "record": job.number }))
        .await;
    let changes = history["changes"].as_array().unwrap();
    let renamed = changes
        .iter()
        .find(|change| change.to_string().contains("王秀芳"))
        .unwrap();
    assert_eq!(renamed["by"], "office", "{renamed}");
    let at = chrono::DateTime::parse_from_rfc3339(renamed["at"].as_str().unwrap()).unwrap();
    assert_eq!(
        at.timestamp_millis(),
        fleet.office.clock().shown_ms(),
        "when the office did it"
    );
}
