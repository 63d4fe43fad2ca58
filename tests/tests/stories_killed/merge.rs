//! Two records of one visit become one, over a kill: it is merged once, and neither history is lost.

use serde_json::json;

use crate::{assert_converged, count, device, office, opened, show};

#[test]
fn two_records_of_one_visit_become_one_over_a_kill() {
    let (folder, office) = office();
    let mut phone = device(&office, folder.path(), "t-1", "phone");
    let mut tablet = device(&office, folder.path(), "t-1", "tablet");
    let goes = opened(&mut phone);
    let stays = opened(&mut tablet);
    phone.send_all();
    tablet.send_all();
    phone.send_all();
    phone.struck(
        &json!({ "do": "record.merge", "record": goes, "into": stays, "reason": "同一次报修" }),
    );
    phone.struck(&json!({ "do": "sync" }));
    for record in [&goes, &stays] {
        assert_converged(&mut [&mut phone, &mut tablet], &office, record);
    }
    let gone = show(&mut tablet, &goes);
    assert_eq!(gone["status"]["code"], "cancelled");
    assert_eq!(gone["duplicates"]["stays"]["number"], stays);
    assert_eq!(count(&gone["notes"]), 1, "merged once: {}", gone["notes"]);
    let kept = show(&mut tablet, &stays);
    assert_eq!(count(&kept["duplicates"]["merged_here"]), 1);
    let history = tablet.say(&json!({ "do": "history", "record": goes }));
    assert!(history.to_string().contains("冷藏室不凉"));
}
