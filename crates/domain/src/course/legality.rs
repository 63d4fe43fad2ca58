//! What is legal now. Asked by the device before it writes; what offline parallel work made illegal later is a
//! finding, never a refusal of what was already confirmed.

mod branches;
mod money;

pub(super) use branches::may_receive;
use branches::{
    claimed, finished, may_arrive, may_compensate, may_decide, may_hand_back, may_take_unit,
};
use money::{is_own_cash, may_collect, may_hand_in, may_refund};
use std::fmt;

use doorstep_words::{Phrase, trade::course as words};

use super::facts::Facts;
use crate::{
    ids::{EntryId, PersonId},
    quote::{Choice, DiscountVerdict, Quote, Quotes, may_discount},
    record::{Field, Record, What},
};

/// Why an action is refused on a device. Each has a stable code for programs and a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The record was called off.
    Cancelled,
    /// No repair starts before the customer accepts the quote.
    NoAcceptedQuote,
    /// The offer is not in the record.
    NoSuchOffer,
    /// A later revision replaced the offer.
    OfferReplaced,
    /// The offer was accepted before.
    AlreadyAccepted,
    /// The offer was declined.
    OfferDeclined,
    /// A revision must replace the standing offer and count one up.
    NotARevision,
    /// The accepted quote does not name the part, or not so many pieces of it: lines are never added silently.
    PartNotQuoted,
    /// The full-function test is made after the repair; one before it would prove nothing.
    TestBeforeRepair,
    /// Asking for the signature before the work is done is forbidden.
    RepairNotDone,
    /// Asking for the signature before the test is forbidden.
    TestNotDone,
    /// Only what the accepted quote says may be collected.
    MoreThanQuoted,
    /// The named entry is not in the record, was taken back, or is not of the kind that is asked for.
    NoSuchEntry,
    /// A void may be taken back, but that not again: nobody would understand what then holds.
    VoidTooDeep,
    /// The unit was not checked in yet.
    NotArrived,
    /// The customer accepts the work before his own unit, not while it is in the workshop.
    InCustody,
    /// One receipt for one unit.
    AlreadyInCustody,
    /// The unit, or the loaner, was handed back before.
    AlreadyHandedBack,
    /// Who brings his unit in gets a promised date.
    NoPromisedDate,
    /// A visit outside the service area is authorised first.
    NoApproval,
    /// The office decided already.
    AlreadyDecided,
    /// Of several technicians the lead seals and reports.
    NotTheLead,
    /// Nothing was finished that the customer could be dissatisfied with.
    NothingFinished,
    /// A compensation is paid at the price that was acknowledged.
    MoreThanAgreed,
    /// Of several options the customer takes exactly one, and one that he was offered.
    NoSuchOption,
    /// The customer took the option to leave his unit as it is.
    LeftAsItIs,
    /// More is let off than this role may by itself.
    DiscountUnapproved,
    /// Nothing is given back that was not paid.
    MoreThanPaid,
    /// Cash is handed in once, by who took it.
    NotInHand,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().english)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// All refusals.
    pub const ALL: &'static [Self] = &[
        Self::Cancelled,
        Self::NoAcceptedQuote,
        Self::NoSuchOffer,
        Self::OfferReplaced,
        Self::AlreadyAccepted,
        Self::OfferDeclined,
        Self::NotARevision,
        Self::PartNotQuoted,
        Self::TestBeforeRepair,
        Self::RepairNotDone,
        Self::TestNotDone,
        Self::MoreThanQuoted,
        Self::NoSuchEntry,
        Self::VoidTooDeep,
        Self::NotArrived,
        Self::InCustody,
        Self::AlreadyInCustody,
        Self::AlreadyHandedBack,
        Self::NoPromisedDate,
        Self::NoApproval,
        Self::AlreadyDecided,
        Self::NotTheLead,
        Self::NothingFinished,
        Self::MoreThanAgreed,
        Self::NoSuchOption,
        Self::LeftAsItIs,
        Self::DiscountUnapproved,
        Self::MoreThanPaid,
        Self::NotInHand,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::NoAcceptedQuote => "no_accepted_quote",
            Self::NoSuchOffer => "no_such_offer",
            Self::OfferReplaced => "offer_replaced",
            Self::AlreadyAccepted => "already_accepted",
            Self::OfferDeclined => "offer_declined",
            Self::NotARevision => "not_a_revision",
            Self::PartNotQuoted => "part_not_quoted",
            Self::TestBeforeRepair => "test_before_repair",
            Self::RepairNotDone => "repair_not_done",
            Self::TestNotDone => "test_not_done",
            Self::MoreThanQuoted => "more_than_quoted",
            Self::NoSuchEntry => "no_such_entry",
            Self::VoidTooDeep => "void_too_deep",
            Self::NotArrived => "not_arrived",
            Self::InCustody => "in_custody",
            Self::AlreadyInCustody => "already_in_custody",
            Self::AlreadyHandedBack => "already_handed_back",
            Self::NoPromisedDate => "no_promised_date",
            Self::NoApproval => "no_approval",
            Self::AlreadyDecided => "already_decided",
            Self::NotTheLead => "not_the_lead",
            Self::NothingFinished => "nothing_finished",
            Self::MoreThanAgreed => "more_than_agreed",
            Self::NoSuchOption => "no_such_option",
            Self::LeftAsItIs => "left_as_it_is",
            Self::DiscountUnapproved => "discount_unapproved",
            Self::MoreThanPaid => "more_than_paid",
            Self::NotInHand => "not_in_hand",
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::Cancelled => words::refusal::CANCELLED,
            Self::NoAcceptedQuote => words::refusal::NO_ACCEPTED_QUOTE,
            Self::NoSuchOffer => words::refusal::NO_SUCH_OFFER,
            Self::OfferReplaced => words::refusal::OFFER_REPLACED,
            Self::AlreadyAccepted => words::refusal::ALREADY_ACCEPTED,
            Self::OfferDeclined => words::refusal::OFFER_DECLINED,
            Self::NotARevision => words::refusal::NOT_A_REVISION,
            Self::PartNotQuoted => words::refusal::PART_NOT_QUOTED,
            Self::TestBeforeRepair => words::refusal::TEST_BEFORE_REPAIR,
            Self::RepairNotDone => words::refusal::REPAIR_NOT_DONE,
            Self::TestNotDone => words::refusal::TEST_NOT_DONE,
            Self::MoreThanQuoted => words::refusal::MORE_THAN_QUOTED,
            Self::NoSuchEntry => words::refusal::NO_SUCH_ENTRY,
            Self::VoidTooDeep => words::refusal::VOID_TOO_DEEP,
            Self::NotArrived => words::refusal::NOT_ARRIVED,
            Self::InCustody => words::refusal::IN_CUSTODY,
            Self::AlreadyInCustody => words::refusal::ALREADY_IN_CUSTODY,
            Self::AlreadyHandedBack => words::refusal::ALREADY_HANDED_BACK,
            Self::NoPromisedDate => words::refusal::NO_PROMISED_DATE,
            Self::NoApproval => words::refusal::NO_APPROVAL,
            Self::AlreadyDecided => words::refusal::ALREADY_DECIDED,
            Self::NotTheLead => words::refusal::NOT_THE_LEAD,
            Self::NothingFinished => words::refusal::NOTHING_FINISHED,
            Self::MoreThanAgreed => words::refusal::MORE_THAN_AGREED,
            Self::NoSuchOption => words::refusal::NO_SUCH_OPTION,
            Self::LeftAsItIs => words::refusal::LEFT_AS_IT_IS,
            Self::DiscountUnapproved => words::refusal::DISCOUNT_UNAPPROVED,
            Self::MoreThanPaid => words::refusal::MORE_THAN_PAID,
            Self::NotInHand => words::refusal::NOT_IN_HAND,
        }
    }
}

