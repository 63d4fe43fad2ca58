//! 取机送修，开收据，借出替补机；修好归还，收回替补机。 The unit goes to the workshop against a receipt, a loaner stays meanwhile,
//! and both come back.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            vec![
                line("repair.cannot", json!({ "reason": "内胆漏，须返厂", "plan": "三个工作日内修复送回" })),
                signed(
                    "custody.take",
                    json!({ "accessories": ["抽屉两个"], "condition": "右侧有一处划痕", "promised_on": "2026-11-26" }),
                ),
                signed(
                    "loaner.lend",
                    json!({ "model": "YL-BCD210", "serial": "LOAN-0007", "condition": "九成新" }),
                ),
                reported(),
            ],
            changed_the_motor(),
            vec![
                repaired(),
                called(),
                arrived(),
                tested(),
                signed("custody.return", json!({ "condition": "完好", "complete": true })),
                advised(),
                signed_off(),
                signed("loaner.return", json!({ "condition": "完好", "complete": true })),
                paid(20_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
