//! The code and the sentences of every finding.

use doorstep_words::{Phrase, trade::course as words};

use super::Finding;

impl Finding {
    /// Code and words.
    #[allow(clippy::too_many_lines)] // a table: one row a finding
    pub(super) const fn code_and_words(&self) -> (&'static str, Phrase) {
        match self {
            Self::SignedBeforeTest { .. } => {
                ("signed_before_test", words::finding::SIGNED_BEFORE_TEST)
            }
            Self::SignedBeforeRepair { .. } => {
                ("signed_before_repair", words::finding::SIGNED_BEFORE_REPAIR)
            }
            Self::FittedWithoutAcceptedQuote { .. } => (
                "fitted_without_accepted_quote",
                words::finding::FITTED_WITHOUT_ACCEPTED_QUOTE,
            ),
            Self::FittedBeyondQuote { .. } => {
                ("fitted_beyond_quote", words::finding::FITTED_BEYOND_QUOTE)
            }
            Self::OldPartMissing { .. } => ("old_part_missing", words::finding::OLD_PART_MISSING),
            Self::ParallelQuotes { .. } => ("parallel_quotes", words::finding::PARALLEL_QUOTES),
            Self::PaidMoreThanQuoted { .. } => (
                "paid_more_than_quoted",
                words::finding::PAID_MORE_THAN_QUOTED,
            ),
            Self::RefundedMoreThanPaid { .. } => (
                "refunded_more_than_paid",
                words::finding::REFUNDED_MORE_THAN_PAID,
            ),
            Self::PaidWithoutReceipt { .. } => {
                ("paid_without_receipt", words::finding::PAID_WITHOUT_RECEIPT)
            }
            Self::InvoiceUnaddressed { .. } => {
                ("invoice_unaddressed", words::finding::INVOICE_UNADDRESSED)
            }
            Self::HandedInOtherwise { .. } => {
                ("handed_in_otherwise", words::finding::HANDED_IN_OTHERWISE)
            }
            Self::WorkAfterCancellation => (
                "work_after_cancellation",
                words::finding::WORK_AFTER_CANCELLATION,
            ),
            Self::TestFailed { .. } => ("test_failed", words::finding::TEST_FAILED),
            Self::TestWithoutCustomer { .. } => (
                "test_without_customer",
                words::finding::TEST_WITHOUT_CUSTOMER,
            ),
            Self::DiagnosisIncomplete => {
                ("diagnosis_incomplete", words::finding::DIAGNOSIS_INCOMPLETE)
            }
            Self::SignedTwice { .. } => ("signed_twice", words::finding::SIGNED_TWICE),
            Self::SignedWithoutUnit { .. } => {
                ("signed_without_unit", words::finding::SIGNED_WITHOUT_UNIT)
            }
            Self::SealedByAnother { .. } => {
                ("sealed_by_another", words::finding::SEALED_BY_ANOTHER)
            }
            Self::OutsideAreaUnapproved => (
                "outside_area_unapproved",
                words::finding::OUTSIDE_AREA_UNAPPROVED,
            ),
            Self::ApprovalUnconfirmed { .. } => {
                ("approval_unconfirmed", words::finding::APPROVAL_UNCONFIRMED)
            }
            Self::HandedBackIncomplete { .. } => (
                "handed_back_incomplete",
                words::finding::HANDED_BACK_INCOMPLETE,
            ),
            Self::LoanerOut { .. } => ("loaner_out", words::finding::LOANER_OUT),
            Self::CompensationOpen { .. } => {
                ("compensation_open", words::finding::COMPENSATION_OPEN)
            }
            Self::InsurerNotTold { .. } => ("insurer_not_told", words::finding::INSURER_NOT_TOLD),
            Self::DiscountUnapproved { .. } => {
                ("discount_unapproved", words::finding::DISCOUNT_UNAPPROVED)
            }
            Self::TwoOptionsAccepted { .. } => {
                ("two_options_accepted", words::finding::TWO_OPTIONS_ACCEPTED)
            }
            Self::WorkBeyondQuote { .. } => {
                ("work_beyond_quote", words::finding::WORK_BEYOND_QUOTE)
            }
            Self::TestOutsideLimits { .. } => {
                ("test_outside_limits", words::finding::TEST_OUTSIDE_LIMITS)
            }
            Self::ClockWrong { .. } => ("clock_wrong", words::finding::CLOCK_WRONG),
            Self::ClockJumped { .. } => ("clock_jumped", words::finding::CLOCK_JUMPED),
            Self::SignatureTakenBack { .. } => {
                ("signature_taken_back", words::finding::SIGNATURE_TAKEN_BACK)
            }
        }
    }
}
