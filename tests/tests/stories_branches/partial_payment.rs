//! 先付一部分，余款扫码付清；多收的退还。 A part is paid in cash, the rest by a code; a payment is never more than what is owed,
//! and what was taken twice is given back.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    let pay = |method: &str, minor: i64| {
        line(
            "payment.take",
            json!({ "method": method, "amount_minor": minor }),
        )
    };
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            up_to_the_signature(),
            vec![
                pay("cash", 5_000),
                line("leave", json!({})),
                pay("cash", 3_000),
                line(
                    "payment.refund",
                    json!({ "payment": "$payment", "method": "cash", "reason": "用户改扫码付" }),
                ),
                pay("wechat", 15_000),
                json!({ "do": "cash.hand_in" }),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
