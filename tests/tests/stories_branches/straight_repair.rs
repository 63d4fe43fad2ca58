//! Call, arrival, four steps of diagnosis, quote, repair, test, advice, signature, payment, report.

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: whole_visit(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
