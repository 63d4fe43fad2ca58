//! The rules by which a line is paid, each with what it hangs on.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Exclusion, Term};
use crate::{quote::Payer, unit_history::Same};

/// The rule that decided a line. It stands in the quote as it was when the quote was offered; who pays and until when
/// follow from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// The second service for a customer who was not satisfied (二次服务).
    SecondService {
        /// The day he said so.
        not_satisfied_on: NaiveDate,
    },
    /// The same fault or the same part soon after an earlier repair (返修).
    SecondRepair {
        /// The earlier record's number.
        first: String,
        /// The day it was closed.
        closed_on: NaiveDate,
        /// How many days the repair is warranted from then.
        days: u32,
        /// What is the same.
        same: Same,
    },
    /// A part that we fitted failed again inside its own term.
    FittedPart {
        /// The number of the record on which it was fitted.
        record: String,
        /// The catalogue's code.
        part: String,
        /// Its serial number; empty if it has none.
        serial: String,
        /// The day it was fitted.
        fitted_on: NaiveDate,
        /// Its term in months.
        months: u32,
    },
    /// A maintenance contract pays (合同服务).
    Contract,
    /// Something ends the warranty.
    Excluded {
        /// What.
        exclusion: Exclusion,
    },
    /// There is no date of an invoice from which a term could run.
    NoInvoiceDate,
    /// The invoice is of a day after the visit.
    BoughtLater {
        /// Its date.
        purchased_on: NaiveDate,
    },
    /// A component is inside its own term.
    Component {
        /// The component's code.
        component: String,
        /// The invoice's date.
        purchased_on: NaiveDate,
        /// Its term in months.
        months: u32,
    },
    /// The unit was booked as out of warranty (有偿服务).
    BookedOut,
    /// The whole unit is inside its term.
    WholeUnit {
        /// The invoice's date.
        purchased_on: NaiveDate,
        /// The term in months.
        months: u32,
    },
    /// The whole unit's term has run out.
    Expired {
        /// The invoice's date.
        purchased_on: NaiveDate,
        /// The term in months.
        months: u32,
    },
}

impl Rule {
    /// Who pays by it.
    #[must_use]
    pub const fn payer(&self) -> Payer {
        match self {
            Self::SecondService { .. }
            | Self::SecondRepair { .. }
            | Self::FittedPart { .. }
            | Self::Component { .. }
            | Self::WholeUnit { .. } => Payer::Warranty,
            Self::Contract => Payer::Contract,
            Self::Excluded { .. }
            | Self::NoInvoiceDate
            | Self::BoughtLater { .. }
            | Self::BookedOut
            | Self::Expired { .. } => Payer::Customer,
        }
    }

    /// The stable code, as it stands in the quote.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SecondService { .. } => "second_service",
            Self::SecondRepair { .. } => "second_repair",
            Self::FittedPart { .. } => "fitted_part",
            Self::Contract => "contract",
            Self::Excluded { .. } => "excluded",
            Self::NoInvoiceDate => "no_invoice_date",
            Self::BoughtLater { .. } => "bought_later",
            Self::Component { .. } => "component",
            Self::BookedOut => "booked_out",
            Self::WholeUnit { .. } => "whole_unit",
            Self::Expired { .. } => "expired",
        }
    }

    /// The day from which its term runs; none where it hangs on no date.
    #[must_use]
    pub const fn from(&self) -> Option<NaiveDate> {
        match self {
            Self::SecondService { not_satisfied_on } => Some(*not_satisfied_on),
            Self::SecondRepair { closed_on, .. } => Some(*closed_on),
            Self::FittedPart { fitted_on, .. } => Some(*fitted_on),
            Self::BoughtLater { purchased_on }
            | Self::Component { purchased_on, .. }
            | Self::WholeUnit { purchased_on, .. }
            | Self::Expired { purchased_on, .. } => Some(*purchased_on),
            Self::Contract | Self::Excluded { .. } | Self::NoInvoiceDate | Self::BookedOut => None,
        }
    }

    /// The months of its term; none where it has none in months.
    #[must_use]
    pub const fn months(&self) -> Option<u32> {
        match self {
            Self::FittedPart { months, .. }
            | Self::Component { months, .. }
            | Self::WholeUnit { months, .. }
            | Self::Expired { months, .. } => Some(*months),
            _ => None,
        }
    }

    /// The last day inside its term; none where it has no term.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        if let Self::SecondRepair {
            closed_on, days, ..
        } = self
        {
            return Some(last_day_of_repair(*closed_on, *days));
        }
        let (from, months) = self.from().zip(self.months())?;
        Some(Term::new(from, months).last_day())
    }

    /// The texts in it that come from other records.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &String> {
        let texts: [Option<&String>; 3] = match self {
            Self::SecondRepair { first, .. } => [Some(first), None, None],
            Self::FittedPart {
                record,
                part,
                serial,
                ..
            } => [Some(record), Some(part), Some(serial)],
            Self::Component { component, .. } => [Some(component), None, None],
            _ => [None; 3],
        };
        texts.into_iter().flatten()
    }
}

/// The last day on which a repair that was closed on a day is still warranted.
pub(crate) fn last_day_of_repair(closed_on: NaiveDate, days: u32) -> NaiveDate {
    closed_on
        .checked_add_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MAX)
}
