//! A story without a network from the first to the last line, and then with one.

use doorstep_tests::{FieldDevice, Fleet};
use serde_json::{Value, json};

use crate::{Story, filled};

/// Works a story through on a device, five minutes a line; the number of the record that was opened last.
pub(crate) async fn work(fleet: &Fleet, device: &FieldDevice, story: &Story) -> String {
    let mut record = String::new();
    for line in &story.lines {
        let view = if record.is_empty() {
            Value::Null
        } else {
            device.say(json!({ "do": "show", "record": record })).await
        };
        assert_offered(line, &view);
        let line = filled(line, &view, "SN-1001", device.person());
        let shown = device.say(line.clone()).await;
        if line["do"] == "record.open" {
            record = shown["number"].as_str().unwrap().to_owned();
        }
        fleet.pass(chrono::TimeDelta::minutes(5));
    }
    record
}

/// What will be done is shown as something that may be done.
fn assert_offered(line: &Value, view: &Value) {
    let mut actions = view["actions"].as_array().into_iter().flatten();
    if let Some(action) = actions.find(|action| action["code"] == line["do"]) {
        assert_eq!(action["may"], true, "{line}: {action}");
    }
}

pub(crate) async fn play(story: Story) {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    let record = work(&fleet, &ana, &story).await;
    let view = ana.say(json!({ "do": "show", "record": record })).await;
    assert_ended(&story, &view);
    let verdicts = ana.say(json!({ "do": "verify", "record": record })).await;

    ana.go_online();
    assert_eq!(ana.sync().await.refused, 0, "the server takes all of it");
    fleet.settle().await;
    fleet.assert_agreed();
    let sent = ana.say(json!({ "do": "show", "record": record })).await;
    assert_ended(&story, &sent);
    assert_eq!(
        ana.say(json!({ "do": "verify", "record": record })).await["all_unchanged"],
        verdicts["all_unchanged"]
    );
}

/// The record stands where the story ends.
pub(crate) fn assert_ended(story: &Story, view: &Value) {
    let code = |name: &str| view[name]["code"].as_str().unwrap_or_default().to_owned();
    let findings: Vec<&str> = view["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        (code("status"), code("next_step"), findings.as_slice()),
        (
            story.ends.0.to_owned(),
            story.ends.1.to_owned(),
            story.findings
        ),
    );
}