/// Whether a quote may be offered now: the first one, or the revision of the one that stands.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_offer_quote(record: &Record, quote: &Quote) -> Result<(), Refusal> {
    let facts = open(record)?;
    if !facts.has_unit() {
        return Err(Refusal::NotArrived);
    }
    let expected = facts.standing_offer.map_or((1, None), |standing| {
        (
            standing.quote.revision.saturating_add(1),
            Some(standing.offer),
        )
    });
    if (quote.revision, quote.replaces) == expected {
        if may_discount(record, quote) == DiscountVerdict::Beyond {
            return Err(Refusal::DiscountUnapproved);
        }
        Ok(())
    } else {
        Err(Refusal::NotARevision)
    }
}

/// Whether the customer may accept or decline an offer now.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_accept_quote(record: &Record, offer: EntryId) -> Result<(), Refusal> {
    open(record)?;
    let quotes = Quotes::of(record);
    if quotes.offered(offer).is_none() {
        Err(Refusal::NoSuchOffer)
    } else if quotes.is_replaced(offer) {
        Err(Refusal::OfferReplaced)
    } else if quotes.is_accepted(offer) {
        Err(Refusal::AlreadyAccepted)
    } else if quotes.is_declined(offer) {
        Err(Refusal::OfferDeclined)
    } else {
        Ok(())
    }
}

