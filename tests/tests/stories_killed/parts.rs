//! Every movement of a van is killed in the middle; the equation holds to the piece, and no piece is there twice.

use doorstep_tests::{KilledDevice, visit};
use serde_json::{Value, json};

use crate::{device, office, opened};

const MOTOR: &str = "RF-109";

/// `opening + issued + taken over + explained = fitted + returned + handed over + on van` of the motor.
fn motors(device: &mut KilledDevice) -> [i64; 8] {
    let stock = device.say(&json!({ "do": "van.stock" }));
    let parts = stock["parts"].as_array().unwrap();
    let row = parts.iter().find(|row| row["part"] == MOTOR);
    let all = [
        "opening",
        "issued",
        "taken_over",
        "explained",
        "fitted",
        "returned",
        "handed_over",
        "on_van",
    ]
    .map(|term| row.map_or(0, |row| row[term].as_i64().unwrap()));
    let came: i64 = all[..4].iter().sum();
    assert_eq!(came, all[4..].iter().sum::<i64>(), "{all:?}");
    all
}

fn causes(device: &mut KilledDevice) -> Vec<String> {
    let stock = device.say(&json!({ "do": "van.stock" }));
    let findings = stock["findings"].as_array().unwrap().iter();
    let code = |finding: &Value| finding["cause"]["code"].as_str().unwrap().to_owned();
    findings.map(code).collect()
}

#[test]
fn three_motors_go_their_ways_over_kills_and_every_piece_is_found_again() {
    let (folder, office) = office();
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    let mut ben = device(&office, folder.path(), "t-2", "ben");
    ana.struck(&json!({ "do": "van.requisition", "part": MOTOR, "quantity": 4, "note": "本周" }));
    let stock = ana.say(&json!({ "do": "van.stock" }));
    assert_eq!(
        stock["requisitions"].as_array().unwrap().len(),
        1,
        "asked once"
    );
    office.admin(&["van", "issue", "t-1", MOTOR, "3"]);

    let record = opened(&mut ana);
    let lines = [visit::until_quote(&record), visit::until_signature(&record)].concat();
    for line in lines {
        // Fitting writes the record and the van: both or neither.
        if line["do"].as_str().unwrap().starts_with("part.") {
            ana.struck(&line);
        } else {
            ana.say(&line);
        }
    }
    assert_eq!(motors(&mut ana), [0, 0, 0, 0, 1, 0, 0, -1]);
    ana.struck(&json!({ "do": "van.hand_over", "part": MOTOR, "quantity": 1, "to": "t-2" }));
    let given = ana.say(&json!({ "do": "van.stock" }))["handed_over"].clone();
    assert_eq!(
        given.as_array().unwrap().len(),
        1,
        "handed over once: {given}"
    );
    ben.struck(
        &json!({ "do": "van.take_over", "transfer": given[0]["transfer"], "from": "t-1", "part": MOTOR,
                 "quantity": 1 }),
    );
    assert_eq!(motors(&mut ben), [0, 0, 1, 0, 0, 0, 0, 1]);

    ana.struck(&json!({ "do": "sync" }));
    ben.struck(&json!({ "do": "sync" }));
    ana.send_all();
    assert_eq!(motors(&mut ana), [0, 3, 0, 0, 1, 0, 1, 1]);
    let stock = ana.say(&json!({ "do": "van.stock" }));
    let issue = stock["findings"].as_array().unwrap().iter();
    let issue = issue
        .clone()
        .find(|one| one["cause"]["code"] == "issue_not_confirmed");
    ana.struck(&json!({ "do": "van.confirm", "entry": issue.unwrap()["entry"] }));
    let owed = ana.say(&json!({ "do": "van.old_parts" }))["old_parts"].clone();
    ana.struck(&json!({ "do": "van.return_old", "removal": owed[0]["removal"] }));
    ana.struck(&json!({ "do": "van.return_new", "part": MOTOR, "quantity": 1 }));
    ana.struck(&json!({ "do": "van.count", "part": MOTOR, "quantity": 0 }));
    assert_eq!(motors(&mut ana), [0, 3, 0, 0, 1, 1, 1, 0]);
    assert_eq!(
        causes(&mut ana),
        ["return_not_confirmed", "return_not_confirmed"]
    );
    for device in [&mut ana, &mut ben] {
        device.send_all();
        device.assert_nothing_is_lost(&office);
    }
    assert!(
        ana.assert_nothing_is_lost(&office) > 10,
        "enough was confirmed"
    );
    assert_eq!(
        (motors(&mut ana), motors(&mut ben)),
        ([0, 3, 0, 0, 1, 1, 1, 0], [0, 0, 1, 0, 0, 0, 0, 1])
    );
    assert!(ana.kills() >= 9 && ben.kills() >= 2);
}
