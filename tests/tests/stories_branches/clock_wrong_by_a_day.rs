//! 上门途中手机时钟差了一天：时限按校正后的时间走，时钟不准看得见。 On the way the phone's clock is set a day ahead: what happened is on
//! corrected time, the deadlines are kept, and that the clock was wrong is seen by everybody.

use chrono::TimeDelta;
use doorstep_tests::Fleet;
use serde_json::{Value, json};

use crate::{door::*, filled};

fn codes(list: &Value) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_run_on_corrected_time_and_a_set_clock_is_a_finding() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    // A request with an appointment of today, ten to twelve; it is nine o'clock.
    let mut open = opened();
    open["appointment"] = json!("2026-11-23T10:00:00+08:00/2026-11-23T12:00:00+08:00");
    open["priority_hours"] = json!(4);
    let record = ana.say(open).await["number"].as_str().unwrap().to_owned();
    let show = || json!({ "do": "show", "record": record });
    let say = async |line: &Value| {
        let view = ana.say(show()).await;
        ana.say(filled(line, &view, "SN-1", "ana")).await
    };

    fleet.pass(TimeDelta::minutes(30));
    say(&called()).await;
    // Somebody sets the clock: by its own word the technician comes a day late.
    ana.clock().set_wrong(TimeDelta::days(1));
    fleet.pass(TimeDelta::minutes(45));
    say(&arrived()).await;
    let listed = ana.say(json!({ "do": "list" })).await;
    assert_eq!(
        listed["rows"][0]["next_deadline"],
        Value::Null,
        "he is there in time"
    );
    ana.clock().set_wrong(-TimeDelta::days(1));
    fleet.pass(TimeDelta::minutes(5));
    for line in diagnosed() {
        say(&line).await;
    }

    let view = ana.say(show()).await;
    let says = |view: &Value| {
        let clocks = view["deadlines"].as_array().unwrap().iter();
        clocks
            .map(|clock| {
                let code = |name: &str| clock[name]["code"].as_str().unwrap();
                format!("{} {}", code("clock"), code("state"))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        says(&view),
        ["first_response met", "window met", "on_site met"]
    );
    let arrival = view["visits"][0]["at"].as_str().unwrap();
    assert!(
        arrival.starts_with("2026-11-24T10:15"),
        "as he claimed it: {arrival}"
    );
    assert_eq!(
        codes(&view["findings"]),
        ["clock_jumped", "clock_jumped", "clock_wrong"]
    );
    let details: Vec<_> = (0..3)
        .map(|place| view["findings"][place]["detail"]["zh"].as_str().unwrap())
        .collect();
    assert_eq!(
        details,
        [
            "设备时钟被拨快 1440 分钟",
            "设备时钟被拨慢 1440 分钟",
            "设备时钟快 1440 分钟"
        ]
    );

    // The office reads the same.
    ana.go_online();
    assert_eq!(ana.sync().await.refused, 0);
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(says(&ana.say(show()).await), says(&view));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_clock_is_a_day_slow_from_the_start_opens_records_of_today() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    ana.clock().set_wrong(-TimeDelta::days(1));
    let opened = ana.say(opened()).await;
    let show = json!({ "do": "show", "record": opened["number"] });
    let received = ana.say(show).await["received_at"].clone();
    assert_eq!(
        received, "2026-11-23T09:00:00+08:00",
        "the response is measured from it"
    );
}
