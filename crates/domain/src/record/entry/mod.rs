//! The entries of a record: what happened, each written once and never edited. To undo is another entry.

mod approval;
mod cash;
pub(crate) mod check;
mod complaint;
mod consent;
mod file;
mod handover;
mod heard;
mod kind;
mod limits;
mod passing;
mod stamp;

use chrono::{DateTime, FixedOffset};
use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use super::field::{Field, FieldValue};
use crate::{
    ids::{EntryId, PersonId, RecordId},
    money::Money,
    named::named,
    quote::{Choice, Quote},
};

pub use approval::{ApprovalAsked, ApprovalDecided, Matter};
pub use cash::{CashHandedIn, InvoiceAsked, PaymentRefunded};
pub use check::{BadEntry, PAYMENT_METHODS};
pub use complaint::{
    AgreementSigned, CompensationPaid, ComplaintTaken, DamageRecorded, Gravity, INSURER_FROM_MINOR,
    InsurerTold, needs_insurer,
};
pub use consent::{ConsentGiven, ConsentSentence, ConsentTo};
pub use file::{
    FILE_BYTES_MAX, FileAdded, FileStage, MediaType, NamedContent, PIXELS_MAX, PREVIEW_BYTES_MAX,
    Picture, SIDE_PIXELS_MAX,
};
pub use handover::{Handback, Handover};
pub use heard::ServerHeard;
pub use kind::EntryKind;
pub use limits::Limits;
pub use passing::PassedOn;
pub use stamp::Stamp;

/// Something that happened: `entries/<uuid>` in the document, as canonical JSON bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the device's clock, with the offset it was seen in. A claim: nothing is ordered by it.
    pub at: DateTime<FixedOffset>,
    /// What the device knew of the server's clock, so that [`Entry::corrected`] can say when it really was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<ServerHeard>,
    /// Who did it, by his own device's word.
    pub by: PersonId,
    /// What happened.
    pub what: What,
}

/// How a call to the customer went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// The customer confirmed the visit.
    Confirmed,
    /// Nobody answered.
    NoAnswer,
    /// The customer asked for another time.
    Postponed,
}

named!(CallOutcome {
    Confirmed "confirmed" words::call_outcome::CONFIRMED;
    NoAnswer "no_answer" words::call_outcome::NO_ANSWER;
    Postponed "postponed" words::call_outcome::POSTPONED;
});

/// The four steps of a diagnosis (问、看、通电、测量).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisStep {
    /// Ask the customer.
    Ask,
    /// Look at the outside.
    Look,
    /// Power-on test.
    PowerOn,
    /// Measure with instruments.
    Measure,
}

impl DiagnosisStep {
    /// The steps in their order.
    pub const ALL: [Self; 4] = [Self::Ask, Self::Look, Self::PowerOn, Self::Measure];
}

named!(words DiagnosisStep {
    Ask "ask" words::diagnosis_step::ASK;
    Look "look" words::diagnosis_step::LOOK;
    PowerOn "power_on" words::diagnosis_step::POWER_ON;
    Measure "measure" words::diagnosis_step::MEASURE;
});

/// A measured value as it was read off the instrument: a decimal number in text, never a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measurement {
    /// What was measured.
    pub name: String,
    /// The decimal number as read, `-12.5`.
    pub value: String,
    /// The unit, `V`, `MPa`, `°C`.
    pub unit: String,
}

/// One item of the full-function test (全功能试机).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestItem {
    /// The item as it stands on the test sheet.
    pub name: String,
    /// The result as read or seen.
    pub result: String,
    /// Whether the item is in order.
    pub passed: bool,
    /// The limits of the appliance's test sheet, as they stood when it was tested; none where the sheet has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
}

/// Who signed, seen from the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The customer in person.
    Customer,
    /// Somebody of the family.
    Family,
    /// Somebody for a company.
    Company,
    /// A neighbour, a caretaker, anybody else.
    Other,
}

named!(Relation {
    Customer "customer" words::relation::CUSTOMER;
    Family "family" words::relation::FAMILY;
    Company "company" words::relation::COMPANY;
    Other "other" words::relation::OTHER;
});

/// What a signature was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignPurpose {
    /// Acceptance of a quote, before the work.
    QuoteAcceptance,
    /// Acceptance of the finished work (质量验收).
    WorkAcceptance,
    /// The customer refuses to sign; the reason is recorded.
    Refusal,
    /// Receipt for a payment.
    PaymentReceipt,
    /// Receipt for the customer's unit, which goes to the workshop (收据).
    CustodyReceipt,
    /// The customer has his unit back.
    CustodyReturn,
    /// Receipt for a loaner unit (替补商品).
    LoanerReceipt,
    /// The loaner is back.
    LoanerReturn,
    /// Damage at the customer's, acknowledged.
    DamageAcknowledgement,
    /// Receipt for a compensation (收条).
    CompensationReceipt,
    /// Agreement that settles a crisis (协议书).
    Agreement,
}

