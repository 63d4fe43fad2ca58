//! One contribution of one record to one rate.

use doorstep_words::trade::rates as words;
use serde::{Deserialize, Serialize};

use super::Rate;
use crate::{deadline::Moment, ids::PersonId, named::named};

/// What a record says about a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Which rate.
    pub rate: Rate,
    /// Which visit it is about, counted from 1; 1 where it is about the whole record.
    pub visit: u32,
    /// It is counted on this day, in the customer's calendar, and not before this moment.
    pub due: Moment,
    /// What was to be done was done; none while it is not, and where the rate does not ask when.
    pub done: Option<Moment>,
    /// The figure that decided where no moment does: the score, the number of visits or of later repairs.
    pub value: Option<i64>,
    /// How it counts.
    pub outcome: Outcome,
    /// Until then it may still come out otherwise; none where it is final.
    pub provisional_until: Option<Moment>,
    /// Whose it is; none where nobody was named.
    pub technician: Option<PersonId>,
}

/// How a record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// In the numerator and in the denominator.
    Yes,
    /// Only in the denominator.
    No,
    /// In neither, and listed with the reason.
    Apart(Apart),
}

/// Why a record is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apart {
    /// Called off before it was due.
    Cancelled,
    /// The customer asked for another time, and none is agreed yet.
    Postponed,
    /// The technician opened the record before the customer: there was nothing to respond to.
    OpenedAtTheDoor,
    /// The customer did not want the repair.
    NotWanted,
    /// Nobody signed for the work.
    NotSigned,
    /// The customer refused to sign.
    RefusedToSign,
    /// It is contested that it counts against the technician.
    Contested,
}

named!(Apart {
    Cancelled "cancelled" words::apart::CANCELLED;
    Postponed "postponed" words::apart::POSTPONED;
    OpenedAtTheDoor "opened_at_the_door" words::apart::OPENED_AT_THE_DOOR;
    NotWanted "not_wanted" words::apart::NOT_WANTED;
    NotSigned "not_signed" words::apart::NOT_SIGNED;
    RefusedToSign "refused_to_sign" words::apart::REFUSED_TO_SIGN;
    Contested "contested" words::apart::CONTESTED;
});

impl Outcome {
    /// The code in the database and in exports: `yes`, `no` or `apart`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Apart(_) => "apart",
        }
    }

    /// Why it is apart.
    #[must_use]
    pub const fn apart(self) -> Option<Apart> {
        match self {
            Self::Apart(apart) => Some(apart),
            Self::Yes | Self::No => None,
        }
    }

    pub(super) const fn of(is_reached: bool) -> Self {
        if is_reached { Self::Yes } else { Self::No }
    }
}
