//! 危机以协议书和收条了结，五百元以上报保险。 A crisis ends in a signed agreement and a receipt; from 500 yuan the insurer is told.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            whole_visit(),
            vec![
                line(
                    "complaint.take",
                    json!({ "gravity": "damage", "about": "漏水泡坏地板", "wish": "赔偿" }),
                ),
                signed(
                    "agreement.sign",
                    json!({ "terms": "一次性补偿六百元，双方再无争议", "amount_minor": 60_000 }),
                ),
                signed(
                    "compensation.pay",
                    json!({ "claim": "$claim", "amount_minor": 60_000, "method": "alipay" }),
                ),
                line("insurer.tell", json!({ "claim": "$claim", "number": "PA-2026-1" })),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
