//! What the customer signs and takes home.

use std::fs;

use doorstep_domain::record::Field;
use doorstep_evidence::certificate::TrustedOrganisation;
use doorstep_report::{CopyVerdict, read::Pages, verify};
use doorstep_tests::{FieldDevice, Fleet, visit};
use serde_json::json;

/// The customer's copy of what was signed last, as a file's bytes.
async fn copy_of(device: &FieldDevice, number: &str) -> Vec<u8> {
    let out = device.folder().join("copy.pdf");
    let line = json!({ "do": "copy.make", "record": number, "out": out });
    device.say(line).await;
    fs::read(out).unwrap()
}

fn judged(device: &FieldDevice, copy: &[u8]) -> CopyVerdict {
    let identity = device.device().identity().unwrap();
    let trusted = TrustedOrganisation::from_pem(&identity.organisation).unwrap();
    verify(copy, Some(&trusted))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blank_signature_is_refused_and_a_drawn_one_outlives_the_program() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::until_quote(&job.number)).await;
    let accept = visit::until_signature(&job.number)[0].clone();
    let dot = json!([[{ "x": 1, "y": 1, "t_ms": 0, "pressure": 300 }]]);
    for blank in [json!([]), json!([[]]), dot] {
        let mut line = accept.clone();
        line["strokes"] = blank;
        assert_eq!(
            ana.try_say(&line).await,
            Err("signature_too_short".into()),
            "{line}"
        );
    }
    ana.say(accept).await;
    ana.restart();
    let copy = copy_of(&ana, &job.number).await;
    let CopyVerdict::Unchanged { opened, .. } = judged(&ana, &copy) else {
        panic!("it is as it was made");
    };
    let ink = opened.statement.signing.ink.as_ref().unwrap();
    let drawn: usize = ink.strokes.iter().map(Vec::len).sum();
    assert_eq!(drawn, 24, "every point as it was drawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_after_the_signature_is_told_and_not_printed_under_it() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::whole(&job.number)).await;
    ana.sync().await;
    fleet
        .office
        .write(job.record, Field::CustomerName, "别人")
        .await;
    fleet.settle().await;

    assert_eq!(fleet.office.verdict(job.record).as_deref(), Some("changed"));
    let verdicts = ana
        .say(json!({ "do": "verify", "record": job.number }))
        .await;
    assert_eq!(verdicts["all_unchanged"], false);
    let copy = copy_of(&ana, &job.number).await;
    let CopyVerdict::Unchanged { opened, .. } = judged(&ana, &copy) else {
        panic!("it is as it was made");
    };
    assert_eq!(
        opened.statement.shown.customer.name, "王秀英",
        "the copy says what was signed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_has_the_signature_and_every_sign_of_every_name() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    // Rare, traditional and of another script altogether; the last one no font has.
    let names = ["王𬭎喆", "龍馬精神", "Ångström", "𓀀"];
    let line = json!({ "do": "record.field", "record": job.number, "field": "customer_name", "value": names.concat() });
    ana.say(line).await;
    ana.work(visit::until_quote(&job.number)).await;
    ana.work(visit::until_signature(&job.number)).await;
    let copy = copy_of(&ana, &job.number).await;
    assert!(copy.len() < 300_000, "{} bytes", copy.len());
    let CopyVerdict::Unchanged { opened, pages } = judged(&ana, &copy) else {
        panic!("it is as it was made");
    };
    assert_eq!(opened.statement.shown.customer.name, names.concat());
    assert!(opened.statement.signing.ink.is_some());
    assert_eq!(pages, Pages::Same, "and they show that statement");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_has_his_copy_before_the_technician_leaves_the_basement() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    fleet.office.stop().await;
    ana.work(visit::whole(&job.number)).await;
    let copy = copy_of(&ana, &job.number).await;
    assert!(matches!(judged(&ana, &copy), CopyVerdict::Unchanged { .. }));
    // It proves itself to anybody who trusts the organisation, and says so to nobody else.
    assert!(matches!(
        verify(&copy, None),
        CopyVerdict::UnknownDevice { .. }
    ));
    let mut altered = copy;
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    assert!(!matches!(
        judged(&ana, &altered),
        CopyVerdict::Unchanged { .. }
    ));
}
