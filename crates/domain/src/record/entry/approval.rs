//! Approval (请示 / 同意): any solution outside the rules is asked for first, and the question is recorded, also offline.

use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{calendar_date, given, long, range, reasoned, short},
};
use crate::{ids::EntryId, named::named};

/// What an approval is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A later date than the one that was agreed.
    Extension,
    /// A visit outside the service area (上门范围).
    OutsideArea,
    /// A solution that the rules do not know.
    OutsideRules,
    /// A price below the price list.
    Discount,
    /// Return or exchange of the unit (退换).
    Exchange,
}

named!(Matter {
    Extension "extension" words::matter::EXTENSION;
    OutsideArea "outside_area" words::matter::OUTSIDE_AREA;
    OutsideRules "outside_rules" words::matter::OUTSIDE_RULES;
    Discount "discount" words::matter::DISCOUNT;
    Exchange "exchange" words::matter::EXCHANGE;
});

impl Matter {
    /// Reads its code back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|matter| matter.code() == code)
    }
}

/// The office is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalAsked {
    /// What it is about.
    pub matter: Matter,
    /// What is asked for, in words.
    pub wanted: String,
    /// The new date, `YYYY-MM-DD`, for an extension; else empty.
    pub until: String,
    /// Up to how many percent of the price may be let off, for a discount; none where only the words say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who at the office agreed by telephone; empty where nobody was asked yet. It holds until the office itself
    /// decides, and is shown as not confirmed until then.
    pub agreed_by_phone: String,
}

/// The office decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalDecided {
    /// The entry that asked.
    pub request: EntryId,
    /// Granted or not.
    pub granted: bool,
    /// Why, or under which condition; a refusal says why.
    pub note: String,
}

impl ApprovalAsked {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        given("wanted", &self.wanted)?;
        long("wanted", &self.wanted)?;
        reasoned(&self.reason)?;
        short("agreed_by_phone", &self.agreed_by_phone)?;
        if self.matter == Matter::Extension {
            given("until", &self.until)?;
        }
        if let Some(percent) = self.percent {
            range("percent", percent, 1, 100)?;
        }
        calendar_date("until", &self.until)
    }
}

impl ApprovalDecided {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        if !self.granted {
            given("note", &self.note)?;
        }
        long("note", &self.note)
    }
}
