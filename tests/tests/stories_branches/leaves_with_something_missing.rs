//! 没写故障原因、没收余款就走了：不拦人，但缺什么都看得见。 He leaves without the rest of the money and without having written down the four
//! steps of the diagnosis: nobody is held back, and what is missing is seen.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), called(), arrived()],
            vec![
                line("diagnosis.cause", json!({ "text": "风门电机绕组开路" })),
                offered(),
                accepted(),
                line("part.fit", json!({ "part": "RF-109", "quantity": 1 })),
                repaired(),
                tested(),
                signed_off(),
                paid(5_000),
                line("leave", json!({})),
                reported(),
                line("leave", json!({})),
            ],
        ]
        .concat(),
        ends: ("reported", "advise"),
        findings: &["old_part_missing", "diagnosis_incomplete"],
    }
}