named!(SignPurpose {
    QuoteAcceptance "quote_acceptance" words::sign_purpose::QUOTE_ACCEPTANCE;
    WorkAcceptance "work_acceptance" words::sign_purpose::WORK_ACCEPTANCE;
    Refusal "refusal" words::sign_purpose::REFUSAL;
    PaymentReceipt "payment_receipt" words::sign_purpose::PAYMENT_RECEIPT;
    CustodyReceipt "custody_receipt" words::sign_purpose::CUSTODY_RECEIPT;
    CustodyReturn "custody_return" words::sign_purpose::CUSTODY_RETURN;
    LoanerReceipt "loaner_receipt" words::sign_purpose::LOANER_RECEIPT;
    LoanerReturn "loaner_return" words::sign_purpose::LOANER_RETURN;
    DamageAcknowledgement "damage_acknowledgement" words::sign_purpose::DAMAGE_ACKNOWLEDGEMENT;
    CompensationReceipt "compensation_receipt" words::sign_purpose::COMPENSATION_RECEIPT;
    Agreement "agreement" words::sign_purpose::AGREEMENT;
});

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The customer was called; within the 30 minutes before arrival it is the confirmation the rules ask for.
    Call {
        /// How it went.
        outcome: CallOutcome,
        /// What was said, if it matters.
        note: String,
    },
    /// Arrival: check-in and the check of the unit against the record.
    Visit {
        /// Where, as the device knows it; empty if it does not.
        place: String,
        /// The badge (工牌) was shown.
        badge_shown: bool,
        /// The unit is the one on the record.
        unit_matches: bool,
        /// Warranty card and invoice were seen.
        proof_of_purchase_seen: bool,
    },
    /// One of the four steps of the diagnosis.
    DiagnosisStep {
        /// Which step.
        step: DiagnosisStep,
        /// What was found.
        finding: String,
        /// What was measured.
        measurements: Vec<Measurement>,
    },
    /// A quote was put before the customer; from here on it is frozen.
    QuoteOffered {
        /// The whole quote.
        quote: Quote,
    },
    /// The customer accepted a quote with his signature.
    QuoteAccepted {
        /// The entry that offered it.
        offer: EntryId,
        /// SHA-256 of the sealed statement, 64 hex digits.
        statement: String,
        /// Which option he took; none where the offer has no options.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choice: Option<Choice>,
    },
    /// The customer declined a quote.
    QuoteDeclined {
        /// The entry that offered it.
        offer: EntryId,
        /// Why.
        reason: String,
    },
    /// A part was fitted.
    PartFitted {
        /// The catalogue's code.
        part: String,
        /// Its name as quoted.
        name: String,
        /// Its serial number; empty if it has none.
        serial: String,
        /// How many pieces.
        quantity: i64,
        /// Its own warranty in months from today.
        warranty_months: i64,
    },
    /// A part was taken out; it is kept and goes back to the store (以旧换新).
    PartRemoved {
        /// The catalogue's code.
        part: String,
        /// Its name.
        name: String,
        /// Its serial number; empty if it has none or it cannot be read.
        serial: String,
        /// How many pieces.
        quantity: i64,
        /// The old part is kept for the store.
        kept_for_store: bool,
    },
    /// The work is done; what was done stands in the text `work`.
    RepairDone {
        /// The unit works again. Where it does not, the repair does not count as done.
        works: bool,
    },
    /// It cannot be repaired on site: the reason and the plan were told to the customer.
    CannotRepair {
        /// Why not.
        reason: String,
        /// What is going to be done.
        plan: String,
    },
    /// The full-function test.
    TestResult {
        /// Its items.
        items: Vec<TestItem>,
        /// All in order.
        passed: bool,
        /// It was done in the customer's presence.
        customer_present: bool,
    },
    /// Use and care were explained and the site was tidied.
    AdviceGiven {
        /// Use and maintenance were explained.
        explained: bool,
        /// The site was tidied.
        site_tidied: bool,
    },
    /// The customer signed for the finished work.
    SignOff {
        /// SHA-256 of the sealed statement, 64 hex digits.
        statement: String,
        /// A company's stamp in the place of a signature by hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stamp: Option<Stamp>,
        /// The signer's name as he wrote or told it.
        signer: String,
        /// Who he is to the customer.
        relation: Relation,
        /// The customer's opinion, in his words.
        opinion: String,
        /// Satisfaction, 1 to 5.
        score: i64,
        /// The entries that the signer was shown, so that "signed before the test" is seen without any clock.
        covers: Vec<EntryId>,
    },
    /// The customer refused to sign.
    SignRefused {
        /// SHA-256 of the sealed statement of the refusal, 64 hex digits.
        statement: String,
        /// Why.
        reason: String,
    },
    /// Money was taken.
    Payment {
        /// `cash`, `card`, `transfer`, `wechat`, `alipay` or `invoice`.
        method: String,
        /// How much.
        amount: Money,
        /// The receipt's number.
        receipt: String,
        /// The quote acceptance that it pays for.
        acceptance: EntryId,
        /// SHA-256 of the sealed receipt, 64 hex digits; empty where none was signed.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        statement: String,
    },
    /// Reported to the office before leaving. It ends a visit.
    Report {
        /// What the office should know.
        note: String,
        /// The entries that stood when it was made, so that what comes after it is seen to belong to another visit
        /// without any clock. Empty in a report from before there was this list: it then covers whatever stands.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        covers: Vec<EntryId>,
    },
    /// The technician stood before a closed door.
    CustomerAbsent {
        /// What he did then.
        note: String,
        /// A card with the service's number was left.
        card_left: bool,
    },
    /// The customer's unit is taken into custody, for the workshop or because he brought it in (送修).
    CustodyTaken(Handover),
    /// The customer has his unit back.
    CustodyReturned(Handback),
    /// A loaner unit stays with the customer.
    LoanerLent(Handover),
    /// The loaner is back.
    LoanerReturned(Handback),
    /// The office's approval is asked for.
    ApprovalAsked(ApprovalAsked),
    /// The office decides about an approval.
    ApprovalDecided(ApprovalDecided),
    /// The customer is not satisfied with finished work: a second service, free of charge, is due; the second time the
    /// complaint procedure.
    NotSatisfied {
        /// Why not, in his words.
        reason: String,
    },
    /// The customer's complaint was taken.
    ComplaintTaken(ComplaintTaken),
    /// The customer agreed to something before it was done.
    ConsentGiven(ConsentGiven),
    /// Something at the customer's was damaged.
    DamageRecorded(DamageRecorded),
    /// A compensation or settlement was paid to the customer.
    CompensationPaid(CompensationPaid),
    /// A crisis was settled by a signed agreement.
    AgreementSigned(AgreementSigned),
    /// The insurer was told.
    InsurerTold(InsurerTold),
    /// Money was given back to the customer.
    PaymentRefunded(PaymentRefunded),
    /// The customer wants an invoice.
    InvoiceAsked(InvoiceAsked),
    /// A technician handed in the cash of this record.
    CashHandedIn(CashHandedIn),
    /// A photo or file was added.
    FileAdded(FileAdded),
    /// A technician passed it on to another.
    PassedOn(PassedOn),
    /// The customer or the office called it off.
    Cancelled {
        /// Why.
        reason: String,
        /// The record that stays, where this one was opened for the same visit; none where the visit was called off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duplicate_of: Option<RecordId>,
    },
    /// An entry is taken back.
    Void {
        /// The entry.
        entry: EntryId,
        /// Why.
        reason: String,
    },
    /// A clash of a field was settled by choosing a value.
    Settled {
        /// The field.
        field: Field,
        /// The value that now holds.
        value: FieldValue,
        /// Why.
        reason: String,
    },
}

