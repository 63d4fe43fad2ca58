//! 规定外的方案先请示，也能离线。 A solution outside the rules is asked for first, also without coverage.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            vec![line(
                "approval.ask",
                json!({ "matter": "outside_rules", "wanted": "以新款风门代用", "reason": "原型号停产" }),
            )],
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
