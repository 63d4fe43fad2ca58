//! 优惠超过权限，先请示，主管电话同意，待办公室确认。 A discount beyond the limit: the office is asked and agrees by telephone.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![
                line(
                    "approval.ask",
                    json!({ "matter": "discount", "percent": 20, "wanted": "全单八折", "reason": "同一小区第三单",
                            "agreed_by_phone": "李主管" }),
                ),
                line(
                    "quote.offer",
                    json!({ "lines": [
                        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000 },
                        { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000,
                          "discount_minor": 4_000 } ] }),
                ),
                accepted(),
            ],
            up_to_the_signature(),
            vec![paid(16_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &["approval_unconfirmed"],
    }
}
