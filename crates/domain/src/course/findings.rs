//! What is irregular about a record. Nothing that was confirmed is dropped for it; it is shown.

mod branches;
mod money;
mod quoted;
mod time;
mod words;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use doorstep_words::Phrase;
use serde::{Deserialize, Serialize};

use super::facts::{Facts, past_entries_among};
use crate::{
    deadline::corrected::ClockFinding,
    ids::EntryId,
    record::{DiagnosisStep, Record, What},
};

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The customer signed without having been shown a full-function test.
    SignedBeforeTest {
        /// The acceptance.
        sign_off: EntryId,
    },
    /// The customer signed before the repair was recorded as done.
    SignedBeforeRepair {
        /// The acceptance.
        sign_off: EntryId,
    },
    /// A part was fitted without an accepted quote.
    FittedWithoutAcceptedQuote {
        /// The fitted part.
        fitted: EntryId,
    },
    /// A part was fitted that the accepted quote does not name, or more pieces than it names.
    FittedBeyondQuote {
        /// The fitted part.
        fitted: EntryId,
    },
    /// A part was fitted and no old part was kept for the store, piece by piece.
    OldPartMissing {
        /// The fitted part.
        fitted: EntryId,
    },
    /// Two quotes stand beside each other, made apart.
    ParallelQuotes {
        /// One of them.
        offer: EntryId,
    },
    /// More was collected than the accepted quote says, or in a currency that it does not say.
    PaidMoreThanQuoted {
        /// Minor units too many; what came in another currency counts whole.
        minor: i64,
    },
    /// More was given back than the payment was, or in another currency, or of a payment that is not there.
    RefundedMoreThanPaid {
        /// The refund.
        refund: EntryId,
    },
    /// A payment has no receipt's number.
    PaidWithoutReceipt {
        /// The payment.
        payment: EntryId,
    },
    /// The customer is to pay by invoice, and nobody wrote down to whom it is made out.
    InvoiceUnaddressed {
        /// The payment.
        payment: EntryId,
    },
    /// Cash was handed in under an amount that is not what it came to.
    HandedInOtherwise {
        /// The hand-in.
        handed_in: EntryId,
    },
    /// Work was done on a record that was called off.
    WorkAfterCancellation,
    /// The test was not in order throughout.
    TestFailed {
        /// The test.
        test: EntryId,
    },
    /// The test was done without the customer.
    TestWithoutCustomer {
        /// The test.
        test: EntryId,
    },
    /// A quote was made before all four diagnosis steps were there.
    DiagnosisIncomplete,
    /// Two acceptances of the work stand beside each other, neither given in knowledge of the other. One more
    /// acceptance after a change covers the earlier one and is as it should be.
    SignedTwice {
        /// The later one by its id.
        sign_off: EntryId,
    },
    /// The customer signed for the work while his unit was still in custody.
    SignedWithoutUnit {
        /// The acceptance.
        sign_off: EntryId,
    },
    /// Another technician than the lead sealed or reported.
    SealedByAnother {
        /// The acceptance, refusal or report.
        entry: EntryId,
    },
    /// A visit outside the service area that the office has not authorised.
    OutsideAreaUnapproved,
    /// Agreed to by telephone and not confirmed by the office yet.
    ApprovalUnconfirmed {
        /// The entry that asked.
        request: EntryId,
    },
    /// Something was missing when a unit came back.
    HandedBackIncomplete {
        /// The entry of the return.
        handback: EntryId,
    },
    /// The loaner is still with the customer, who has his own unit back or called the job off.
    LoanerOut {
        /// The entry that lent it.
        loan: EntryId,
    },
    /// A damage or an agreement is not paid yet, or its price is not known yet.
    CompensationOpen {
        /// The damage or the agreement.
        claim: EntryId,
    },
    /// From 500 yuan on the insurer is told, and was not.
    InsurerNotTold {
        /// The damage or the agreement.
        claim: EntryId,
    },
    /// More was let off than whoever offered it may by himself, and nobody agreed.
    DiscountUnapproved {
        /// The offer.
        offer: EntryId,
    },
    /// Another option of the same offer was accepted too, apart from the one that counts.
    TwoOptionsAccepted {
        /// The acceptance that does not count.
        acceptance: EntryId,
    },
    /// Work was done that no accepted quote covers: none is accepted, or the customer took to leave the unit as it is.
    WorkBeyondQuote {
        /// The entry by which the work was done.
        work: EntryId,
    },
    /// A result of the test lies outside the limits of the test sheet.
    TestOutsideLimits {
        /// The test.
        test: EntryId,
    },
    /// A device's clock was wrong.
    ClockWrong {
        /// The entry of that device where it was wrong by most.
        entry: EntryId,
        /// Seconds by which it was ahead, below zero behind.
        ahead_s: i64,
    },
    /// A device's clock was set between two entries.
    ClockJumped {
        /// The entry after it.
        entry: EntryId,
        /// Seconds by which it was set, below zero back.
        by_s: i64,
    },
    /// A signature, or the refusal of one, was taken back: who alters what a customer signed must be seen.
    SignatureTakenBack {
        /// The entry with the signature.
        signature: EntryId,
    },
}