impl What {
    /// The digest of the sealed statement that the entry names, 64 hex digits, with what it was sealed for; nothing
    /// for an entry that names none.
    #[must_use]
    pub fn statement(&self) -> Option<(SignPurpose, &str)> {
        let (purpose, statement) = match self {
            Self::QuoteAccepted { statement, .. } => (SignPurpose::QuoteAcceptance, statement),
            Self::SignOff { statement, .. } => (SignPurpose::WorkAcceptance, statement),
            Self::SignRefused { statement, .. } => (SignPurpose::Refusal, statement),
            Self::Payment { statement, .. } => (SignPurpose::PaymentReceipt, statement),
            Self::CustodyTaken(handover) => (SignPurpose::CustodyReceipt, &handover.statement),
            Self::CustodyReturned(handback) => (SignPurpose::CustodyReturn, &handback.statement),
            Self::LoanerLent(handover) => (SignPurpose::LoanerReceipt, &handover.statement),
            Self::LoanerReturned(handback) => (SignPurpose::LoanerReturn, &handback.statement),
            Self::DamageRecorded(damage) => (SignPurpose::DamageAcknowledgement, &damage.statement),
            Self::CompensationPaid(paid) => (SignPurpose::CompensationReceipt, &paid.statement),
            Self::AgreementSigned(agreement) => (SignPurpose::Agreement, &agreement.statement),
            _ => return None,
        };
        (!statement.is_empty()).then_some((purpose, statement.as_str()))
    }
}

#[cfg(test)]
mod tests;
