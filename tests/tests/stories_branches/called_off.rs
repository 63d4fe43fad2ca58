//! 用户取消。 The customer calls it off; the office hears of it.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: vec![
            opened(),
            called(),
            line("record.cancel", json!({ "reason": "用户已自行解决" })),
            reported(),
        ],
        ends: ("cancelled", "done"),
        findings: &[],
    }
}
