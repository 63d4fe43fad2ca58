//! Maintenance contracts (合同服务): how often a unit is visited, and when the next visit is due.
//!
//! [`next_visit`] is the one rule; [`ENDS_SOON_DAYS`] and [`VISIT_SOON_DAYS`] say from when the office is reminded.

use chrono::{Days, Months, NaiveDate};

/// So many days before its end the office is reminded of a contract (维护期满提醒).
pub const ENDS_SOON_DAYS: u64 = 60;

/// So many days before it is due the office is told of a visit, so that it can be agreed upon.
pub const VISIT_SOON_DAYS: u64 = 30;

/// The most visits a year that a contract names: one a week.
pub const VISITS_A_YEAR_MAX: u32 = 52;

/// The most months between two visits.
pub const MONTHS_BETWEEN_MAX: u32 = 60;

/// The longest term, in years.
pub const TERM_YEARS_MAX: u32 = 10;

/// How often a unit is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// So many times a year.
    VisitsAYear(u32),
    /// Every so many months.
    EveryMonths(u32),
}

impl Rhythm {
    /// Whether a contract may name it.
    #[must_use]
    pub fn is_fit(self) -> bool {
        match self {
            Self::VisitsAYear(visits) => (1..=VISITS_A_YEAR_MAX).contains(&visits),
            Self::EveryMonths(months) => (1..=MONTHS_BETWEEN_MAX).contains(&months),
        }
    }

    /// The day so many intervals after another; none where the calendar ends, or of a rhythm that is none. Whole months where
    /// they are whole, so that twelve months always end on the day of the year on which they began.
    fn after(self, day: NaiveDate, intervals: u32) -> Option<NaiveDate> {
        let (months, days) = match self {
            Self::EveryMonths(months) => (months.checked_mul(intervals)?, 0),
            Self::VisitsAYear(visits) => {
                let twelfths = intervals.checked_mul(12)?;
                if twelfths.checked_rem(visits)? == 0 {
                    (twelfths.checked_div(visits)?, 0)
                } else {
                    let years = intervals.checked_div(visits)?;
                    let rest = intervals.checked_rem(visits)?;
                    (
                        years.checked_mul(12)?,
                        rest.checked_mul(365)?.checked_div(visits)?,
                    )
                }
            }
        };
        day.checked_add_months(Months::new(months))?
            .checked_add_days(Days::new(days.into()))
    }
}

/// What a contract promises for a unit. Both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// How often.
    pub rhythm: Rhythm,
}

impl Plan {
    /// Whether a contract may run so.
    #[must_use]
    pub fn is_fit(&self) -> bool {
        let longest = Months::new(TERM_YEARS_MAX.saturating_mul(12));
        let longest = self.from.checked_add_months(longest);
        self.rhythm.is_fit()
            && self.from <= self.until
            && longest.is_some_and(|day| self.until < day)
    }

    /// How many visits the whole term promises: one for each interval that ends inside of it, and one at least.
    #[must_use]
    pub fn visits(&self) -> u32 {
        let mut visits = 0;
        let ends_inside = |interval: u32| {
            let next = self.rhythm.after(self.from, interval);
            let last = next.and_then(|day| day.pred_opt());
            last.is_some_and(|last| last <= self.until && last >= self.from)
        };
        while visits < VISITS_A_YEAR_MAX.saturating_mul(TERM_YEARS_MAX) && ends_inside(visits + 1) {
            visits += 1;
        }
        visits.max(1)
    }
}

/// The last day for the next visit to a unit, of which so many were made and the last on a day; none where all that the
/// contract promises were made.
///
/// An interval after the last visit, or the first whole interval of the term; never later than the contract's last day, so
/// that a visit that was made late costs the customer none.
#[must_use]
pub fn next_visit(plan: &Plan, made: u32, last: Option<NaiveDate>) -> Option<NaiveDate> {
    if made >= plan.visits() {
        return None;
    }
    let due = match last {
        Some(last) => plan.rhythm.after(last, 1),
        None => plan
            .rhythm
            .after(plan.from, 1)
            .and_then(|day| day.pred_opt()),
    };
    due.map(|due| due.clamp(plan.from, plan.until))
}

#[cfg(test)]
mod tests;
