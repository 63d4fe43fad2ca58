//! The quality notice (质量信息单): what goes to quality at once, whatever the count (domain.md, "Complaints").

use std::collections::BTreeSet;

use doorstep_words::trade::quality as words;
use serde::{Deserialize, Serialize};

use crate::{named::named, record::Gravity};

/// Why quality is told at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeReason {
    /// The cause was never seen on the model before.
    First,
    /// Somebody could be hurt, or something damaged.
    Safety,
}

named!(NoticeReason {
    First "first" words::reason::FIRST;
    Safety "safety" words::reason::SAFETY;
});

/// What quality makes of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeOutcome {
    /// Whether it comes again is watched.
    Watched,
    /// The factory has it.
    ToFactory,
    /// It is no defect of the product.
    NoDefect,
}

named!(NoticeOutcome {
    Watched "watched" words::outcome::WATCHED;
    ToFactory "to_factory" words::outcome::TO_FACTORY;
    NoDefect "no_defect" words::outcome::NO_DEFECT;
});

impl NoticeReason {
    /// Reads [`NoticeReason::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == code)
    }
}

impl NoticeOutcome {
    /// Reads [`NoticeOutcome::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|outcome| outcome.code() == code)
    }
}

/// What a record brought when it came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sighting {
    /// It now names a cause that no other record names on this model.
    pub is_first: bool,
    /// It now names a cause that quality has called a safety defect.
    pub is_safety_cause: bool,
    /// The customer complains of this.
    pub complaint: Option<Gravity>,
}

impl Sighting {
    /// For which reasons quality is told. A complaint is about safety where somebody was hurt or something was damaged;
    /// that the press or an authority asks says nothing of the unit.
    #[must_use]
    pub fn reasons(self) -> BTreeSet<NoticeReason> {
        let harm = matches!(self.complaint, Some(Gravity::Injury | Gravity::Damage));
        let mut reasons = BTreeSet::new();
        if self.is_first {
            reasons.insert(NoticeReason::First);
        }
        if self.is_safety_cause || harm {
            reasons.insert(NoticeReason::Safety);
        }
        reasons
    }
}
