//! Packing and taking over are killed in the middle: what came from hand to hand is there once, and comes to the office
//! once, whoever brings it first.

use serde_json::json;

use crate::{assert_converged, assert_done_once, changes, device, office, opened, visited};

#[test]
fn the_tablet_takes_the_phones_work_over_kills_on_both_sides() {
    let (folder, office) = office();
    let mut phone = device(&office, folder.path(), "t-1", "phone");
    let mut tablet = device(&office, folder.path(), "t-1", "tablet");
    let record = visited(&mut phone);
    let second = opened(&mut phone);
    let out = folder.path().join("records.doorstep");
    let offer = tablet.say(&json!({ "do": "exchange.offer" }))["offer"].clone();
    phone.struck(&json!({ "do": "exchange.hand_over", "offer": offer, "out": out }));
    let take = json!({ "do": "exchange.take_over", "file": out });
    // However often it dies at it.
    for _ in 0..4 {
        tablet.struck(&take);
    }
    for number in [&record, &second] {
        assert_eq!(
            changes(&mut tablet, number),
            changes(&mut phone, number),
            "{number}"
        );
    }
    assert_done_once(&mut tablet, &record);
    let note =
        json!({ "do": "record.text", "record": record, "text": "plan", "append": "平板补记" });
    tablet.struck(&note);

    tablet.struck(&json!({ "do": "sync" }));
    phone.struck(&json!({ "do": "sync" }));
    assert_converged(&mut [&mut tablet, &mut phone], &office, &record);
    assert_converged(&mut [&mut tablet, &mut phone], &office, &second);
    assert_done_once(&mut phone, &record);
}

#[test]
fn a_colleague_goes_on_with_a_record_over_kills() {
    let (folder, office) = office();
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    let mut ben = device(&office, folder.path(), "t-2", "ben");
    let record = opened(&mut ana);
    ana.work(&doorstep_tests::visit::until_quote(&record));
    let out = folder.path().join("records.doorstep");
    let offer = ben.say(&json!({ "do": "exchange.offer" }))["offer"].clone();
    ana.struck(
        &json!({ "do": "exchange.hand_over", "offer": offer, "records": [record], "reason": "车坏在半路", "out": out }),
    );
    ben.struck(&json!({ "do": "exchange.take_over", "file": out }));
    ben.work(&doorstep_tests::visit::until_signature(&record));
    ben.work(&doorstep_tests::visit::until_report(&record));
    ben.struck(&json!({ "do": "sync" }));
    ana.struck(&json!({ "do": "sync" }));
    assert_converged(&mut [&mut ben, &mut ana], &office, &record);
    assert_done_once(&mut ana, &record);
    assert_done_once(&mut ben, &record);
}
