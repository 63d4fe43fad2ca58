//! 用户选择暂不处理，只付检测费。 The customer leaves his unit as it is and pays for the diagnosis.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![
                line(
                    "quote.offer",
                    json!({ "options": [
                        { "choice": "repair", "lines": [
                            { "kind": "part", "code": "RF-101", "name": "压缩机", "unit_price_minor": 42_000 } ] },
                        { "choice": "leave", "lines": [
                            { "kind": "labour", "name": "检测费", "unit_price_minor": 5_000 } ] } ] }),
                ),
                signed("quote.accept", json!({ "choice": "leave" })),
                paid(5_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
