//! 用户不满意，免费二次服务。 He is not satisfied: a second service, free of charge.

use serde_json::json;

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            whole_visit(),
            vec![line("customer.not_satisfied", json!({ "reason": "仍有异响" }))],
            vec![
                called(),
                arrived(),
                line("repair.done", json!({ "works": true, "work": "重新固定风门，消除异响" })),
                tested(),
                advised(),
                signed_off(),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
