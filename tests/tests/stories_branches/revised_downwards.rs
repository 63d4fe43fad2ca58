//! 拆开后有一项不必做，另添一项，新版报价列明差别再签。 One line turns out needless and another is added: the revision is signed anew.

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
                        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000 },
                        { "kind": "part", "code": "RF-110", "name": "风门总成", "unit_price_minor": 9_000 },
                        { "kind": "labour", "name": "更换风门", "unit_price_minor": 8_000 } ] }),
                ),
                accepted(),
                // Drafted first, then offered as it was drafted.
                line(
                    "quote.draft",
                    json!({ "lines": [
                        { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000 },
                        { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000 } ] }),
                ),
                line("quote.offer", json!({})),
                accepted(),
            ],
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
