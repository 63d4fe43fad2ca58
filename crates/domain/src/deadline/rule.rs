//! By which rule a clock runs, in words, with its figures.

use doorstep_words::{Phrase, Sentence, trade::deadline as words};
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

    /// The rule on a screen.
    #[must_use]
    pub fn words(&self) -> Sentence {
        match self {
            Self::Response { hours, is_usual } => {
                if *is_usual {
                    Sentence::of(&words::rule::UsualResponse { hours })
                } else {
                    Sentence::of(&words::rule::Response { hours })
                }
            }
            Self::Window { because } => Sentence::of(&words::rule::Window {
                because: &because.words(),
            }),
            Self::OnSite { area } => Sentence::of(&words::rule::OnSite {
                hours: &area.unwrap_or(Area::City).on_site_hours(),
                area: &area.map_or(words::NO_AREA, Area::words),
            }),
            Self::AgreedDay {
                because,
                is_unapproved,
            } => Sentence::of(&words::rule::AgreedDay {
                because: &day(*because, *is_unapproved),
            }),
            Self::PromisedDay {
                because,
                is_unapproved,
            } => Sentence::of(&words::rule::PromisedDay {
                because: &day(*because, *is_unapproved),
            }),
            Self::CallBack => Sentence::of(&words::rule::CallBack {
                days: &CALL_BACK_WORKING_DAYS,
            }),
            Self::Complaint => Sentence::of(&words::rule::Complaint {
                days: &COMPLAINT_DAYS,
            }),
        }
    }
}

impl Because {
    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::First => words::because::FIRST,
            Self::CustomerAsked => words::because::CUSTOMER_ASKED,
            Self::Approved => words::because::APPROVED,
            Self::NotApproved => words::because::NOT_APPROVED,
        }
    }
}

/// What is said of a day: that a later one was asked for without approval counts before why this one holds.
const fn day(because: Because, is_unapproved: bool) -> Phrase {
    let says = if is_unapproved {
        Because::NotApproved
    } else {
        because
    };
    says.words()
}
