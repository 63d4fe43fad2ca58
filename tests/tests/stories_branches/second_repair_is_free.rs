//! 同机同件再坏，返修免费，也能离线判定。 The same part of the same unit fails again: free, decided without coverage.

use crate::{Story, door::*};

pub(crate) fn story() -> Story {
    Story {
        lines: [
            whole_visit(),
            vec![opened(), called(), arrived()],
            diagnosed(),
            vec![offered(), accepted()],
            up_to_the_signature(),
            vec![reported()],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
