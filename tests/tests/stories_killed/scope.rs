//! What was closed long ago is put away and fetched again, over kills: nothing of it is lost, and its signatures verify.

use serde_json::json;

use crate::{assert_converged, assert_done_once, changes, device, office, visited};

#[test]
fn a_closed_record_is_put_away_and_fetched_over_kills() {
    let (folder, office) = office();
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    let record = visited(&mut ana);
    ana.send_all();
    let history = changes(&mut ana, &record);
    ana.let_days_pass(31);
    // It is put away at the end of a contact: killed there, the next one does it.
    ana.struck(&json!({ "do": "sync" }));
    let holding = ana.say(&json!({ "do": "status" }))["holding"].clone();
    assert_eq!(
        (&holding["records"], &holding["archived"]),
        (&json!(0), &json!(1)),
        "{holding}"
    );
    let found = ana.say(&json!({ "do": "search", "text": record }));
    assert_eq!(found["rows"][0]["archived"], true);

    ana.struck(&json!({ "do": "record.fetch", "record": record }));
    for _ in 0..3 {
        ana.struck(&json!({ "do": "sync" }));
    }
    assert_eq!(changes(&mut ana, &record), history);
    assert_done_once(&mut ana, &record);
    ana.struck(
        &json!({ "do": "record.text", "record": record, "text": "plan", "append": "用户来电" }),
    );
    assert_converged(&mut [&mut ana], &office, &record);
    assert_done_once(&mut ana, &record);
}
