//! Deadlines as they are shown: which clock, by which rule, until when, and how it stands.

use doorstep_domain::{
    deadline::{
        Clock, ClockKind, ClockRule, ClockState, Moment, NextClock, WorkingDays, clocks_of,
        next_clock_of,
    },
    record::Record,
};
use serde::Serialize;

use super::Words;

/// One clock of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineView {
    /// Which.
    pub clock: Words,
    /// The rule that gives it its end.
    pub rule: Words,
    /// When it began, RFC 3339.
    pub start: String,
    /// The last moment in time, RFC 3339.
    pub due: String,
    /// How it stands: `running`, `met`, `missed`, `cancelled`, `postponed`; of one that stands still, why.
    pub state: Words,
    /// It is not done, and the time is over; or it was done too late.
    pub late: bool,
    /// It stands still.
    pub stands_still: bool,
    /// The entry that ended or stopped it.
    pub ended_by: Option<String>,
}

impl DeadlineView {
    pub(super) fn all_of(record: &Record, now: Moment) -> Vec<Self> {
        let clocks = clocks_of(record, now, &WorkingDays::default());
        clocks.iter().map(Self::of).collect()
    }

    pub(super) fn next_of(record: &Record, now: Moment) -> Option<Self> {
        let next = next_clock_of(record, &WorkingDays::default())?;
        Some(Self::next(&next, now))
    }

    /// A clock of a record.
    #[must_use]
    pub fn of(clock: &Clock) -> Self {
        let still = matches!(clock.state, ClockState::Postponed | ClockState::Cancelled);
        Self {
            clock: kind_words(clock.kind),
            rule: rule_words(&clock.rule),
            start: clock.start.to_rfc3339(),
            due: clock.due.to_rfc3339(),
            state: state_words(clock.state),
            late: clock.state == ClockState::Missed,
            stands_still: still,
            ended_by: clock.ended_by().map(|entry| entry.to_string()),
        }
    }

    /// The next clock of a record at a moment.
    #[must_use]
    pub fn next(clock: &NextClock, now: Moment) -> Self {
        let state = clock.state(now);
        Self {
            clock: kind_words(clock.kind),
            rule: rule_words(&clock.rule),
            start: clock.start.to_rfc3339(),
            due: clock.due.to_rfc3339(),
            state: state_words(state),
            late: state == ClockState::Missed,
            stands_still: clock.stands_still,
            ended_by: None,
        }
    }
}

fn kind_words(kind: ClockKind) -> Words {
    Words::of(kind.code(), kind.words())
}

fn state_words(state: ClockState) -> Words {
    Words::of(state.code(), state.words())
}

fn rule_words(rule: &ClockRule) -> Words {
    Words::saying(rule.code(), &rule.words())
}
