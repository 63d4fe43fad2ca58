//! What was asked of the rates: from which day to which, whose, and which of the records behind a number.

use chrono::{Datelike as _, Months, NaiveDate};

/// The most characters of a person's code.
const CODE_MAX: usize = 80;

/// In the place of a person's code: what is nobody's.
const NOBODY: &str = "-";

/// One question. What cannot be read was not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The first day.
    pub(crate) from: NaiveDate,
    /// The last day.
    pub(crate) to: NaiveDate,
    /// The columns of tables and charts.
    pub(crate) by: Period,
    /// Only this person's; empty: everybody's; a dash: nobody's.
    pub(crate) technician: String,
    /// Only this station's; empty: all stations'; a dash: of none.
    pub(crate) station: String,
    /// Which of the records.
    pub(crate) show: Show,
}

/// How long a column of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    Month,
    Quarter,
    Year,
}

/// Which of the records behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    All,
    /// The denominator.
    Counted,
    /// The numerator.
    Yes,
    No,
    Apart,
    Provisional,
    /// Not due yet.
    Running,
}

impl Period {
    pub(crate) const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// As it stands in links.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The name of the period that a month, `YYYY-MM`, belongs to: `2026-11`, `2026-Q4`, `2026`.
    pub(crate) fn of_month(self, month: &str) -> String {
        let (year, number) = month.split_once('-').unwrap_or((month, "1"));
        match self {
            Self::Month => month.to_owned(),
            Self::Quarter => {
                let number: u32 = number.parse().unwrap_or(1);
                format!("{year}-Q{}", number.saturating_sub(1) / 3 + 1)
            }
            Self::Year => year.to_owned(),
        }
    }

    /// The first day of the period in which a day is, and its last.
    pub(crate) fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        let month = day.month0() / months * months + 1;
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(months));
        let last = next.and_then(|next| next.pred_opt()).unwrap_or(day);
        (first, last)
    }
}

impl Show {
    pub(crate) const ALL: [Self; 7] = [
        Self::All,
        Self::Counted,
        Self::Yes,
        Self::No,
        Self::Apart,
        Self::Provisional,
        Self::Running,
    ];

    /// As it stands in links.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Counted => "counted",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Apart => "apart",
            Self::Provisional => "provisional",
            Self::Running => "running",
        }
    }
}

impl Question {
    /// Reads a query; without days it is the year of `today`.
    pub(crate) fn of(query: Option<&str>, today: NaiveDate) -> Self {
        let (from, to) = Period::Year.around(today);
        let mut question = Self {
            from,
            to,
            by: Period::Month,
            technician: String::new(),
            station: String::new(),
            show: Show::All,
        };
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let code = value.as_ref();
            match name.as_ref() {
                "from" => question.from = code.parse().unwrap_or(question.from),
                "to" => question.to = code.parse().unwrap_or(question.to),
                "by" => {
                    let found = Period::ALL.into_iter().find(|by| by.code() == code);
                    question.by = found.unwrap_or(question.by);
                }
                "technician" => question.technician = bounded(code),
                "station" => question.station = bounded(code),
                "show" => {
                    let found = Show::ALL.into_iter().find(|show| show.code() == code);
                    question.show = found.unwrap_or(question.show);
                }
                _ => {}
            }
        }
        if question.to < question.from {
            std::mem::swap(&mut question.from, &mut question.to);
        }
        question
    }

    /// The same for other days.
    pub(crate) fn within(&self, (from, to): (NaiveDate, NaiveDate)) -> Self {
        Self {
            from,
            to,
            ..self.clone()
        }
    }

    /// Whose it is asked for: a person's code, empty for what is nobody's; none for everybody's.
    pub(crate) fn person(&self) -> Option<&str> {
        asked(&self.technician)
    }

    /// Of which station: its code, empty for what is of none; none for all of them.
    pub(crate) fn of_station(&self) -> Option<&str> {
        asked(&self.station)
    }

    /// The same for one station, or for what is of none.
    pub(crate) fn at(&self, station: &str) -> Self {
        let station = if station.is_empty() { NOBODY } else { station };
        Self {
            station: station.to_owned(),
            ..self.clone()
        }
    }

    /// The same for one person, or for nobody.
    pub(crate) fn whose(&self, person: &str) -> Self {
        let technician = if person.is_empty() { NOBODY } else { person };
        Self {
            technician: technician.to_owned(),
            ..self.clone()
        }
    }

    /// The same for some of the records.
    pub(crate) fn showing(&self, show: Show) -> Self {
        Self {
            show,
            ..self.clone()
        }
    }

    /// The link that asks this, under `path`.
    pub(crate) fn link(&self, path: &str) -> String {
        let path = format!("{path}?");
        let start = path.len();
        let mut link = form_urlencoded::Serializer::for_suffix(path, start);
        link.append_pair("from", &self.from.to_string());
        link.append_pair("to", &self.to.to_string());
        if self.by != Period::Month {
            link.append_pair("by", self.by.code());
        }
        if !self.technician.is_empty() {
            link.append_pair("technician", &self.technician);
        }
        if !self.station.is_empty() {
            link.append_pair("station", &self.station);
        }
        if self.show != Show::All {
            link.append_pair("show", self.show.code());
        }
        link.finish()
    }
}

fn asked(code: &str) -> Option<&str> {
    match code {
        "" => None,
        NOBODY => Some(""),
        code => Some(code),
    }
}

fn bounded(code: &str) -> String {
    let code = code.trim().chars().filter(|letter| !letter.is_control());
    code.take(CODE_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_question_survives_its_own_link() {
        let today = day("2026-11-23");
        let question = Question {
            from: day("2025-02-03"),
            to: day("2026-01-31"),
            by: Period::Quarter,
            technician: "t-zhang&x".to_owned(),
            station: "-".to_owned(),
            show: Show::Provisional,
        };
        let link = question.link("/rates/solved/records");
        let (_, query) = link.split_once('?').unwrap();
        assert_eq!(Question::of(Some(query), today), question);
    }

    #[test]
    fn what_cannot_be_read_was_not_asked() {
        let today = day("2026-11-23");
        let year = (day("2026-01-01"), day("2026-12-31"));
        let question = Question::of(Some("from=x&to=2026-02-30&by=week&show=magic"), today);
        assert_eq!((question.from, question.to), year);
        assert_eq!((question.by, question.show), (Period::Month, Show::All));
        let backwards = Question::of(Some("from=2026-03-01&to=2026-02-01"), today);
        assert_eq!(backwards.from, day("2026-02-01"));
    }

    #[test]
    fn periods_begin_and_end_where_the_calendar_says() {
        for (period, first, last, name) in [
            (Period::Month, "2024-02-01", "2024-02-29", "2024-02"),
            (Period::Quarter, "2024-01-01", "2024-03-31", "2024-Q1"),
            (Period::Year, "2024-01-01", "2024-12-31", "2024"),
        ] {
            assert_eq!(period.around(day("2024-02-10")), (day(first), day(last)));
            assert_eq!(period.of_month("2024-02"), name);
        }
    }
}
