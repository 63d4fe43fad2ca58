//! The one clock that a list shows: the next that runs out, or, where none runs, the one that stands still.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{Clock, ClockKind, ClockRule, ClockState, Moment};

/// The next clock of a record. It hangs on no "now", so that a list can keep it; whether it is late is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextClock {
    /// Which.
    pub kind: ClockKind,
    /// By which rule.
    #[serde(flatten)]
    pub rule: ClockRule,
    /// When it began.
    pub start: Moment,
    /// The last moment in time.
    pub due: Moment,
    /// It stands still because the customer asked for another time and none is agreed yet.
    pub stands_still: bool,
}

impl NextClock {
    /// The next of these clocks: of those that nothing has ended the one that is due first; a late one stays the next
    /// until it is done. Where none is left, the last one that stands still.
    #[must_use]
    pub fn of(clocks: &[Clock]) -> Option<Self> {
        let running = clocks
            .iter()
            .filter(|clock| clock.ended.is_none())
            .min_by_key(|clock| clock.due);
        let still = || {
            clocks
                .iter()
                .rev()
                .find(|clock| clock.state == ClockState::Postponed && !clock.is_done)
        };
        let clock = running.or_else(still)?;
        Some(Self {
            kind: clock.kind,
            rule: clock.rule,
            start: clock.start,
            due: clock.due,
            stands_still: running.is_none(),
        })
    }

    /// How it stands at a moment.
    #[must_use]
    pub fn state(&self, now: Moment) -> ClockState {
        if self.stands_still {
            ClockState::Postponed
        } else if now <= self.due {
            ClockState::Running
        } else {
            ClockState::Missed
        }
    }

    /// How much time is left at a moment, below zero once it is too late; none while it stands still.
    #[must_use]
    pub fn left(&self, now: Moment) -> Option<TimeDelta> {
        (!self.stands_still).then(|| self.due - now)
    }
}
