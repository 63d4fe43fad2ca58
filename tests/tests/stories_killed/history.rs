//! What happened to a unit before comes to a colleague over kills, and decides the second repair without coverage.

use doorstep_tests::visit;
use serde_json::json;

use crate::{assert_converged, count, device, office, opened, show, visited};

#[test]
fn a_second_repair_is_decided_by_a_colleague_over_kills() {
    let (folder, office) = office();
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    let mut ben = device(&office, folder.path(), "t-2", "ben");
    let first = visited(&mut ana);
    ana.struck(&json!({ "do": "sync" }));
    ana.send_all();

    let second = opened(&mut ben);
    let serial = visit::serial(&first);
    ben.struck(
        &json!({ "do": "record.field", "record": second, "field": "unit_serial", "value": serial }),
    );
    for _ in 0..3 {
        ben.struck(&json!({ "do": "sync" }));
    }
    let history = show(&mut ben, &second)["unit_history"].clone();
    assert_eq!((count(&history), &history[0]["number"]), (1, &json!(first)));
    let mut lines = visit::until_quote(&second);
    lines.pop();
    lines[1]["serial"] = json!(serial);
    ben.work(&lines);
    ben.struck(&json!({ "do": "quote.offer", "record": second, "lines": [
        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000, "quantity": 1 }] }));
    let view = show(&mut ben, &second);
    assert_eq!(view["second_repair"]["first"], first);
    assert_eq!(
        view["quotes"][0]["lines"][0]["decided_by"]["code"],
        "second_repair"
    );
    assert_eq!(view["quotes"][0]["customer_pays"]["minor"], 0);
    assert_eq!(count(&view["quotes"]), 1);
    assert_converged(&mut [&mut ben], &office, &second);
}