/// Whether the customer may accept an offer now, by taking one of its options: exactly one, where it has any.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_take_option(
    record: &Record,
    offer: EntryId,
    choice: Option<Choice>,
) -> Result<(), Refusal> {
    may_accept_quote(record, offer)?;
    let quotes = Quotes::of(record);
    let offered = quotes.offered(offer).ok_or(Refusal::NoSuchOffer)?;
    match offered.bill(choice) {
        Some(_) => Ok(()),
        None => Err(Refusal::NoSuchOption),
    }
}

/// Whether work on the unit may be recorded: only after the customer accepted a quote.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_repair(record: &Record) -> Result<(), Refusal> {
    let facts = open(record)?;
    if facts.left_as_it_is() {
        Err(Refusal::LeftAsItIs)
    } else if facts.accepted.is_some() {
        Ok(())
    } else {
        Err(Refusal::NoAcceptedQuote)
    }
}

/// Whether the customer may be asked to sign for the work: after the repair and the full-function test, or after
/// he was told that it cannot be repaired on site. Asking before is forbidden by the trade's rules.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_sign_off(record: &Record) -> Result<(), Refusal> {
    let facts = open(record)?;
    if facts.in_custody.is_some() {
        Err(Refusal::InCustody)
    } else if facts.given_up() {
        Ok(())
    } else if facts.repair_done.is_none() {
        Err(Refusal::RepairNotDone)
    } else if facts.test.is_none() {
        Err(Refusal::TestNotDone)
    } else {
        Ok(())
    }
}

/// Whether an amount, in minor units of the quote's currency, may be collected: only what the accepted quote says
/// and is not yet paid.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_pay(record: &Record, amount_minor: i64) -> Result<(), Refusal> {
    let facts = open(record)?;
    if facts.accepted.is_none() {
        Err(Refusal::NoAcceptedQuote)
    } else if amount_minor > facts.owed_minor() {
        Err(Refusal::MoreThanQuoted)
    } else {
        Ok(())
    }
}

