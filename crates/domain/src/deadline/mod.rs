//! Deadlines (时限): the clocks of a record, on corrected time.
//!
//! Start at [`clocks_of`], or [`next_clock_of`] for lists. What happened goes in as a [`Timeline`] of corrected moments ([`corrected`] says how a claimed
//! moment becomes one); out come clocks, each with its start, the last moment in time, the entry that ended it and how
//! it stands. Nothing here reads a clock: `now` is passed in.

pub mod corrected;
mod next;
mod reading;
mod rule;
mod timeline;
mod working_days;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use doorstep_words::trade::deadline as words;
use serde::{Deserialize, Serialize};

use crate::{ids::EntryId, named::named};

pub use next::NextClock;
pub use reading::{clocks_of, next_clock_of};
pub use rule::ClockRule;
pub use timeline::{Agreed, Area, Because, Custody, Happened, Promised, Round, Timeline};
pub use working_days::WorkingDays;

/// A corrected moment with the offset of the customer's calendar.
pub type Moment = DateTime<FixedOffset>;

/// Hours to the first response where the record has no priority: an ordinary one.
pub const ORDINARY_RESPONSE_HOURS: i64 = 24;
/// Working days from the report to the follow-up call (回访).
pub const CALL_BACK_WORKING_DAYS: u32 = 3;
/// Days from a complaint to its follow-up.
pub const COMPLAINT_DAYS: u32 = 7;

/// Which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Somebody has spoken with the customer, 4, 24, 48 or 72 hours after the request was received.
    FirstResponse,
    /// The technician is there inside the agreed window.
    Window,
    /// He is there so many hours after the agreed time: 4 in the city, 6 in the suburbs, 24 farther out.
    OnSite,
    /// It is repaired by the agreed date.
    AgreedDate,
    /// A unit in custody (取回、送修) is handed back by the promised date.
    Custody,
    /// The customer is called after the report, or after his complaint.
    CallBack,
}

named!(ClockKind {
    FirstResponse "first_response" words::clock_kind::FIRST_RESPONSE;
    Window "window" words::clock_kind::WINDOW;
    OnSite "on_site" words::clock_kind::ON_SITE;
    AgreedDate "agreed_date" words::clock_kind::AGREED_DATE;
    Custody "custody" words::clock_kind::CUSTODY;
    CallBack "call_back" words::clock_kind::CALL_BACK;
});

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It runs, and there is time left.
    Running,
    /// It was done in time.
    Met,
    /// It was done too late, or is not done and the time is over.
    Missed,
    /// Called off in time: nothing is left to be done.
    Cancelled,
    /// The customer asked in time for another day, and none is agreed yet.
    Postponed,
}

named!(ClockState {
    Running "running" words::clock_state::RUNNING;
    Met "met" words::clock_state::MET;
    Missed "missed" words::clock_state::MISSED;
    Cancelled "cancelled" words::clock_state::CANCELLED;
    Postponed "postponed" words::clock_state::POSTPONED;
});

/// One clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// By which rule.
    pub rule: ClockRule,
    /// When it began.
    pub start: Moment,
    /// The last moment in time.
    pub due: Moment,
    /// The entry that ended or stopped it, and when; none while nothing has.
    pub ended: Option<Happened>,
    /// How it stands.
    pub state: ClockState,
    /// What it waits for has happened, in time or not, or after it was stopped.
    pub is_done: bool,
}

/// The clocks of a record, in the order of [`ClockKind`], those of an earlier round of visits before a later one's.
#[must_use]
pub fn clocks(timeline: &Timeline, now: Moment, working_days: &WorkingDays) -> Vec<Clock> {
    let mut clocks = Vec::new();
    clocks.extend(timeline.first_response(now));
    for round in &timeline.rounds {
        clocks.extend(timeline.window(round, now));
        clocks.extend(timeline.on_site(round, now));
    }
    clocks.extend(timeline.agreed_date(now));
    for custody in &timeline.custody {
        clocks.extend(timeline.promised_return(custody, now));
    }
    clocks.extend(timeline.call_back(now, working_days));
    clocks.sort_by_key(|clock| clock.kind);
    clocks
}

impl Timeline {
    fn first_response(&self, now: Moment) -> Option<Clock> {
        let hours = self.priority_hours.unwrap_or(ORDINARY_RESPONSE_HOURS);
        let start = self.received_at?;
        let due = start.checked_add_signed(TimeDelta::try_hours(hours)?)?;
        let seen = self.rounds.iter().filter(|round| !round.nobody_home);
        let arrived = seen.filter_map(|round| round.arrived);
        let spoken = self.first_contact.into_iter().chain(arrived);
        let spoken = spoken.min_by_key(|happened| happened.at);
        let rule = ClockRule::Response {
            hours,
            is_usual: self.priority_hours.is_none(),
        };
        let end = (due, spoken, None);
        Some(self.clock(ClockKind::FirstResponse, rule, start, end, now))
    }

