//! What a record says, counted once, so that status, completeness and findings cannot disagree.

use std::collections::BTreeSet;

use super::Account;
use crate::{
    ids::EntryId,
    money::Money,
    quote::{AcceptedQuote, Choice, Quotes, StandingOffer},
    record::{CallOutcome, DiagnosisStep, Field, FileStage, Record, TextName, What},
    rights::Role,
};

/// What has happened on a record. Only entries that were not taken back count.
///
/// A record can have several visits: the part was missing, nobody was at home, the customer was not satisfied. What
/// belongs to one visit (arrival, call, repair, test, advice, signature, report) is counted for the current one only;
/// quotes, parts, payments and what changed hands for all. See [`past_entries`].
#[derive(Debug, Clone, Default)]
pub struct Facts<'r> {
    /// A technician is named, or he opened the record himself at the door.
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
    /// What the customer owes and what became of it.
    pub account: Account,
    /// Reported to the office.
    pub reported: bool,
    /// Called off.
    pub cancelled: bool,
    /// The technician stood before a closed door on this visit, and nobody came.
    pub absent: bool,
    /// The customer's unit is in custody.
    pub in_custody: Option<EntryId>,
    /// A loaner stands with the customer.
    pub loaner_out: Option<EntryId>,
    /// How often the customer was not satisfied with finished work.
    pub dissatisfactions: usize,
    /// He was not satisfied, and has not signed for a second service since.
    pub dissatisfied: bool,
    /// A complaint was taken.
    pub complained: bool,
    /// What the photos show: the nameplate and the invoice on whichever visit, the others on the current one.
    pub photos: BTreeSet<FileStage>,
    /// The customer brings the unit in (送修): nobody calls and nobody arrives.
    pub brought_in: bool,
    /// The request has no fault: installation or maintenance.
    pub without_fault: bool,
}

impl<'r> Facts<'r> {
    /// Counts a record.
    #[must_use]
    pub fn of(record: &'r Record) -> Self {
        let quotes = Quotes::of(record);
        let past = past_entries(record);
        let standing_offer = quotes.standing();
        let mut facts = Self {
            assigned: record.field(Field::Assignee).is_some() || opened_at_the_door(record),
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
            brought_in: record.words(Field::Reception) == "brought_in",
            ..Self::default()
        };
        let handed_back = handed_back(record);
        for (id, entry) in record.valid_entries() {
            facts.count_for_all(id, &entry.what, &handed_back);
            if !past.contains(&id) {
                facts.count(id, &entry.what);
            }
        }
        let totals = facts
            .accepted
            .and_then(|accepted| accepted.bill.totals().ok());
        facts.account = Account::of(record, totals.map(|totals| totals.customer_pays));
        facts.dissatisfied = is_dissatisfied(record);
        // Somebody came after all.
        facts.absent &= facts.visit.is_none();
        facts
    }

    /// What counts whichever visit it was.
    fn count_for_all(&mut self, id: EntryId, what: &'r What, handed_back: &BTreeSet<EntryId>) {
        match what {
            What::DiagnosisStep { step, .. } => {
                self.diagnosis.insert(*step);
            }
            What::PartFitted { .. } => self.fitted.push(id),
            What::PartRemoved { .. } => self.removed.push(id),
            What::Cancelled { .. } => self.cancelled = true,
            What::CustodyTaken(_) if !handed_back.contains(&id) => self.in_custody = Some(id),
            What::LoanerLent(_) if !handed_back.contains(&id) => self.loaner_out = Some(id),
            What::NotSatisfied { .. } => self.dissatisfactions += 1,
            What::ComplaintTaken(_) => self.complained = true,
            What::FileAdded(file)
                if matches!(file.stage, FileStage::Nameplate | FileStage::Invoice) =>
            {
                self.photos.insert(file.stage);
            }
            _ => {}
        }
    }

    /// What counts for the current visit only.
    fn count(&mut self, id: EntryId, what: &'r What) {
        match what {
            What::Call { outcome, .. } => match outcome {
                CallOutcome::Confirmed => self.call_confirmed = true,
                CallOutcome::Postponed => self.call_confirmed = false,
                CallOutcome::NoAnswer => {}
            },
            What::Visit { .. } => self.visit = Some(id),
            What::CustomerAbsent { .. } => self.absent = true,
            // Who brings his unit in is where the technician is.
            What::CustodyTaken(_) if self.brought_in => self.visit = Some(id),
            What::RepairDone { works: true } => self.repair_done = Some(id),
            What::CannotRepair { .. } => self.cannot_repair = Some(id),
            What::TestResult {
                items,
                passed,
                customer_present,
            } => {
                self.test = Some(id);
                // The word "passed" above an item that did not pass, or is outside its limits, is not believed.
                self.test_passed = *passed
                    && items
                        .iter()
                        .all(|item| item.passed && item.is_within() != Some(false));
                self.test_in_presence = *customer_present;
            }
            What::AdviceGiven { .. } => self.advised = true,
            What::SignOff { covers, .. } => self.sign_offs.push((id, covers)),
            What::SignRefused { .. } => self.sign_refused = Some(id),
            What::Report { .. } => self.reported = true,
            What::FileAdded(file) => {
                self.photos.insert(file.stage);
            }
            _ => {}
        }
    }

