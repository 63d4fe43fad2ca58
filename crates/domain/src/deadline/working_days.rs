//! Working days, over weekends, holidays and the weekends that are worked instead (调休).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Which days are worked. Without any list: Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDays {
    /// Days that are not worked, whatever weekday they are.
    #[serde(default)]
    pub holidays: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked in exchange for a holiday.
    #[serde(default)]
    pub worked: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// Whether a day is worked. A day in both lists is a holiday.
    #[must_use]
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !self.holidays.contains(&day) && (!weekend || self.worked.contains(&day))
    }

    /// The working day that is so many after a day, which itself does not count; none where the calendar ends.
    #[must_use]
    pub fn after(&self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut worked = day
            .iter_days()
            .skip(1)
            .filter(|later| self.is_worked(*later));
        match count.checked_sub(1) {
            None => Some(day),
            Some(skipped) => worked.nth(skipped.try_into().ok()?),
        }
    }

    /// How many days are worked after the first day up to and with the second; none where the second is not later.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.is_worked(*day))
            .count()
    }
}
