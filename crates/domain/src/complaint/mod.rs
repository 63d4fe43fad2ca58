//! Complaints (投诉): who complains, what is offered, through which chain it passes, and what stands in the way of the
//! end. The customer's own words, taken at the door or on the telephone, are [`crate::record::ComplaintTaken`].
//!
//! Start at [`Case::lacks`].

use doorstep_words::trade::complaint as words;
use serde::{Deserialize, Serialize};

use crate::{approval_chain::Chain, money::Money, named::named, record::needs_insurer};

/// Who complains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Complainant {
    /// The customer.
    Customer,
    /// A dealer who sold the unit.
    Dealer,
}

named!(Complainant {
    Customer "customer" words::complainant::CUSTOMER;
    Dealer "dealer" words::complainant::DEALER;
});

impl Complainant {
    /// Reads [`Complainant::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|who| who.code() == code)
    }
}

/// What is offered for a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// It is explained, and an apology made.
    Explanation,
    /// A second service, free of charge.
    SecondService,
    /// Something is paid.
    Compensation,
    /// The unit is taken back (退机).
    Return,
    /// The unit is exchanged (换机).
    Exchange,
}

named!(Remedy {
    Explanation "explanation" words::remedy::EXPLANATION;
    SecondService "second_service" words::remedy::SECOND_SERVICE;
    Compensation "compensation" words::remedy::COMPENSATION;
    Return "return" words::remedy::RETURN;
    Exchange "exchange" words::remedy::EXCHANGE;
});

impl Remedy {
    /// Reads [`Remedy::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|remedy| remedy.code() == code)
    }

    /// The chain that an offer of this to somebody passes.
    #[must_use]
    pub const fn chain(self, to: Complainant) -> Chain {
        match (self, to) {
            (Self::Return | Self::Exchange, _) => Chain::Exchange,
            (_, Complainant::Customer) => Chain::Customer,
            (_, Complainant::Dealer) => Chain::Dealer,
        }
    }
}

/// What is known of a complaint, as far as its end hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Case {
    /// A crisis: injury, damage, press, authority.
    pub is_major: bool,
    /// A remedy was offered and all of its chain agreed.
    pub is_approved: bool,
    /// What is to be paid by that remedy.
    pub compensation: Option<Money>,
    /// The insurer was told of the complaint.
    pub insurer_told: bool,
    /// Of the damages and agreements of its record, one needs the insurer and he was not told.
    pub claim_without_insurer: bool,
    /// Of these, something is still to be paid against a receipt (收条).
    pub claim_unpaid: bool,
    /// An agreement (协议书) is signed.
    pub agreement_signed: bool,
    /// Compensations were paid against receipts, in minor units.
    pub paid_minor: i64,
}

/// What stands in the way of the end of a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Nothing was offered that all posts agreed to.
    NotApproved,
    /// The insurer must be told: 500 yuan or more.
    InsurerNotTold,
    /// A crisis ends in a signed agreement.
    AgreementNotSigned,
    /// What was promised is not paid against a receipt.
    NotPaid,
}

named!(Lack {
    NotApproved "not_approved" words::lack::NOT_APPROVED;
    InsurerNotTold "insurer_not_told" words::lack::INSURER_NOT_TOLD;
    AgreementNotSigned "agreement_not_signed" words::lack::AGREEMENT_NOT_SIGNED;
    NotPaid "not_paid" words::lack::NOT_PAID;
});

impl Case {
    /// What is still open, in the order in which it is done. With nothing open it may be closed with the customer's word.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        let promised = self.compensation.filter(|_| self.is_approved);
        let lacks = [
            (Lack::NotApproved, !self.is_approved),
            (Lack::InsurerNotTold, self.lacks_insurer()),
            (
                Lack::AgreementNotSigned,
                self.is_major && !self.agreement_signed,
            ),
            (
                Lack::NotPaid,
                self.claim_unpaid || promised.is_some_and(|amount| self.paid_minor < amount.minor),
            ),
        ];
        let open = lacks.into_iter().filter(|(_, is_open)| *is_open);
        open.map(|(lack, _)| lack).collect()
    }

    fn lacks_insurer(&self) -> bool {
        let by_remedy = self.compensation.is_some_and(needs_insurer) && !self.insurer_told;
        by_remedy || self.claim_without_insurer
    }
}

#[cfg(test)]
mod tests;
