//! 单位用户要求开票后付：登记抬头、税号和收票方式，现场不收款。 A company pays by invoice: title, tax number and where it goes are written
//! down, no money is taken at the door, and none is in the technician's hand.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            up_to_the_signature(),
            vec![
                line(
                    "payment.take",
                    json!({ "method": "invoice", "amount_minor": 20_000 }),
                ),
                line(
                    "invoice.ask",
                    json!({ "title": "样例餐饮有限公司", "tax_number": "91510100MA6XXXXX1A", "email": "finance@example.com" }),
                ),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
