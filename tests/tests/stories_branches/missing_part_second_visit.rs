//! 现场缺件：原因与安排告知用户并签字，二次上门带件修好。 The part is missing: the customer is told why and what comes next, and a second
//! visit brings it.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            vec![
                line("repair.cannot", json!({ "reason": "风门电机缺货", "plan": "周四带件二次上门" })),
                signed_off(),
                reported(),
                called(),
                arrived(),
            ],
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
