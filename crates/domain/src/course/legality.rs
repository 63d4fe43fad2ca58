//! What is legal now. Asked by the device before it writes; what offline parallel work made illegal later is a
//! finding, never a refusal of what was already confirmed.

mod branches;
mod money;

use branches::{
    claimed, finished, may_arrive, may_compensate, may_decide, may_hand_back, may_take_unit,
};
use money::{is_own_cash, may_collect, may_hand_in, may_refund};

use super::facts::Facts;
use crate::{
    ids::{EntryId, PersonId},
    quote::{Choice, DiscountVerdict, Quote, Quotes, may_discount},
    record::{Field, Record, What},
};

/// Why an action is refused on a device. Each has a stable code for programs and a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The record was called off.
    #[error("the record was cancelled")]
    Cancelled,
    /// No repair starts before the customer accepts the quote.
    #[error("no accepted quote: no repair starts before the customer accepts it")]
    NoAcceptedQuote,
    /// The offer is not in the record.
    #[error("the offer is not in this record")]
    NoSuchOffer,
    /// A later revision replaced the offer.
    #[error("a later revision replaced this offer")]
    OfferReplaced,
    /// The offer was accepted before.
    #[error("this offer was already accepted")]
    AlreadyAccepted,
    /// The offer was declined.
    #[error("this offer was declined")]
    OfferDeclined,
    /// A revision must replace the standing offer and count one up.
    #[error("a new quote must replace the one that stands")]
    NotARevision,
    /// The accepted quote does not name the part, or not so many pieces of it: lines are never added silently.
    #[error("the accepted quote does not name this part in this quantity: offer a revision")]
    PartNotQuoted,
    /// The full-function test is made after the repair; one before it would prove nothing.
    #[error("no full-function test before the repair is recorded as done")]
    TestBeforeRepair,
    /// Asking for the signature before the work is done is forbidden.
    #[error("no signature before the repair is recorded as done")]
    RepairNotDone,
    /// Asking for the signature before the test is forbidden.
    #[error("no signature before the full-function test is recorded")]
    TestNotDone,
    /// Only what the accepted quote says may be collected.
    #[error("more than the accepted quote says")]
    MoreThanQuoted,
    /// The named entry is not in the record, was taken back, or is not of the kind that is asked for.
    #[error("the named entry is not in this record")]
    NoSuchEntry,
    /// A void may be taken back, but that not again: nobody would understand what then holds.
    #[error("a void that took back a void is not taken back: record it anew")]
    VoidTooDeep,
    /// The unit was not checked in yet.
    #[error("no arrival is recorded yet")]
    NotArrived,
    /// The customer accepts the work before his own unit, not while it is in the workshop.
    #[error("the unit is in custody: hand it back first")]
    InCustody,
    /// One receipt for one unit.
    #[error("the unit is in custody already")]
    AlreadyInCustody,
    /// The unit, or the loaner, was handed back before.
    #[error("it was handed back already")]
    AlreadyHandedBack,
    /// Who brings his unit in gets a promised date.
    #[error("a unit that is brought in gets a promised date")]
    NoPromisedDate,
    /// A visit outside the service area is authorised first.
    #[error("outside the service area: ask for approval first")]
    NoApproval,
    /// The office decided already.
    #[error("the office has decided already")]
    AlreadyDecided,
    /// Of several technicians the lead seals and reports.
    #[error("another technician leads this job: he seals and reports")]
    NotTheLead,
    /// Nothing was finished that the customer could be dissatisfied with.
    #[error("no work was finished on this record yet")]
    NothingFinished,
    /// A compensation is paid at the price that was acknowledged.
    #[error("more than was acknowledged or agreed")]
    MoreThanAgreed,
    /// Of several options the customer takes exactly one, and one that he was offered.
    #[error("name the one option of the offer that the customer takes")]
    NoSuchOption,
    /// The customer took the option to leave his unit as it is.
    #[error("the customer chose to leave the unit as it is: offer a revision")]
    LeftAsItIs,
    /// More is let off than this role may by itself.
    #[error("a discount beyond the limit: ask for approval first")]
    DiscountUnapproved,
    /// Nothing is given back that was not paid.
    #[error("more than is left of that payment")]
    MoreThanPaid,
    /// Cash is handed in once, by who took it.
    #[error("this cash is not in hand: it was handed in already, or somebody else took it")]
    NotInHand,
}

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

    /// The sentence for a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Cancelled => "该维修单已取消",
            Self::NoAcceptedQuote => "用户尚未接受报价，不得开始维修",
            Self::NoSuchOffer => "本单没有这份报价",
            Self::OfferReplaced => "这份报价已被新版本取代",
            Self::AlreadyAccepted => "这份报价已被接受",
            Self::OfferDeclined => "这份报价已被拒绝",
            Self::NotARevision => "新报价必须取代现有报价",
            Self::PartNotQuoted => "已接受的报价不含此配件或数量不足，请先提出新报价",
            Self::TestBeforeRepair => "维修完成之前不得登记全功能试机",
            Self::RepairNotDone => "维修完成之前不得请用户签字",
            Self::TestNotDone => "全功能试机之前不得请用户签字",
            Self::MoreThanQuoted => "收款不得超过已接受的报价",
            Self::NoSuchEntry => "本单没有这条记录",
            Self::VoidTooDeep => "撤销作废的记录不能再作废，请重新登记",
            Self::NotArrived => "尚未登记到达",
            Self::InCustody => "机器尚在送修，请先归还用户",
            Self::AlreadyInCustody => "机器已取走送修",
            Self::AlreadyHandedBack => "已归还",
            Self::NoPromisedDate => "送修须告知用户约定取机日期",
            Self::NoApproval => "服务区域外上门须先请示",
            Self::AlreadyDecided => "办公室已批复",
            Self::NotTheLead => "本单由临时负责人签单和汇报",
            Self::NothingFinished => "本单尚无完成的维修",
            Self::MoreThanAgreed => "赔偿不得超过确认的金额",
            Self::NoSuchOption => "请指明用户所选的一个方案",
            Self::LeftAsItIs => "用户选择暂不处理，如需维修请提出新报价",
            Self::DiscountUnapproved => "优惠超过权限，请先请示",
            Self::MoreThanPaid => "退款不得超过该笔收款的余额",
            Self::NotInHand => "这笔现金不在手中：已上交，或为他人所收",
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

fn seen(record: &Record) -> Result<(), Refusal> {
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
