//! 一时误记，作废重记，原记录仍在。 Something was noted by mistake and taken back; it stays visible.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![
                opened(),
                called(),
                line("visit.absent", json!({ "card_left": false })),
                line("entry.void", json!({ "entry": "$note", "reason": "用户随后开门" })),
            ],
            up_to_the_quote(),
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
