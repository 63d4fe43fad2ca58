//! When a sample record was taken: three years, and a last month that is busier.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

/// How long a history is.
const DAYS: i64 = 3 * 365;
/// The last days, in which a tenth of all records is taken: enough of them stand open at the end.
const LAST_DAYS: i64 = 30;
const DAY_S: i64 = 86_400;
/// The office answers the telephone from eight to eight.
const OPENS_S: i64 = 8 * 3_600;
/// The history ends in the middle of its last afternoon, when technicians are on their way.
const ENDS_S: i64 = 16 * 3_600;

/// The days of one history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    midnight: DateTime<FixedOffset>,
    records: i64,
}

impl Calendar {
    /// Of so many records until a day. Nothing if the day is none that the calendar knows.
    pub(crate) fn until(day: NaiveDate, records: usize) -> Option<Self> {
        let china = FixedOffset::east_opt(8 * 3_600)?;
        let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(china);
        Some(Self {
            midnight: midnight.single()?,
            records: i64::try_from(records).ok()?.max(1),
        })
    }

    /// The moment at which it ends.
    pub(crate) fn end(&self) -> DateTime<FixedOffset> {
        self.midnight + TimeDelta::seconds(ENDS_S)
    }

    /// When the record at a place was taken; a later place is never earlier.
    pub(crate) fn received(&self, place: usize) -> DateTime<FixedOffset> {
        let second = self.second_of(place);
        // Of a whole day's seconds the twelve open hours are made.
        let of_day = OPENS_S + second.rem_euclid(DAY_S) / 2;
        let day = self.midnight - TimeDelta::days(DAYS - second.div_euclid(DAY_S));
        (day + TimeDelta::seconds(of_day)).min(self.end())
    }

    /// The place of the record that was taken so many days before the one at a place; the first one if none was.
    pub(crate) fn days_before(&self, place: usize, days: i64) -> usize {
        let second = self.second_of(place) - days * DAY_S;
        let (old_s, last_s, old) = self.parts();
        let before = if second < old_s {
            second.max(0) * old / old_s
        } else {
            old + (second - old_s) * (self.records - old).max(1) / last_s
        };
        usize::try_from(before).unwrap_or_default()
    }

    /// The month so many months before the last one, as serial numbers write it: `2604`.
    pub(crate) fn months_ago(&self, months: u32) -> String {
        year_and_month(self.midnight.date_naive(), months)
    }

    fn second_of(&self, place: usize) -> i64 {
        let place = i64::try_from(place).unwrap_or(i64::MAX).min(self.records);
        let (old_s, last_s, old) = self.parts();
        if place < old {
            place * old_s / old.max(1)
        } else {
            old_s + (place - old) * last_s / (self.records - old).max(1)
        }
    }

    /// Seconds before the last days, seconds of the last days, records before them.
    const fn parts(&self) -> (i64, i64, i64) {
        let last_s = LAST_DAYS * DAY_S;
        let old_s = (DAYS - LAST_DAYS) * DAY_S + 2 * (ENDS_S - OPENS_S);
        (old_s, last_s, self.records * 9 / 10)
    }
}

/// The month so many months before a day's, as `2604`.
pub(crate) fn year_and_month(day: NaiveDate, months_before: u32) -> String {
    let month = day.year() * 12 + day.month0().cast_signed() - months_before.cast_signed();
    let year = month.div_euclid(12).rem_euclid(100);
    format!("{year:02}{:02}", month.rem_euclid(12) + 1)
}
