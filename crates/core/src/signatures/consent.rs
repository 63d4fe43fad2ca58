//! The sentence above the pad: what a signature is given for, in words that a customer reads. It is sealed with the
//! statement, so a later wording never changes what an earlier customer agreed to.

use doorstep_domain::record::SignPurpose;
use doorstep_words::{Phrase, consent as words};

/// The product's own sentence for a purpose.
#[must_use]
const fn consent_phrase(purpose: SignPurpose) -> Phrase {
    match purpose {
        SignPurpose::QuoteAcceptance => words::QUOTE_ACCEPTANCE,
        SignPurpose::WorkAcceptance => words::WORK_ACCEPTANCE,
        SignPurpose::Refusal => words::REFUSAL,
        SignPurpose::PaymentReceipt => words::PAYMENT_RECEIPT,
        SignPurpose::CustodyReceipt => words::CUSTODY_RECEIPT,
        SignPurpose::CustodyReturn => words::CUSTODY_RETURN,
        SignPurpose::LoanerReceipt => words::LOANER_RECEIPT,
        SignPurpose::LoanerReturn => words::LOANER_RETURN,
        SignPurpose::DamageAcknowledgement => words::DAMAGE_ACKNOWLEDGEMENT,
        SignPurpose::CompensationReceipt => words::COMPENSATION_RECEIPT,
        SignPurpose::Agreement => words::AGREEMENT,
    }
}

/// The product's own sentence for a purpose, in the language that the customer is spoken to in (`en`; any other is
/// Chinese).
#[must_use]
pub const fn consent_sentence(purpose: SignPurpose, in_english: bool) -> &'static str {
    let phrase = consent_phrase(purpose);
    if in_english {
        phrase.english
    } else {
        phrase.chinese
    }
}
