//! The dispatcher's pages and the devices: who is sent at the office gets the record, what is asked at the door is answered.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::{course::Approval, record::Field};
use doorstep_tests::{Browser, Fleet};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_on_the_page_gets_the_record_and_who_had_it_loses_it() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    assert_eq!((ana.records().len(), ben.records().len()), (1, 0));

    let office = Browser::open(&fleet.office).await;
    let page = format!("/records/{}/dispatch", job.record);
    let typed = [
        ("assignee", "ben"),
        ("start", "2026-11-25T09:00"),
        ("end", "2026-11-25T11:00"),
        ("hours", "4"),
    ];
    assert_eq!(office.send(&page, &typed).await, None, "it is done");
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!((ana.records().len(), ben.records().len()), (0, 1));
    let record = ben.record(job.record);
    let appointment = record.words(Field::Appointment);
    assert!(
        appointment.starts_with("2026-11-25T09:00:00"),
        "{appointment}"
    );
    assert_eq!(record.words(Field::Assignee), "ben");

    // A window that nobody touched stays as it was agreed, to the second.
    assert_eq!(
        office
            .send(
                &page,
                &[
                    ("assignee", "ana"),
                    ("start", appointment.get(..16).unwrap()),
                    ("end", "2026-11-25T11:00"),
                    ("hours", "4")
                ]
            )
            .await,
        None
    );
    fleet.settle().await;
    assert_eq!((ana.records().len(), ben.records().len()), (1, 0));
    assert_eq!(
        ana.record(job.record).words(Field::Appointment),
        appointment
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_without_coverage_is_answered_on_the_page_and_the_device_shows_it() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.go_offline();
    ana.say(json!({ "do": "approval.ask", "record": job.number, "matter": "extension", "wanted": "改到月底完成",
                    "until": "2026-11-30", "reason": "配件缺货" }))
        .await;
    let office = Browser::open(&fleet.office).await;
    assert!(!office.page("/questions").await.contains("改到月底完成"));
    ana.go_online();
    ana.sync().await;

    let request = Approval::all_of(&fleet.office.record(job.record))[0].request;
    let page = format!("/records/{}/questions/{request}", job.record);
    let list = office.page("/questions").await;
    assert!(
        list.contains("改到月底完成") && list.contains(&page),
        "{list}"
    );
    let refused = office
        .send(&page, &[("answer", "refused"), ("note", " ")])
        .await;
    assert!(refused.is_some(), "a refusal says why");
    let granted = office
        .send(&page, &[("answer", "granted"), ("note", "仅此一次")])
        .await;
    assert_eq!(granted, None);
    assert!(
        !office.page("/questions").await.contains(&page),
        "nobody waits any more"
    );
    let path = format!("/api/v1{page}");
    let again = office
        .api("POST", &path, &json!({ "granted": false, "note": "太晚" }))
        .await;
    assert_eq!(again, Err("decided_before".to_owned()));

    fleet.settle().await;
    fleet.assert_agreed();
    let approval = &ana.view(job.record).approvals[0];
    assert_eq!(approval.answer.code, "granted");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_from_the_board_gets_the_record_and_who_had_it_loses_it() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    let appointment = "2026-11-25T17:00:00+08:00/2026-11-25T18:00:30+08:00";
    fleet
        .office
        .write(job.record, Field::Appointment, appointment)
        .await;
    fleet.settle().await;
    assert_eq!((ana.records().len(), ben.records().len()), (1, 0));

    let office = Browser::open(&fleet.office).await;
    let day = "2026-11-25";
    let load = async |person: &str| {
        let path = format!("/api/v1/board?day={day}");
        let board = office.api("GET", &path, &json!(null)).await.unwrap();
        let all = board["technicians"].as_array().unwrap().clone();
        let his = all.iter().find(|one| one["person"] == person).unwrap();
        his["load"][0].as_i64().unwrap()
    };
    assert_eq!((load("ana").await, load("ben").await), (1, 0));
    let board = office.page(&format!("/board?day={day}")).await;
    let page = format!("/board/records/{}", job.record);
    assert!(board.contains(&page), "the board leads to it: {board}");
    let choose = office.page(&page).await;
    let typed = |name: &str| {
        let field = choose.split(&format!("name=\"{name}\"")).nth(1).unwrap();
        let value = field.split("value=\"").nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    let (start, end) = (typed("start"), typed("end"));
    let typed = [("assignee", "ben"), ("start", &start), ("end", &end)];
    assert_eq!(office.send(&page, &typed).await, None, "it is done");

    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!((ana.records().len(), ben.records().len()), (0, 1));
    let record = ben.record(job.record);
    assert_eq!(record.words(Field::Assignee), "ben");
    assert_eq!(
        record.words(Field::Appointment),
        appointment,
        "to the second"
    );
    assert_eq!((load("ana").await, load("ben").await), (0, 1));
}
