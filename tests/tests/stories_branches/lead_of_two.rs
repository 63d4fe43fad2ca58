//! 两人作业，由临时负责人签单和汇报。 Two work on a job; the lead seals and reports.

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened(), field("lead", "$person")],
            up_to_the_quote(),
            up_to_the_signature(),
            vec![paid(20_000), reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
