//! What happened on a record, in corrected moments: what the clocks are judged by.

use chrono::{DateTime, NaiveDate};

use super::Moment;
use crate::{
    ids::EntryId,
    record::{CallOutcome, Entry, Field, FieldValue, Record, What},
};

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// The entry that says so, if it stands in the record.
    pub entry: Option<EntryId>,
    /// When, corrected.
    pub at: Moment,
}

/// Where the unit stands (市区、郊区、偏远地区).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// In the city.
    City,
    /// In the suburbs.
    Suburb,
    /// Farther out, within 100 km.
    Remote,
}

/// Why a time or a date was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Reported to the office.
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
    pub fn in_force(promised: &[Self]) -> Option<NaiveDate> {
        let counts = promised
            .iter()
            .rev()
            .find(|promised| promised.because.counts());
        counts.map(|promised| promised.on)
    }
}

impl Timeline {
    /// What stands in a record, with `corrected` for the moment of an entry. What has no entry of its own is added by
    /// whoever knows it: dates agreed for the repair, custody, the follow-up call, later windows and rounds.
    #[must_use]
    pub fn of(record: &Record, corrected: impl Fn(EntryId, &Entry) -> Moment) -> Self {
        let mut timeline = Self {
            received_at: DateTime::parse_from_rfc3339(record.words(Field::ReceivedAt)).ok(),
            is_complaint: record.words(Field::Request) == "complaint",
            priority_hours: record
                .field(Field::PriorityHours)
                .and_then(FieldValue::number),
            area: Area::from_code(record.words(Field::Area)),
            ..Self::default()
        };
        let mut round = Round {
            agreed: window(record).into_iter().collect(),
            ..Round::default()
        };
        for (id, entry) in record.valid_entries() {
            let happened = Happened {
                entry: Some(id),
                at: corrected(id, entry),
            };
            match &entry.what {
                What::Call { outcome, .. } => match outcome {
                    CallOutcome::NoAnswer => {}
                    CallOutcome::Confirmed => {
                        timeline.first_contact.get_or_insert(happened);
                        round.postponed = None;
                    }
                    CallOutcome::Postponed => {
                        timeline.first_contact.get_or_insert(happened);
                        round.postponed.get_or_insert(happened);
                    }
                },
                What::Visit { .. } => {
                    round.arrived.get_or_insert(happened);
                }
                What::RepairDone { works: true } => {
                    timeline.repaired.get_or_insert(happened);
                }
                What::Report { .. } => {
                    timeline.reported.get_or_insert(happened);
                }
                What::Cancelled { .. } => {
                    timeline.cancelled.get_or_insert(happened);
                }
                _ => {}
            }
        }
        timeline.rounds.push(round);
        timeline
    }
}

fn window(record: &Record) -> Option<Agreed> {
    let (from, to) = record.words(Field::Appointment).split_once('/')?;
    Some(Agreed {
        from: DateTime::parse_from_rfc3339(from).ok()?,
        to: DateTime::parse_from_rfc3339(to).ok()?,
        because: Because::First,
    })
}
