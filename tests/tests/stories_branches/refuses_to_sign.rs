//! 用户拒绝签字，如实记录原因。 He refuses to sign; the reason is recorded as he gave it.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            changed_the_motor(),
            vec![
                repaired(),
                tested(),
                advised(),
                line("sign.refuse", json!({ "reason": "要等家人回来" })),
                paid(20_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
