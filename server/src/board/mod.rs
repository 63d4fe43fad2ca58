//! The board (派工看板): who goes where on a day, who has room, and what nobody has yet. Read from the list's rows alone.
//!
//! [`day`] is the table of technicians, [`waiting`] what nobody has or has no date, [`candidates`] who could take one record. To
//! hand a record out is [`crate::record::hand_out`].

mod candidates;
mod day;
mod job;
mod waiting;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime};

pub use self::{
    candidates::{Candidate, Candidates, candidates},
    day::{Board, TechnicianDay, TechnicianPlace, Whose, day},
    job::Job,
    waiting::{JobPlace, WaitsFor, count_waiting, waiting},
};

/// Rows of one page, of technicians as of records.
pub const PAGE_ROWS: usize = 50;
/// The days of which the board says how many appointments there are, the first among them.
pub const DAYS: usize = 7;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A day by the office's clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardDay {
    /// The day.
    pub date: NaiveDate,
    /// What the clock on the wall is ahead of UTC.
    pub offset: FixedOffset,
}

impl BoardDay {
    /// The day of a moment, in the offset it is told in.
    #[must_use]
    pub fn of(now: DateTime<FixedOffset>) -> Self {
        Self {
            date: now.date_naive(),
            offset: *now.offset(),
        }
    }

    /// Another day by the same clock.
    #[must_use]
    pub const fn on(self, date: NaiveDate) -> Self {
        Self { date, ..self }
    }

    /// So many days later; the last day there is stays.
    #[must_use]
    pub fn later(self, days: u64) -> Self {
        self.on(self
            .date
            .checked_add_days(Days::new(days))
            .unwrap_or(self.date))
    }

    /// So many days before.
    #[must_use]
    pub fn earlier(self, days: u64) -> Self {
        self.on(self
            .date
            .checked_sub_days(Days::new(days))
            .unwrap_or(self.date))
    }

    /// When it begins, milliseconds since 1970.
    #[must_use]
    pub fn begins_ms(self) -> i64 {
        let midnight = self.date.and_time(NaiveTime::MIN).and_utc();
        midnight.timestamp_millis() - i64::from(self.offset.local_minus_utc()) * 1_000
    }
}