    /// Whether somebody of the service stands before the unit, at the customer's or in the workshop.
    #[must_use]
    pub fn has_unit(&self) -> bool {
        self.visit.is_some() || self.in_custody.is_some()
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

    /// Whether the customer took the option to leave his unit as it is: there is nothing to repair, to test or to accept,
    /// and what that option costs is due.
    #[must_use]
    pub fn left_as_it_is(&self) -> bool {
        self.accepted
            .is_some_and(|accepted| accepted.bill.choice == Choice::Leave)
    }

    /// Whether nothing is going to be repaired by the customer's own word.
    #[must_use]
    pub fn not_wanted(&self) -> bool {
        self.turned_down() || self.left_as_it_is()
    }

    /// Whether what was begun is ended without a repair: given up on site, or not wanted by the customer. A unit in
    /// custody is repaired elsewhere, so nothing has ended.
    #[must_use]
    pub fn ended(&self) -> bool {
        (self.given_up() && self.in_custody.is_none()) || self.not_wanted()
    }

    /// What the customer pays by the accepted quote; nothing where none was accepted.
    #[must_use]
    pub const fn due(&self) -> Option<Money> {
        self.account.due
    }

    /// What is still to be paid by the accepted quote, in minor units of its currency; 0 where nothing is owed.
    #[must_use]
    pub fn owed_minor(&self) -> i64 {
        self.account.owed_minor()
    }
}

/// The entries of earlier visits.
///
/// A report ends a visit and names what stood when it was made. Once somebody stands at the door whom a report does
/// not name, that report and all it names belong to an earlier visit. No clock is asked; reports that were made apart
/// at the end of one visit leave it what it is.
#[must_use]
pub fn past_entries(record: &Record) -> BTreeSet<EntryId> {
    past_entries_among(record, |_| true)
}

/// The entries of earlier visits for somebody who knows only some entries: a signer knows those that he was shown.
pub(super) fn past_entries_among(
    record: &Record,
    is_known: impl Fn(&EntryId) -> bool,
) -> BTreeSet<EntryId> {
    let known: Vec<_> = record
        .valid_entries()
        .filter(|(id, _)| is_known(id))
        .collect();
    let brought_in = record.words(Field::Reception) == "brought_in";
    let arrivals: Vec<EntryId> = known
        .iter()
        .filter(|(_, entry)| match entry.what {
            What::Visit { .. } | What::CustomerAbsent { .. } => true,
            What::CustodyTaken(_) => brought_in,
            _ => false,
        })
        .map(|(id, _)| *id)
        .collect();
    let mut past = BTreeSet::new();
    for (report, entry) in known {
        let What::Report { covers, .. } = &entry.what else {
            continue;
        };
        if !covers.is_empty() && arrivals.iter().any(|arrival| !covers.contains(arrival)) {
            past.insert(report);
            past.extend(covers);
        }
    }
    past
}

/// Whether a technician made the record on the spot: then it is his until the office names another.
fn opened_at_the_door(record: &Record) -> bool {
    record
        .fields
        .get(&Field::Number)
        .and_then(|reading| reading.in_force(Field::Number.rule().merge))
        .is_some_and(|candidate| candidate.role == Role::Technician)
}

/// The hand-overs of units that were handed back.
fn handed_back(record: &Record) -> BTreeSet<EntryId> {
    record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::CustodyReturned(back) | What::LoanerReturned(back) => Some(back.handover),
            _ => None,
        })
        .collect()
}

/// Whether the customer said that he is not satisfied and no acceptance was signed in knowledge of it.
fn is_dissatisfied(record: &Record) -> bool {
    let covered: BTreeSet<EntryId> = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::SignOff { covers, .. } => Some(covers),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    record.valid_entries().any(|(id, entry)| {
        matches!(entry.what, What::NotSatisfied { .. }) && !covered.contains(&id)
    })
}
