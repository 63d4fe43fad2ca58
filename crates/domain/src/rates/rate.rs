//! The rates, with their names, formulas and targets (domain: times and rates to be measured).

use doorstep_words::{Sentence, trade::rates as words};
use serde::{Deserialize, Serialize};

use super::{COMPLEX_FAULT_WORKING_DAYS, FAR_ANSWER_HOURS, RECEIVED_WITHIN_HOURS, SATISFIED_FROM};
use crate::{named::named, unit_history::SECOND_REPAIR_DAYS};

/// One rate. To add one: a variant and its words, and a file with its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// Ordinary requests that somebody spoke about with the customer in time (响应及时率).
    Response,
    /// The same for urgent ones.
    UrgentResponse,
    /// Requests from outside the service area that were answered in time.
    FarAnswer,
    /// Visits that began in time (到场及时率).
    OnSite,
    /// Repairs that one visit was enough for (首次解决率).
    FirstVisitFix,
    /// Faults that could not be repaired on site and were solved in time.
    ComplexFault,
    /// Problems solved (解决率).
    Solved,
    /// Customers who were satisfied when they signed (满意度).
    Satisfaction,
    /// Repairs that had to be done again (返修率).
    SecondRepairs,
    /// Records that reached the office soon after the last thing that happened.
    SyncHealth,
}

named!(Rate {
    Response "response" words::rate::RESPONSE;
    UrgentResponse "urgent_response" words::rate::URGENT_RESPONSE;
    FarAnswer "far_answer" words::rate::FAR_ANSWER;
    OnSite "on_site" words::rate::ON_SITE;
    FirstVisitFix "first_visit_fix" words::rate::FIRST_VISIT_FIX;
    ComplexFault "complex_fault" words::rate::COMPLEX_FAULT;
    Solved "solved" words::rate::SOLVED;
    Satisfaction "satisfaction" words::rate::SATISFACTION;
    SecondRepairs "second_repairs" words::rate::SECOND_REPAIRS;
    SyncHealth "sync_health" words::rate::SYNC_HEALTH;
});

/// The rates that are derived from records alone. Those of other tables are written by whoever keeps these.
pub const OF_RECORDS: &[Rate] = &[
    Rate::Response,
    Rate::UrgentResponse,
    Rate::FarAnswer,
    Rate::OnSite,
    Rate::FirstVisitFix,
    Rate::ComplexFault,
    Rate::Solved,
    Rate::Satisfaction,
    Rate::SecondRepairs,
    Rate::SyncHealth,
];

/// What a rate should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// At least so many percent.
    AtLeast(i64),
    /// No figure is set; the more the better.
    More,
    /// No figure is set; the less the better.
    Less,
}

impl Target {
    /// Whether so many of so many reach it; nothing where no figure is set, or nothing is counted.
    #[must_use]
    pub const fn is_reached(self, numerator: i64, denominator: i64) -> Option<bool> {
        match self {
            Self::AtLeast(percent) if denominator > 0 => {
                Some(numerator.saturating_mul(100) >= denominator.saturating_mul(percent))
            }
            _ => None,
        }
    }
}

impl Rate {
    /// Reads [`Rate::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rate| rate.code() == code)
    }

    /// What it should be.
    #[must_use]
    pub const fn target(self) -> Target {
        match self {
            Self::Response | Self::UrgentResponse | Self::FarAnswer | Self::Satisfaction => {
                Target::AtLeast(90)
            }
            Self::FirstVisitFix => Target::AtLeast(85),
            Self::Solved => Target::AtLeast(95),
            Self::OnSite | Self::ComplexFault | Self::SyncHealth => Target::More,
            Self::SecondRepairs => Target::Less,
        }
    }

    /// How it is reckoned.
    #[must_use]
    pub fn formula(self) -> Sentence {
        match self {
            Self::Response => Sentence::from(words::formula::RESPONSE),
            Self::UrgentResponse => Sentence::from(words::formula::URGENT_RESPONSE),
            Self::FarAnswer => Sentence::of(&words::formula::FarAnswer {
                hours: &FAR_ANSWER_HOURS,
            }),
            Self::OnSite => Sentence::from(words::formula::ON_SITE),
            Self::FirstVisitFix => Sentence::of(&words::formula::FirstVisitFix {
                days: &SECOND_REPAIR_DAYS,
            }),
            Self::ComplexFault => Sentence::of(&words::formula::ComplexFault {
                days: &COMPLEX_FAULT_WORKING_DAYS,
            }),
            Self::Solved => Sentence::from(words::formula::SOLVED),
            Self::Satisfaction => Sentence::of(&words::formula::Satisfaction {
                score: &SATISFIED_FROM,
            }),
            Self::SecondRepairs => Sentence::of(&words::formula::SecondRepairs {
                days: &SECOND_REPAIR_DAYS,
            }),
            Self::SyncHealth => Sentence::of(&words::formula::SyncHealth {
                hours: &RECEIVED_WITHIN_HOURS,
            }),
        }
    }
}
