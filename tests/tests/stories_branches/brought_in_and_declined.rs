//! 送修后用户不接受报价，原样取回。 He brings it in, declines the quote, and takes it home as it was.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![
                opened(),
                field("reception", "brought_in"),
                signed(
                    "custody.take",
                    json!({ "condition": "完好", "promised_on": "2026-11-26" }),
                ),
            ],
            diagnosed(),
            vec![
                offered(),
                line("quote.decline", json!({ "reason": "准备换新机" })),
                signed("custody.return", json!({ "condition": "完好", "complete": true })),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
