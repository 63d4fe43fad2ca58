//! 用户不在家，留卡汇报，改日再去。 Nobody is at home; a card is left, and another visit is made.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![
                opened(),
                called(),
                line("visit.absent", json!({ "note": "敲门无人应，已电话", "card_left": true })),
                reported(),
            ],
            up_to_the_quote(),
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
