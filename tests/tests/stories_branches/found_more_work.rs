//! 拆开后又发现问题，新版报价再签。 More work is found later: a revision of the quote, accepted again.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            vec![
                line(
                    "quote.offer",
                    json!({ "lines": [
                        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000 },
                        { "kind": "part", "code": "RF-120", "name": "温度传感器", "unit_price_minor": 4_000 },
                        { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000 } ] }),
                ),
                accepted(),
                line("part.remove", json!({ "part": "RF-120", "quantity": 1 })),
                line("part.fit", json!({ "part": "RF-120", "quantity": 1 })),
            ],
            up_to_the_signature(),
            vec![paid(24_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