    fn window(&self, round: &Round, now: Moment) -> Option<Clock> {
        let agreed = Agreed::in_force(&round.agreed)?;
        let rule = ClockRule::Window {
            because: agreed.because,
        };
        let end = (agreed.to, round.arrived, round.postponed);
        Some(self.clock(ClockKind::Window, rule, agreed.from, end, now))
    }

    fn on_site(&self, round: &Round, now: Moment) -> Option<Clock> {
        let start = Agreed::in_force(&round.agreed)?.from;
        // Where nobody said how far it is, the strictest holds.
        let hours = self.area.unwrap_or(Area::City).on_site_hours();
        let due = start.checked_add_signed(TimeDelta::try_hours(hours)?)?;
        let rule = ClockRule::OnSite { area: self.area };
        let end = (due, round.arrived, round.postponed);
        Some(self.clock(ClockKind::OnSite, rule, start, end, now))
    }

    fn agreed_date(&self, now: Moment) -> Option<Clock> {
        let start = self.repair_agreed?.at;
        let promised = Promised::in_force(&self.repair_by)?;
        let rule = ClockRule::AgreedDay {
            because: promised.because,
            is_unapproved: Promised::is_unapproved(&self.repair_by),
        };
        let end = (end_of_day(promised.on, start)?, self.repaired, None);
        Some(self.clock(ClockKind::AgreedDate, rule, start, end, now))
    }

    fn promised_return(&self, custody: &Custody, now: Moment) -> Option<Clock> {
        let start = custody.taken.at;
        let promised = Promised::in_force(&custody.back_on)?;
        let rule = ClockRule::PromisedDay {
            because: promised.because,
            is_unapproved: Promised::is_unapproved(&custody.back_on),
        };
        let end = (end_of_day(promised.on, start)?, custody.handed_back, None);
        Some(self.clock(ClockKind::Custody, rule, start, end, now))
    }

    /// A complaint's runs from the day it came in, any other from the report.
    fn call_back(&self, now: Moment, working_days: &WorkingDays) -> Option<Clock> {
        let complained = self
            .received_at
            .filter(|_| self.is_complaint)
            .or_else(|| self.complained.map(|complained| complained.at));
        let (start, day, rule) = if let Some(start) = complained {
            let days = Days::new(COMPLAINT_DAYS.into());
            let day = start.date_naive().checked_add_days(days)?;
            (start, day, ClockRule::Complaint)
        } else {
            let start = self.reported?.at;
            let day = working_days.after(start.date_naive(), CALL_BACK_WORKING_DAYS)?;
            (start, day, ClockRule::CallBack)
        };
        let end = (end_of_day(day, start)?, self.called_back, None);
        Some(self.clock(ClockKind::CallBack, rule, start, end, now))
    }

    /// What ended it counts before what came later; a clock that had run out before it was stopped was missed. `end` is
    /// the last moment in time, what was to be done, and that the customer asked for another time.
    fn clock(
        &self,
        kind: ClockKind,
        rule: ClockRule,
        start: Moment,
        (due, done, postponed): (Moment, Option<Happened>, Option<Happened>),
        now: Moment,
    ) -> Clock {
        let ends = [
            (done, ClockState::Met),
            (self.cancelled, ClockState::Cancelled),
            (postponed, ClockState::Postponed),
        ];
        let first = ends
            .into_iter()
            .filter_map(|(happened, state)| Some((happened?, state)))
            .min_by_key(|(happened, _)| happened.at);
        let state = match first {
            Some((happened, state)) if happened.at <= due => state,
            None if now <= due => ClockState::Running,
            Some(_) | None => ClockState::Missed,
        };
        Clock {
            kind,
            rule,
            start,
            due,
            ended: first.map(|(happened, _)| happened),
            state,
            is_done: done.is_some(),
        }
    }
}

impl Clock {
    /// How much time is left at a moment, below zero once it is too late; none when it no longer runs.
    #[must_use]
    pub fn left(&self, now: Moment) -> Option<TimeDelta> {
        self.ended.is_none().then(|| self.due - now)
    }

    /// The entry that ended or stopped it.
    #[must_use]
    pub fn ended_by(&self) -> Option<EntryId> {
        self.ended.and_then(|happened| happened.entry)
    }
}

/// The last moment of a day in the offset of another moment.
pub(crate) fn end_of_day(day: NaiveDate, beside: Moment) -> Option<Moment> {
    day.and_hms_milli_opt(23, 59, 59, 999)?
        .and_local_timezone(*beside.offset())
        .single()
}

#[cfg(test)]
mod tests;
