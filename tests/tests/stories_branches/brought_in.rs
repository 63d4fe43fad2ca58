//! 用户送修，告知约定取机日期，修好归还。 The customer brings his unit in and gets a promised date.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![
                opened(),
                field("reception", "brought_in"),
                field("unit_serial", "$serial"),
                signed(
                    "custody.take",
                    json!({ "condition": "完好", "promised_on": "2026-11-26" }),
                ),
            ],
            diagnosed(),
            vec![offered(), accepted()],
            changed_the_motor(),
            vec![
                repaired(),
                tested(),
                signed("custody.return", json!({ "condition": "完好", "complete": true })),
                advised(),
                signed_off(),
                paid(20_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
