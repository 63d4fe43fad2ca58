//! By which rule a clock runs, in words, with its figures.

use serde::{Deserialize, Serialize};

use super::{Area, Because, CALL_BACK_WORKING_DAYS, COMPLAINT_DAYS};

/// The written rule that gives a clock its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum ClockRule {
    /// So many hours from the receipt to the first response.
    Response {
        /// 4, 24, 48 or 72.
        hours: i64,
        /// Nobody set a priority: an ordinary request.
        is_usual: bool,
    },
    /// The end of the agreed window.
    Window {
        /// Why this window counts.
        because: Because,
    },
    /// So many hours from the agreed time.
    OnSite {
        /// Where the unit stands; none where nobody said, and the strictest holds.
        area: Option<Area>,
    },
    /// The end of the day that was agreed for the repair.
    AgreedDay {
        /// Why this day counts.
        because: Because,
        /// A later day was asked for, and the office has not approved it.
        is_unapproved: bool,
    },
    /// The end of the day on which the unit was promised back.
    PromisedDay {
        /// Why this day counts.
        because: Because,
        /// A later day was asked for, and the office has not approved it.
        is_unapproved: bool,
    },
    /// Working days from the report to the follow-up call.
    CallBack,
    /// Days from a complaint to its follow-up.
    Complaint,
}

impl ClockRule {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Response { .. } => "response_hours",
            Self::Window { .. } => "agreed_window",
            Self::OnSite { .. } => "on_site_hours",
            Self::AgreedDay { .. } => "agreed_day",
            Self::PromisedDay { .. } => "promised_day",
            Self::CallBack => "call_back_working_days",
            Self::Complaint => "complaint_days",
        }
    }

    /// The rule for a Chinese screen.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Response { hours, is_usual } => {
                let usual = if *is_usual { "（普通）" } else { "" };
                format!("受理后 {hours} 小时内首次响应{usual}")
            }
            Self::Window { because } => format!("约定时段内到场{}", because.chinese()),
            Self::OnSite { area } => {
                let hours = area.unwrap_or(Area::City).on_site_hours();
                let place = area.map_or("未注明区域，从严", Area::chinese);
                format!("约定时间后 {hours} 小时内到场（{place}）")
            }
            Self::AgreedDay {
                because,
                is_unapproved,
            } => format!("约定日期当日结束前修好{}", day(*because, *is_unapproved).0),
            Self::PromisedDay {
                because,
                is_unapproved,
            } => format!(
                "承诺归还日期当日结束前还机{}",
                day(*because, *is_unapproved).0
            ),
            Self::CallBack => format!("汇报后 {CALL_BACK_WORKING_DAYS} 个工作日内回访"),
            Self::Complaint => format!("投诉后 {COMPLAINT_DAYS} 天内回访"),
        }
    }

    /// The rule for an English screen.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::Response { hours, is_usual } => {
                let usual = if *is_usual { " (ordinary)" } else { "" };
                format!("first response within {hours} h of receipt{usual}")
            }
            Self::Window { because } => format!("inside the agreed window{}", because.english()),
            Self::OnSite { area } => {
                let hours = area.unwrap_or(Area::City).on_site_hours();
                let place = area.map_or("no area given, the strictest", Area::english);
                format!("on site within {hours} h of the agreed time ({place})")
            }
            Self::AgreedDay {
                because,
                is_unapproved,
            } => format!(
                "repaired by the end of the agreed day{}",
                day(*because, *is_unapproved).1
            ),
            Self::PromisedDay {
                because,
                is_unapproved,
            } => format!(
                "handed back by the end of the promised day{}",
                day(*because, *is_unapproved).1
            ),
            Self::CallBack => {
                format!("follow-up call within {CALL_BACK_WORKING_DAYS} working days of the report")
            }
            Self::Complaint => format!("follow-up within {COMPLAINT_DAYS} days of the complaint"),
        }
    }
}

impl Because {
    /// What is added to a rule on a Chinese screen; nothing for what was agreed first.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::First => "",
            Self::CustomerAsked => "（用户要求改期）",
            Self::Approved => "（延期已获批准）",
            Self::NotApproved => "（延期未获批准，不计）",
        }
    }

    /// What is added to a rule on an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::First => "",
            Self::CustomerAsked => " (the customer asked for another)",
            Self::Approved => " (extension approved)",
            Self::NotApproved => " (an extension without approval does not count)",
        }
    }
}

/// What is said of a day: that a later one was asked for without approval counts before why this one holds.
const fn day(because: Because, is_unapproved: bool) -> (&'static str, &'static str) {
    let says = if is_unapproved {
        Because::NotApproved
    } else {
        because
    };
    (says.chinese(), says.english())
}
