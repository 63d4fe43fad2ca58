//! 现场无法修复，用户知情签字，到此为止。 It cannot be repaired; the customer was told and signs, and that is all.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![
                line("repair.cannot", json!({ "reason": "压缩机已停产", "plan": "建议换新机" })),
                signed_off(),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
