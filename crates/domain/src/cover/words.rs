//! The rules in words, as they stand in the customer's quote. Serial numbers and codes stay out of the sentence: they
//! may be long, and the line has them.

use doorstep_words::{Sentence, trade::cover::rule as words};

use super::Rule;

/// What stands in a line whose payer was given by hand.
pub(super) fn overridden(reason: &str) -> Sentence {
    Sentence::of(&words::Overridden { reason: &reason })
}

impl Rule {
    /// The rule with its dates, in both languages.
    #[must_use]
    pub fn words(&self) -> Sentence {
        // A sentence names the last day only where the rule has one.
        let last_day = &self.last_day().unwrap_or_default();
        match self {
            Self::SecondService { not_satisfied_on } => {
                Sentence::of(&words::SecondService { not_satisfied_on })
            }
            Self::SecondRepair {
                first,
                closed_on,
                days,
                same,
            } => Sentence::of(&words::SecondRepair {
                first,
                closed_on,
                days,
                same: &same.words(),
                last_day,
            }),
            Self::FittedPart {
                record,
                fitted_on,
                months,
                ..
            } => Sentence::of(&words::FittedPart {
                record,
                fitted_on,
                months,
                last_day,
            }),
            Self::Contract => words::CONTRACT.into(),
            Self::Excluded { exclusion } => Sentence::of(&words::Excluded {
                exclusion: &exclusion.words(),
            }),
            Self::NoInvoiceDate => words::NO_INVOICE_DATE.into(),
            Self::BoughtLater { purchased_on } => {
                Sentence::of(&words::BoughtLater { purchased_on })
            }
            Self::BookedOut => words::BOOKED_OUT.into(),
            Self::Component {
                purchased_on,
                months,
                ..
            } => Sentence::of(&words::Component {
                purchased_on,
                months,
                last_day,
            }),
            Self::WholeUnit {
                purchased_on,
                months,
            } => Sentence::of(&words::WholeUnit {
                purchased_on,
                months,
                last_day,
            }),
            Self::Expired {
                purchased_on,
                months,
            } => Sentence::of(&words::Expired {
                purchased_on,
                months,
                last_day,
            }),
        }
    }
}
