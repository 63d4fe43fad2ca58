//! 二次服务后仍不满意，转投诉处理。 Still not satisfied after the second service: the complaint procedure.

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
            vec![
                line("customer.not_satisfied", json!({ "reason": "夜里又响" })),
                line(
                    "complaint.take",
                    json!({ "gravity": "ordinary", "about": "修了两次仍有异响", "wish": "换机" }),
                ),
            ],
        ]
        .concat(),
        ends: ("complaint", "revisit"),
        findings: &[],
    }
}
