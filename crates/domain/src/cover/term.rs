//! A term of warranty in calendar months.

use chrono::{Months, NaiveDate};

/// Months that begin on a day. The day of the same number is the last one inside, or where that month is shorter, its
/// last day: twelve months from 29 February end on 28 February. A term of no months never holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: NaiveDate,
    /// How many months.
    pub months: u32,
}

impl Term {
    /// Months from a day.
    #[must_use]
    pub const fn new(from: NaiveDate, months: u32) -> Self {
        Self { from, months }
    }

    /// The last day inside. A term so long that the calendar ends before it lasts as long as the calendar.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.from
            .checked_add_months(Months::new(self.months))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Whether a day is inside.
    #[must_use]
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.months > 0 && self.from <= day && day <= self.last_day()
    }
}
