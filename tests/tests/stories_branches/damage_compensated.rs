//! 移动家具前征得同意；仍有损坏，双方确认，按价赔偿。 Furniture is moved with consent; a tile breaks, is acknowledged and paid at its
//! price.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![
                line(
                    "consent.give",
                    json!({ "to": "move_furniture", "words": "移开右侧橱柜", "given_by": "王秀英" }),
                ),
                offered(),
                accepted(),
                signed(
                    "damage.record",
                    json!({ "thing": "地砖一块", "how": "移柜时滑落", "price_minor": 8_000 }),
                ),
                signed(
                    "compensation.pay",
                    json!({ "claim": "$claim", "amount_minor": 8_000, "method": "cash" }),
                ),
            ],
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
