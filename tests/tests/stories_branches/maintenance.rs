//! 保养：同一流程，没有故障。 A maintenance visit runs the same course without a fault.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: vec![
            opened_for("maintenance"),
            called(),
            arrived(),
            line(
                "quote.offer",
                json!({ "lines": [{ "kind": "labour", "name": "服务费", "unit_price_minor": 10_000 }] }),
            ),
            accepted(),
            line("repair.done", json!({ "works": true, "work": "按说明书完成" })),
            tested(),
            advised(),
            signed_off(),
            paid(10_000),
            reported(),
        ],
        ends: ("reported", "done"),
        findings: &[],
    }
}
