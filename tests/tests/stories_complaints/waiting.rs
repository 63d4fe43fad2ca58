//! What is on a device and waits.

use chrono::TimeDelta;
use doorstep_core::replication::HttpTransport;
use doorstep_domain::record::TextName;
use doorstep_tests::{BadLine, Fleet, Lost, visit};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_visit_needs_no_network_after_the_first_contact() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    fleet.office.stop().await;
    ana.restart();

    ana.work(visit::whole(&job.number)).await;
    let own = json!({ "do": "record.open", "customer": { "name": "邻居" }, "unit": { "kind": "washer" } });
    ana.say(own).await;
    let found = ana.say(json!({ "do": "search", "text": "邻居" })).await;
    assert_eq!(found["rows"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(ana.view(job.record).status.code, "reported");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_servers_word_takes_what_is_unsent_off_a_device() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.go_offline();
    ana.work(visit::until_quote(&job.number)).await;
    ana.note(&job.number, "还没上传").await;
    let unsent = ana.device().status().unwrap().unsent_changes;

    // Weeks without coverage, restarts, new lists, the job given away, and at last the device revoked.
    fleet.pass(TimeDelta::days(60));
    ana.restart();
    ana.device().rebuild_read_model().unwrap();
    fleet.office.technician("ben").await;
    fleet.office.assign(job.record, "ben").await;
    fleet.office.revoke(ana.id()).await;
    assert_eq!(ana.device().status().unwrap().unsent_changes, unsent);
    ana.go_online();
    ana.sync().await;
    ana.restart();

    let mut box_of_ana = Vec::new();
    ana.device().black_box(&mut box_of_ana).unwrap();
    let text = String::from_utf8(box_of_ana).unwrap();
    for (_, change) in ana.confirmed() {
        assert!(text.contains(&change.to_string()), "{change} is gone");
    }
    let kept = format!("{:?}", ana.device().refused_changes(job.record).unwrap());
    assert!(kept.contains("还没上传"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_is_said_only_of_what_the_server_has() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.note(&job.number, "等一等").await;
    for lost in [Lost::Request, Lost::Answer] {
        let device = ana.device();
        let way = HttpTransport::new(&device, None).unwrap();
        let outcome = device.sync(&BadLine::after(0, lost, way)).await;
        assert!(outcome.is_err(), "a contact that broke off is no success");
        let status = device.status().unwrap();
        assert!(status.unsent_changes > 0, "{status:?}");
        assert_eq!(ana.view(job.record).sync.code, "saved");
    }
    ana.sync().await;
    assert_eq!(ana.view(job.record).sync.code, "sent");
    ana.note(&job.number, "又一句").await;
    assert_eq!(
        ana.view(job.record).sync.code,
        "saved",
        "from the next word on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_after_a_lost_answer_doubles_nothing() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::whole(&job.number)).await;
    for _ in 0..3 {
        let device = ana.device();
        let way = HttpTransport::new(&device, None).unwrap();
        let outcome = device.sync(&BadLine::after(0, Lost::Answer, way)).await;
        assert!(outcome.is_err());
        drop(device);
        ana.restart();
    }
    ana.sync().await;
    fleet.assert_agreed();
    let view = ana.view(job.record);
    assert_eq!((view.parts_fitted.len(), view.visits.len()), (1, 1));
    assert_eq!(view.payments.taken.len(), 1, "{:?}", view.payments);
    assert_eq!(fleet.office.statements(job.record).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_that_was_cut_goes_on_where_it_was() {
    let fleet = Fleet::open().await;
    fleet.office.technician("ana").await;
    for _ in 0..120 {
        fleet.office.job("ana").await;
    }
    let ana = fleet.device("ana", "ana").await;
    let mut here = 0;
    loop {
        let device = ana.device();
        // One answer arrives, the next does not.
        let way = HttpTransport::new(&device, None).unwrap();
        let outcome = device.sync(&BadLine::after(1, Lost::Answer, way)).await;
        drop(device);
        let now = ana.records().len();
        if outcome.is_ok() {
            break;
        }
        assert!(
            now > here,
            "each contact brings something: {now} after {here}"
        );
        here = now;
        ana.restart();
    }
    assert_eq!(ana.records().len(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_is_told_on_both_sides_and_kept() {
    let fleet = Fleet::open().await;
    let [ana, _ben] = fleet.devices(["ana", "ben"]).await;
    let (given_away, own) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    fleet.settle().await;
    ana.go_offline();
    fleet.office.assign(given_away.record, "ben").await;
    fleet.pass(TimeDelta::days(30));
    ana.note(&given_away.number, "太晚了").await;
    ana.note(&own.number, "正常的").await;
    ana.go_online();

    let report = ana.sync().await;
    assert_eq!(report.refused, 1, "{report:?}");
    let attention = ana.say(json!({ "do": "attention" })).await;
    assert_eq!(attention["refused"][0]["code"], "no_access", "{attention}");
    let kept = format!(
        "{:?}",
        ana.device().refused_changes(given_away.record).unwrap()
    );
    assert!(kept.contains("太晚了"), "{kept}");
    let quarantined = fleet.office.quarantined();
    assert_eq!(
        quarantined.len(),
        1,
        "the office has it, too: {quarantined:?}"
    );
    let record = fleet.office.record(own.record);
    assert!(
        record.text(TextName::Plan).contains("正常的"),
        "no other record waits for it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_in_the_middle_of_a_visit_loses_no_line() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    for line in visit::whole(&job.number) {
        let before = ana.view(job.record).next_step.code;
        ana.say(line).await;
        let after = ana.view(job.record);
        ana.restart();
        assert_eq!(
            ana.view(job.record),
            after,
            "the same step as before, not {before}"
        );
    }
    assert_eq!(ana.view(job.record).status.code, "reported");
}