/// Whether an entry may be added now, by its kind.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_add_entry(record: &Record, what: &What) -> Result<(), Refusal> {
    match what {
        What::QuoteOffered { quote } => may_offer_quote(record, quote),
        What::QuoteAccepted { offer, choice, .. } => may_take_option(record, *offer, *choice),
        What::QuoteDeclined { offer, .. } => may_accept_quote(record, *offer),
        What::PartFitted { part, quantity, .. } => may_fit(record, part, *quantity),
        What::PartRemoved { .. } | What::RepairDone { .. } => may_repair(record),
        What::TestResult { .. } => may_test(record),
        What::SignOff { .. } | What::SignRefused { .. } => may_sign_off(record),
        What::Payment {
            amount, acceptance, ..
        } => may_collect(record, *amount, *acceptance),
        What::Void { entry, .. } => may_void(record, *entry),
        // What cannot be repaired was looked at, and for a loaner somebody must be there.
        What::CannotRepair { .. } | What::LoanerLent(_) => seen(record),
        What::Visit { .. } => may_arrive(record),
        What::CustodyTaken(handover) => may_take_unit(record, handover),
        What::CustodyReturned(back) | What::LoanerReturned(back) => {
            may_hand_back(record, back.handover, what.kind())
        }
        What::ApprovalDecided(decided) => may_decide(record, decided.request),
        What::NotSatisfied { .. } => finished(record),
        What::CompensationPaid(paid) => may_compensate(record, paid.claim, paid.amount),
        What::InsurerTold(told) => claimed(record, told.claim).map(|_| ()),
        What::PaymentRefunded(refund) => may_refund(record, refund),
        What::CashHandedIn(handed_in) => may_hand_in(record, handed_in),
        What::Call { .. }
        | What::CustomerAbsent { .. }
        | What::DiagnosisStep { .. }
        | What::AdviceGiven { .. }
        | What::ConsentGiven(_)
        | What::Cancelled { .. } => open(record).map(|_| ()),
        // Of these the office must hear also after a cancellation.
        What::Report { .. }
        | What::Settled { .. }
        | What::ApprovalAsked(_)
        | What::ComplaintTaken(_)
        | What::InvoiceAsked(_)
        | What::DamageRecorded(_)
        | What::AgreementSigned(_)
        | What::FileAdded(_)
        | What::PassedOn(_) => Ok(()),
    }
}

/// Whether a person may add an entry now: by its kind, where several technicians are on a job by who leads, and by whose
/// the cash is.
///
/// # Errors
/// [`Refusal`] with the rule.
pub fn may_do(record: &Record, by: &PersonId, what: &What) -> Result<(), Refusal> {
    let of_the_lead = matches!(
        what,
        What::SignOff { .. } | What::SignRefused { .. } | What::Report { .. }
    );
    let lead = record.words(Field::Lead);
    if of_the_lead && !lead.is_empty() && lead != by.0 {
        return Err(Refusal::NotTheLead);
    }
    if let What::CashHandedIn(handed_in) = what {
        is_own_cash(record, by, handed_in)?;
    }
    may_add_entry(record, what)
}

fn may_fit(record: &Record, part: &str, quantity: i64) -> Result<(), Refusal> {
    may_repair(record)?;
    let accepted = open(record)?.accepted.ok_or(Refusal::NoAcceptedQuote)?;
    let fitted = record
        .valid_entries()
        .fold(quantity, |sum, (_, entry)| match &entry.what {
            What::PartFitted {
                part: other,
                quantity,
                ..
            } if other == part => sum.saturating_add(*quantity),
            _ => sum,
        });
    if fitted > accepted.bill.pieces_of(part) {
        Err(Refusal::PartNotQuoted)
    } else {
        Ok(())
    }
}

fn may_test(record: &Record) -> Result<(), Refusal> {
    let repaired = open(record)?.repair_done.is_some();
    if repaired {
        Ok(())
    } else {
        Err(Refusal::TestBeforeRepair)
    }
}

fn may_void(record: &Record, entry: EntryId) -> Result<(), Refusal> {
    let what = |id: &EntryId| record.entries.get(id).map(|reading| &reading.entry.what);
    match what(&entry) {
        None => Err(Refusal::NoSuchEntry),
        Some(What::Void { entry: target, .. })
            if matches!(what(target), Some(What::Void { .. })) =>
        {
            Err(Refusal::VoidTooDeep)
        }
        Some(_) => Ok(()),
    }
}

pub(super) fn seen(record: &Record) -> Result<(), Refusal> {
    if open(record)?.has_unit() {
        Ok(())
    } else {
        Err(Refusal::NotArrived)
    }
}

fn open(record: &Record) -> Result<Facts<'_>, Refusal> {
    let facts = Facts::of(record);
    if facts.cancelled {
        Err(Refusal::Cancelled)
    } else {
        Ok(facts)
    }
}
