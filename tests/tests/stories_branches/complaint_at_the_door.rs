//! 用户当场投诉，由维修人员登记。 The customer complains at the door; the technician takes it.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            whole_visit(),
            vec![line(
                "complaint.take",
                json!({ "gravity": "ordinary", "about": "上次来人没有出示工牌" }),
            )],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
