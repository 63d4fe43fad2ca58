//! 单位用户盖章验收：照片、姓名、职务。 A company stamps instead of signing: photo, name and post.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            changed_the_motor(),
            vec![
                repaired(),
                tested(),
                advised(),
                line(
                    "sign.off",
                    json!({ "signer": "赵敏", "relation": "company", "opinion": "按时修好", "score": 5,
                            "stamp": { "photo": "5e".repeat(32), "name": "赵敏", "post": "行政主管" } }),
                ),
                paid(20_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