impl Finding {
    /// All findings of a record, in a fixed order.
    #[must_use]
    pub fn of(record: &Record) -> Vec<Self> {
        let facts = Facts::of(record);
        let mut findings = Vec::new();
        signatures(record, &facts, &mut findings);
        parts(record, &facts, &mut findings);
        findings.extend(
            facts
                .parallel_offers
                .iter()
                .map(|offer| Self::ParallelQuotes { offer: *offer }),
        );
        money::find(record, &facts, &mut findings);
        quoted::find(record, &facts, &mut findings);
        branches::find(record, &facts, &mut findings);
        if facts.cancelled && (facts.repair_done.is_some() || !facts.fitted.is_empty()) {
            findings.push(Self::WorkAfterCancellation);
        }
        if let Some(test) = facts.test {
            if !facts.test_passed {
                findings.push(Self::TestFailed { test });
            }
            if !facts.test_in_presence {
                findings.push(Self::TestWithoutCustomer { test });
            }
        }
        let quoted = facts.standing_offer.is_some() || facts.accepted.is_some();
        let diagnosed = facts.diagnosis.len() == DiagnosisStep::ALL.len();
        if !facts.without_fault && quoted && !diagnosed {
            findings.push(Self::DiagnosisIncomplete);
        }
        time::find(record, &mut findings);
        findings
    }

    /// What is irregular about a clock, with its figure.
    #[must_use]
    pub fn clock(&self) -> Option<ClockFinding> {
        match self {
            Self::ClockWrong { ahead_s, .. } => {
                TimeDelta::try_seconds(*ahead_s).map(|ahead| ClockFinding::Wrong { ahead })
            }
            Self::ClockJumped { by_s, .. } => {
                TimeDelta::try_seconds(*by_s).map(|by| ClockFinding::Jumped { by })
            }
            _ => None,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code_and_words().0
    }

    /// What a screen says.
    #[must_use]
    pub const fn words(&self) -> Phrase {
        self.code_and_words().1
    }
}

fn signatures(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let valid: BTreeMap<EntryId, &What> = record
        .valid_entries()
        .map(|(id, entry)| (id, &entry.what))
        .collect();
    for (sign_off, covers) in &facts.sign_offs {
        // Any test that the signer was shown will do: a later one, by somebody else, does not undo that.
        // What belongs to an earlier visit was accepted then, and is not what he signs for now.
        let past = past_entries_among(record, |id| covers.contains(id));
        let shown = covers
            .iter()
            .filter(|id| !past.contains(id))
            .filter_map(|id| valid.get(id));
        let (mut cannot, mut repaired, mut tested) = (false, false, false);
        for what in shown {
            // The cannot-repair branch is signed without repair and test.
            cannot |= matches!(what, What::CannotRepair { .. });
            repaired |= matches!(what, What::RepairDone { works: true });
            tested |= matches!(what, What::TestResult { .. });
        }
        if !cannot && !repaired {
            findings.push(Finding::SignedBeforeRepair {
                sign_off: *sign_off,
            });
        }
        if !cannot && !tested {
            findings.push(Finding::SignedBeforeTest {
                sign_off: *sign_off,
            });
        }
    }
    for (place, (later, covered_later)) in facts.sign_offs.iter().enumerate() {
        let beside = facts
            .sign_offs
            .iter()
            .take(place)
            .any(|(earlier, covered)| !covered_later.contains(earlier) && !covered.contains(later));
        if beside {
            findings.push(Finding::SignedTwice { sign_off: *later });
        }
    }
    for (id, reading) in &record.entries {
        let signed = reading.entry.what.statement().is_some();
        if signed && !valid.contains_key(id) {
            findings.push(Finding::SignatureTakenBack { signature: *id });
        }
    }
}

fn parts(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut kept: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, entry) in record.valid_entries() {
        if let What::PartRemoved {
            part,
            quantity,
            kept_for_store: true,
            ..
        } = &entry.what
        {
            let pieces = kept.entry(part).or_default();
            *pieces = pieces.saturating_add(*quantity);
        }
    }
    // While the repair goes on, the old part may still be in the technician's hand.
    let work_over = facts.repair_done.is_some() || facts.signed() || facts.reported;
    let mut fitted: BTreeMap<&str, i64> = BTreeMap::new();
    for (id, entry) in record.valid_entries() {
        let What::PartFitted { part, quantity, .. } = &entry.what else {
            continue;
        };
        let pieces = fitted.entry(part).or_default();
        *pieces = pieces.saturating_add(*quantity);
        match facts.accepted {
            None => findings.push(Finding::FittedWithoutAcceptedQuote { fitted: id }),
            Some(accepted) if *pieces > accepted.bill.pieces_of(part) => {
                findings.push(Finding::FittedBeyondQuote { fitted: id });
            }
            Some(_) => {}
        }
        let kept = kept.get(part.as_str()).copied().unwrap_or_default();
        if work_over && !facts.without_fault && *pieces > kept {
            findings.push(Finding::OldPartMissing { fitted: id });
        }
    }
}
