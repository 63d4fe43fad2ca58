//! 约定日期顺延须请示，主管电话同意，待办公室确认。 A later date needs the office, which agreed by telephone and has not
//! confirmed yet.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            vec![
                line("repair.cannot", json!({ "reason": "风门电机缺货", "plan": "周五带件二次上门" })),
                line(
                    "approval.ask",
                    json!({ "matter": "extension", "wanted": "延至周五", "until": "2026-11-27",
                            "reason": "配件周四到货", "agreed_by_phone": "李主管" }),
                ),
                signed_off(),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &["approval_unconfirmed"],
    }
}
