//! A month of the calendar.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, Utc};

/// A month. Records are of the month of the customer's calendar, what the office notes is of the month of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a moment.
    pub(crate) fn of(now: DateTime<Utc>) -> Self {
        let day = now.date_naive();
        Self {
            first: day.with_day(1).unwrap_or(day),
        }
    }

    /// Reads `YYYY-MM`, of the years 1 to 9998.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let first: NaiveDate = format!("{text}-01").parse().ok()?;
        let is_plain = text.len() == 7 && (1..9_999).contains(&first.year());
        is_plain.then_some(Self { first })
    }

    /// `YYYY-MM`.
    pub(crate) fn name(self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    /// The month before.
    pub(crate) fn before(self) -> Option<Self> {
        let first = self.first.checked_sub_months(Months::new(1))?;
        (first.year() >= 1).then_some(Self { first })
    }

    /// The month after.
    pub(crate) fn after(self) -> Option<Self> {
        let first = self.first.checked_add_months(Months::new(1))?;
        (first.year() < 9_999).then_some(Self { first })
    }

    /// Its first millisecond in UTC, and the first that is not in it.
    pub(crate) fn span_ms(self) -> (i64, i64) {
        let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        let end = self.first.checked_add_months(Months::new(1));
        (start(self.first), end.map_or(i64::MAX, start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written_and_has_neighbours() {
        let month = Month::read("2026-12").unwrap();
        assert_eq!(month.name(), "2026-12");
        assert_eq!(month.before().unwrap().name(), "2026-11");
        assert_eq!(month.after().unwrap().name(), "2027-01");
        let (from_ms, to_ms) = Month::read("2026-02").unwrap().span_ms();
        assert_eq!((to_ms - from_ms) / 86_400_000, 28);
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-1",
            "26-01",
            "9999-01",
            "+2026-01",
            "2026-01-01",
        ] {
            assert_eq!(Month::read(text), None, "{text}");
        }
        assert_eq!(Month::read("0001-01").unwrap().before(), None);
    }
}
