//! Records are handed out, and the queues say which of them are late.

use axum::http::StatusCode;
use doorstep_domain::record::{Field, FieldValue};
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::{after_visit::tell, shop::Shop};

fn hand_out(shown: [Value; 3], assignee: &str, appointment: Option<&str>, hours: i64) -> Value {
    let [assigned, window, priority] = shown;
    json!({
        "shown": { "assignee": assigned, "appointment": window, "priority_hours": priority },
        "assignee": assignee, "appointment": appointment, "priority_hours": hours,
    })
}

#[tokio::test]
async fn who_was_shown_something_else_is_told_and_only_technicians_are_sent() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let path = format!("/api/v1/records/{record}/dispatch");
    let now = |record: &doorstep_domain::record::Record| {
        [Field::Assignee, Field::Appointment, Field::PriorityHours].map(|field| {
            let value = record.field(field);
            value.map_or(json!([]), |value| json!([value]))
        })
    };
    let standing = now(&shop.file(record).await.record(&Default::default()));
    let window = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
    let nobody = hand_out(standing.clone(), "office", None, 24);
    assert_eq!(
        tell(&shop, "POST", &path, nobody).await,
        (StatusCode::UNPROCESSABLE_ENTITY, json!("no_technician"))
    );
    let odd = hand_out(standing.clone(), "t-li", Some("tomorrow"), 24);
    assert_eq!(
        tell(&shop, "POST", &path, odd).await,
        (StatusCode::UNPROCESSABLE_ENTITY, json!("bad_value"))
    );
    let good = hand_out(standing.clone(), "t-li", Some(window), 24);
    let done = tell(&shop, "POST", &path, good).await;
    assert_eq!(done.0, StatusCode::NO_CONTENT, "{}", done.1);
    let after = shop.file(record).await.record(&Default::default());
    assert_eq!(after.words(Field::Assignee), "t-li");
    assert_eq!(after.words(Field::Appointment), window);

    // Who still has the old page before him overwrites nothing.
    let stale = hand_out(standing, "t-zhang", None, 4);
    assert_eq!(
        tell(&shop, "POST", &path, stale).await,
        (StatusCode::CONFLICT, json!("changed_meanwhile"))
    );
    let same = hand_out(now(&after), "t-li", Some(window), 24);
    assert_eq!(
        tell(&shop, "POST", &path, same).await,
        (StatusCode::UNPROCESSABLE_ENTITY, json!("same_value"))
    );
    let page = shop.get(&format!("/records/{record}/dispatch")).await;
    assert!(page.html().contains("option value=\"t-li\" selected"));
}

#[tokio::test]
async fn the_queues_say_what_is_for_today_what_is_soon_late_and_what_is_late() {
    let shop = Shop::open().await;
    for (number, window) in [
        (
            "D1-20261123-001",
            "2026-11-23T10:00:00+08:00/2026-11-23T11:00:00+08:00",
        ),
        (
            "D1-20261123-002",
            "2026-11-23T13:30:00+08:00/2026-11-23T16:30:00+08:00",
        ),
        (
            "D1-20261123-003",
            "2026-11-25T10:00:00+08:00/2026-11-25T11:00:00+08:00",
        ),
    ] {
        let record = shop.intake(number, &[]).await;
        let edits = vec![
            Edit::Field(Field::PriorityHours, FieldValue::Number(72)),
            Edit::Field(Field::Appointment, window.into()),
        ];
        shop.edit(record, edits).await;
    }
    // The hours are such that it is this day in most of the world: the clock on the wall is the machine's.
    let numbers = async |queue: &str| {
        let words = shop.get(&format!("/?queue={queue}")).await.words();
        let all = ["001", "002", "003"].into_iter();
        all.filter(|end| words.contains(&format!("D1-20261123-{end}")))
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers("today").await, ["001", "002"]);
    assert_eq!(numbers("soon").await, ["001"]);
    assert_eq!(numbers("late").await, [""; 0]);
    // 11:30: nobody came to the first.
    shop.clock.move_by(150);
    assert_eq!(numbers("late").await, ["001"]);
    assert_eq!(numbers("soon").await, [""; 0]);
    let whole = shop.get("/").await.html();
    assert!(
        whole.contains("id=\"q-late\""),
        "with its count on the list"
    );
}
