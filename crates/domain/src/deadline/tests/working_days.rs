//! Working days over weekends, holidays and worked weekends.

use super::*;

/// The working day so many after a day.
fn after(holidays: &[&str], worked: &[&str], from: &str, count: u32) -> Option<NaiveDate> {
    let list = |days: &[&str]| days.iter().map(|text| day(text)).collect();
    let working_days = WorkingDays {
        holidays: list(holidays),
        worked: list(worked),
    };
    working_days.after(day(from), count)
}

#[test]
fn so_many_working_days_after_a_day() {
    /// The situation, holidays, worked weekends, from when, how many => the day. Monday 23 to Sunday 29 November 2026.
    macro_rules! table {
        ($($situation:literal $holidays:expr, $worked:expr, $from:literal + $count:literal => $day:literal;)*) => {
            $(assert_eq!(after(&$holidays, &$worked, $from, $count), Some(day($day)), "{}", $situation);)*
        };
    }
    table! {
        "none" [], [], "23" + 0 => "23";
        "the next day" [], [], "23" + 1 => "24";
        "three inside a week" [], [], "23" + 3 => "26";
        "from Tuesday" [], [], "24" + 3 => "27";
        "over a weekend from Wednesday" [], [], "25" + 3 => "30";
        "over a weekend from Friday" [], [], "27" + 3 => "12-02";
        "from Saturday" [], [], "28" + 1 => "30";
        "from Sunday" [], [], "29" + 1 => "30";
        "a holiday between" ["25"], [], "23" + 3 => "27";
        "a holiday on the last day" ["26"], [], "23" + 3 => "27";
        "a holiday on the first day does not matter" ["23"], [], "23" + 3 => "26";
        "a holiday on a weekend does not matter" ["28"], [], "27" + 1 => "30";
        "a worked Saturday counts" [], ["28"], "27" + 1 => "28";
        "a worked Sunday counts" [], ["29"], "27" + 2 => "30";
        "a holiday and the Saturday worked for it" ["27"], ["28"], "25" + 3 => "30";
        "a day in both lists is a holiday" ["28"], ["28"], "27" + 1 => "30";
        "a week of holidays" ["23", "24", "25", "26", "27"], [], "22" + 3 => "12-02";
        "holidays up to the weekend" ["26", "27"], [], "25" + 1 => "30";
        "over the end of a month" [], [], "30" + 3 => "12-03";
    }
}

#[test]
fn so_many_days_are_worked_between_two_days() {
    let golden_week = WorkingDays {
        holidays: ["2026-11-25".parse().expect("a day")].into(),
        worked: ["2026-11-28".parse().expect("a day")].into(),
    };
    for (from, to, expected) in [
        ("23", "23", 0),
        ("23", "24", 1),
        ("23", "25", 1),
        ("23", "26", 2),
        ("27", "28", 1),
        ("27", "29", 1),
        ("27", "30", 2),
        ("26", "24", 0),
    ] {
        let found = golden_week.between(day(from), day(to));
        assert_eq!(found, expected, "{from} to {to}");
    }
    // The day that is so many after another is so many from it.
    for count in 1..20 {
        let later = golden_week.after(day("23"), count).expect("a day");
        assert_eq!(golden_week.between(day("23"), later), count as usize);
    }
}

#[test]
fn over_the_end_of_a_year_and_of_the_calendar() {
    let new_year = WorkingDays {
        holidays: ["2027-01-01".parse().expect("a day")].into(),
        ..WorkingDays::default()
    };
    let found = new_year.after(day("12-31"), 1);
    assert_eq!(
        found,
        "2027-01-04".parse().ok(),
        "Friday is New Year's Day, then a weekend"
    );
    assert_eq!(new_year.after(NaiveDate::MAX, 1), None);
}

#[test]
fn the_lists_are_read_from_json_and_may_be_left_out() {
    let read: WorkingDays = serde_json::from_str(r#"{"holidays":["2026-10-01"]}"#).expect("lists");
    assert!(!read.is_worked(day("10-01")) && read.is_worked(day("10-02")));
    assert_eq!(
        serde_json::from_str::<WorkingDays>("{}").expect("lists"),
        WorkingDays::default()
    );
}
