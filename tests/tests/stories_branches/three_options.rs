//! 一页三个方案：维修、更换、暂不处理，用户选更换。 Three options on one page, and the customer takes "replace".

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
                            { "kind": "part", "code": "RF-101", "name": "压缩机", "unit_price_minor": 42_000 },
                            { "kind": "labour", "name": "更换压缩机", "unit_price_minor": 28_000 } ] },
                        { "choice": "replace", "lines": [
                            { "kind": "part", "code": "UNIT-326", "name": "326 升冰箱整机", "unit_price_minor": 199_900 },
                            { "kind": "other", "name": "旧机搬运", "unit_price_minor": 3_000 } ] },
                        { "choice": "leave", "lines": [
                            { "kind": "labour", "name": "检测费", "unit_price_minor": 5_000 } ] } ] }),
                ),
                signed("quote.accept", json!({ "choice": "replace" })),
                line("part.remove", json!({ "part": "UNIT-326", "name": "旧冰箱", "quantity": 1 })),
                line("part.fit", json!({ "part": "UNIT-326", "quantity": 1 })),
                repaired(),
                tested(),
                advised(),
                signed_off(),
                paid(202_900),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
