//! Clashes: every value, who wrote it, the rule, and the value in force until somebody settles it.

use doorstep_domain::record::{Conflict, Record};
use serde::Serialize;

use super::{ValueView, Words, who::Writers};

/// One field with several values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictView {
    /// The field.
    pub field: Words,
    /// The rule that decided for now, as its row of the table is named.
    pub rule: Words,
    /// Why the rule is as it is.
    pub why: Words,
    /// The value in force.
    pub in_force: ValueView,
    /// All values.
    pub values: Vec<CandidateView>,
}

/// One of the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateView {
    /// The value.
    #[serde(flatten)]
    pub value: ValueView,
    /// On whose behalf the device writes.
    pub role: Words,
    /// The person's code; empty where nobody is known.
    pub by: String,
    /// The device.
    pub device: String,
    /// It is the one in force.
    pub in_force: bool,
}

impl ConflictView {
    pub(super) fn all_of(record: &Record, writers: &Writers) -> Vec<Self> {
        record
            .conflicts()
            .iter()
            .map(|conflict| Self::of(conflict, writers))
            .collect()
    }

    fn of(conflict: &Conflict<'_>, writers: &Writers) -> Self {
        let row = conflict.field.rule();
        let rule = format!("{:?}", conflict.rule);
        let values = conflict.candidates.iter().map(|candidate| CandidateView {
            value: ValueView::of(&candidate.value),
            role: Words::new(
                candidate.role.code(),
                candidate.role.chinese(),
                candidate.role.english(),
            ),
            by: writers.person(candidate.device),
            device: candidate.device.to_string(),
            in_force: candidate == conflict.in_force,
        });
        Self {
            field: Words::new(row.key, row.chinese, row.english),
            rule: Words::new(&rule, conflict.rule.chinese(), conflict.rule.english()),
            why: Words::new(row.key, row.why_chinese, row.why),
            in_force: ValueView::of(&conflict.in_force.value),
            values: values.collect(),
        }
    }
}
