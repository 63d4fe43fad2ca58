//! 用户不接受报价，不修。 He declines the quote, and nothing is repaired.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![
                offered(),
                line("quote.decline", json!({ "reason": "太贵" })),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
