//! What happened on a record, in corrected moments: what the clocks are judged by.

use chrono::NaiveDate;
use doorstep_words::{Phrase, trade::deadline as words};
use serde::{Deserialize, Serialize};

use super::Moment;
use crate::ids::EntryId;

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// The entry that says so, if it stands in the record.
    pub entry: Option<EntryId>,
    /// When, corrected.
    pub at: Moment,
}

/// Where the unit stands (市区、郊区、偏远地区).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// In the city.
    City,
    /// In the suburbs.
    Suburb,
    /// Farther out, within 100 km.
    Remote,
}

/// Why a time or a date was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It is the first.
    First,
    /// The customer asked for another.
    CustomerAsked,
    /// We asked for another, and the office approved.
    Approved,
    /// We asked for another, and the office has not approved, or not yet.
    NotApproved,
}

impl Because {
    /// Whether it takes the place of what was agreed before.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::NotApproved)
    }
}

/// An agreed window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// Its beginning: the agreed time.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
    /// Why.
    pub because: Because,
}

/// A promised date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promised {
    /// The day, whose whole length counts.
    pub on: NaiveDate,
    /// Why.
    pub because: Because,
}

/// One appointment and the visit to it; a second visit is a round of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// The windows in the order in which they were agreed.
    pub agreed: Vec<Agreed>,
    /// The customer asked for another time, and none is agreed yet.
    pub postponed: Option<Happened>,
    /// The arrival.
    pub arrived: Option<Happened>,
    /// Nobody was at home: the technician was there, and spoke with nobody.
    pub nobody_home: bool,
}

/// A unit that was taken to the workshop or brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// It was taken against a custody receipt.
    pub taken: Happened,
    /// The days promised for its return, in the order in which they were.
    pub back_on: Vec<Promised>,
    /// It was handed back.
    pub handed_back: Option<Happened>,
}

/// What happened, as far as a clock hangs on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// When the request was received; without it there is no first response to measure.
    pub received_at: Option<Moment>,
    /// The request is a complaint.
    pub is_complaint: bool,
    /// Response due in so many hours.
    pub priority_hours: Option<i64>,
    /// Where the unit stands.
    pub area: Option<Area>,
    /// Somebody spoke with the customer for the first time. A call that nobody answered is none.
    pub first_contact: Option<Happened>,
    /// The appointments and visits.
    pub rounds: Vec<Round>,
    /// When it was agreed by which day the repair is done.
    pub repair_agreed: Option<Happened>,
    /// The days agreed for it, in the order in which they were.
    pub repair_by: Vec<Promised>,
    /// The repair was recorded as done.
    pub repaired: Option<Happened>,
    /// Units in custody.
    pub custody: Vec<Custody>,
    /// A complaint was taken at the door.
    pub complained: Option<Happened>,
    /// Reported to the office at the end of the job: not from a closed door, nor while the unit is in custody.
    pub reported: Option<Happened>,
    /// The follow-up call.
    pub called_back: Option<Happened>,
    /// Called off.
    pub cancelled: Option<Happened>,
}

impl Area {
    /// Reads the word of [`Field::Area`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "city" => Some(Self::City),
            "suburb" => Some(Self::Suburb),
            "remote" => Some(Self::Remote),
            _ => None,
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::City => words::area::CITY,
            Self::Suburb => words::area::SUBURB,
            Self::Remote => words::area::REMOTE,
        }
    }

    /// Hours from the agreed time to be there.
    #[must_use]
    pub const fn on_site_hours(self) -> i64 {
        match self {
            Self::City => 4,
            Self::Suburb => 6,
            Self::Remote => 24,
        }
    }
}

impl Agreed {
    /// The window that counts: the last that was agreed by right.
    #[must_use]
    pub fn in_force(agreed: &[Self]) -> Option<&Self> {
        agreed.iter().rev().find(|agreed| agreed.because.counts())
    }
}

impl Promised {
    /// The day that counts: the last that was promised by right. An extension counts only when it is approved.
    #[must_use]
    pub fn in_force(promised: &[Self]) -> Option<&Self> {
        promised
            .iter()
            .rev()
            .find(|promised| promised.because.counts())
    }

    /// Whether a later day than the one in force was asked for and is not approved.
    #[must_use]
    pub fn is_unapproved(promised: &[Self]) -> bool {
        promised
            .last()
            .is_some_and(|promised| !promised.because.counts())
    }
}
