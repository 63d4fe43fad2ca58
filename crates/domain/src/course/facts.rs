//! What a record says, counted once, so that status, completeness and findings cannot disagree.

use std::collections::BTreeSet;

use crate::{
    ids::EntryId,
    money::Money,
    quote::{AcceptedQuote, Quotes, StandingOffer},
    record::{CallOutcome, DiagnosisStep, Field, Record, TextName, What},
};

/// What has happened on a record. Only entries that were not taken back count.
#[derive(Debug, Clone, Default)]
pub struct Facts<'r> {
    /// A technician is named.
    pub assigned: bool,
    /// A time is agreed.
    pub appointed: bool,
    /// The customer confirmed by telephone and did not postpone since.
    pub call_confirmed: bool,
    /// The latest arrival by entry id.
    pub visit: Option<EntryId>,
    /// The diagnosis steps that were done.
    pub diagnosis: BTreeSet<DiagnosisStep>,
    /// The text of the cause is there. A fault code is not enough: it may be what the display showed at intake.
    pub cause_found: bool,
    /// The offer that stands.
    pub standing_offer: Option<StandingOffer<'r>>,
    /// The standing offer was neither accepted nor declined.
    pub awaits_answer: bool,
    /// Offers beside each other.
    pub parallel_offers: Vec<EntryId>,
    /// The accepted quote.
    pub accepted: Option<AcceptedQuote<'r>>,
    /// The standing offer was declined. A declined revision leaves an earlier acceptance standing, and the work goes
    /// on by that one.
    pub declined: bool,
    /// Parts fitted.
    pub fitted: Vec<EntryId>,
    /// Parts removed.
    pub removed: Vec<EntryId>,
    /// The repair was recorded as done, and the unit works again.
    pub repair_done: Option<EntryId>,
    /// It was recorded that the unit cannot be repaired on site. Whether that still holds says
    /// [`Facts::given_up`].
    pub cannot_repair: Option<EntryId>,
    /// The latest full-function test.
    pub test: Option<EntryId>,
    /// The latest test was in order throughout.
    pub test_passed: bool,
    /// The latest test was done in front of the customer.
    pub test_in_presence: bool,
    /// Care was explained.
    pub advised: bool,
    /// Acceptances of the work, with what they cover.
    pub sign_offs: Vec<(EntryId, &'r [EntryId])>,
    /// The customer refused to sign.
    pub sign_refused: Option<EntryId>,
    /// Payments, each with the acceptance that it names.
    pub payments: Vec<(EntryId, Money, EntryId)>,
    /// Reported to the office.
    pub reported: bool,
    /// Called off.
    pub cancelled: bool,
    /// The request has no fault: installation or maintenance.
    pub without_fault: bool,
}

impl<'r> Facts<'r> {
    /// Counts a record.
    #[must_use]
    pub fn of(record: &'r Record) -> Self {
        let quotes = Quotes::of(record);
        let standing_offer = quotes.standing();
        let mut facts = Self {
            assigned: record.field(Field::Assignee).is_some(),
            appointed: record.field(Field::Appointment).is_some(),
            cause_found: !record.text(TextName::Cause).trim().is_empty(),
            standing_offer,
            awaits_answer: standing_offer.is_some_and(|standing| {
                !quotes.is_accepted(standing.offer) && !quotes.is_declined(standing.offer)
            }),
            parallel_offers: quotes.parallel(),
            accepted: quotes.accepted(),
            declined: standing_offer.is_some_and(|standing| quotes.is_declined(standing.offer)),
            without_fault: matches!(record.words(Field::Request), "installation" | "maintenance"),
            ..Self::default()
        };
        for (id, entry) in record.valid_entries() {
            facts.count(id, &entry.what);
        }
        facts
    }

    fn count(&mut self, id: EntryId, what: &'r What) {
        match what {
            What::Call { outcome, .. } => match outcome {
                CallOutcome::Confirmed => self.call_confirmed = true,
                CallOutcome::Postponed => self.call_confirmed = false,
                CallOutcome::NoAnswer => {}
            },
            What::Visit { .. } => self.visit = Some(id),
            What::DiagnosisStep { step, .. } => {
                self.diagnosis.insert(*step);
            }
            What::PartFitted { .. } => self.fitted.push(id),
            What::PartRemoved { .. } => self.removed.push(id),
            What::RepairDone { works: true } => self.repair_done = Some(id),
            What::CannotRepair { .. } => self.cannot_repair = Some(id),
            What::TestResult {
                items,
                passed,
                customer_present,
            } => {
                self.test = Some(id);
                // The word "passed" above an item that did not pass is not believed.
                self.test_passed = *passed && items.iter().all(|item| item.passed);
                self.test_in_presence = *customer_present;
            }
            What::AdviceGiven { .. } => self.advised = true,
            What::SignOff { covers, .. } => self.sign_offs.push((id, covers)),
            What::SignRefused { .. } => self.sign_refused = Some(id),
            What::Payment {
                amount, acceptance, ..
            } => self.payments.push((id, *amount, *acceptance)),
            What::Report { .. } => self.reported = true,
            What::Cancelled { .. } => self.cancelled = true,
            What::RepairDone { works: false }
            | What::QuoteOffered { .. }
            | What::QuoteAccepted { .. }
            | What::QuoteDeclined { .. }
            | What::Void { .. }
            | What::Settled { .. } => {}
        }
    }

    /// Whether the customer signed for the work or refused to.
    #[must_use]
    pub fn signed(&self) -> bool {
        !self.sign_offs.is_empty() || self.sign_refused.is_some()
    }

    /// Whether the cannot-repair branch holds: it was taken and no repair was recorded as done, on this visit or a
    /// second one. Which of the two came first is not asked, for that would hang on a device's clock; where both
    /// stand, the stricter course counts, which asks for the test.
    #[must_use]
    pub fn given_up(&self) -> bool {
        self.cannot_repair.is_some() && self.repair_done.is_none()
    }

    /// Whether the customer declined and has no earlier acceptance to go on with.
    #[must_use]
    pub fn turned_down(&self) -> bool {
        self.declined && self.accepted.is_none()
    }

    /// What the customer pays by the accepted quote; nothing where none was accepted.
    #[must_use]
    pub fn due(&self) -> Option<Money> {
        let totals = self.accepted?.quote.totals().ok()?;
        Some(totals.customer_pays)
    }

    /// What is still to be paid by the accepted quote, in minor units of its currency; 0 where nothing is owed.
    /// Money of another currency pays nothing off.
    #[must_use]
    pub fn owed_minor(&self) -> i64 {
        let Some(due) = self.due() else {
            return 0;
        };
        self.payments
            .iter()
            .filter(|(_, amount, _)| amount.currency == due.currency)
            .fold(due.minor, |left, (_, amount, _)| {
                left.saturating_sub(amount.minor)
            })
            .max(0)
    }
}
