//! 同一次上门，部分免费，部分收费，逐行说明依据。 One visit, part free, part paid, each line by its own rule: a payer against the
//! rule takes a reason.

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
                    json!({ "lines": [
                        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000,
                          "payer": "warranty", "reason": "厂家同意延保" },
                        { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000 } ] }),
                ),
                accepted(),
            ],
            up_to_the_signature(),
            vec![paid(8_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
