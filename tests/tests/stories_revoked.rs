//! A device that was lost or stolen: it learns nothing more, what it brings is kept aside, and nobody else notices.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_tests::{Fleet, Stranger, visit};

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_learns_nothing_more_and_what_it_brings_goes_to_quarantine() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.work(visit::until_quote(&job.number)).await;
    ana.sync().await;
    ana.say(visit::until_signature(&job.number)[0].clone())
        .await;
    ana.note(&job.number, "被盗前写的").await;
    let unsent = ana
        .confirmed()
        .into_iter()
        .rev()
        .take(2)
        .collect::<Vec<_>>();

    fleet.office.revoke(ana.id()).await;
    let secret = fleet.office.job("ana").await;
    let report = ana.sync().await;
    assert_eq!((report.pushed, report.entered), (0, 0), "{report:?}");
    assert!(
        !ana.records().contains(&secret.record),
        "nothing is given to it"
    );
    let thief = Stranger::with_key(ana.vault(), fleet.office.address(), fleet.dice());
    assert!(
        thief.pull(fleet.office.clock().shown_ms()).await.is_empty(),
        "not to its key either"
    );

    let quarantined = fleet.office.quarantined();
    assert!(!quarantined.is_empty());
    assert!(
        quarantined
            .iter()
            .all(|kept| kept.code == "device_revoked" && kept.device == ana.id()),
        "{quarantined:?}"
    );
    assert!(
        quarantined
            .iter()
            .any(|kept| kept.document == Some(job.record))
    );
    assert!(
        unsent
            .iter()
            .all(|(record, change)| !fleet.office.has_change(*record, *change))
    );
    assert!(
        fleet.office.statements(job.record).is_empty(),
        "the signature waits in quarantine"
    );
    // Its owner finds all of it on the phone, whatever the office thinks.
    let mut box_of_ana = Vec::new();
    ana.device().black_box(&mut box_of_ana).unwrap();
    let text = String::from_utf8(box_of_ana).unwrap();
    assert!(text.ends_with("{\"kind\":\"end\"}\n"), "the box is whole");
    for (_, change) in &unsent {
        assert!(
            text.contains(&change.to_string()),
            "the black box holds {change}"
        );
    }
    let own = format!("{:?}", ana.device().refused_changes(job.record).unwrap());
    assert!(own.contains("被盗前写的"), "{own}");

    // Nobody else is affected.
    let other = fleet.office.job("ben").await;
    ben.sync().await;
    ben.work(visit::whole(&other.number)).await;
    fleet.leave(&ana);
    fleet.settle().await;
    fleet.assert_agreed();
}
