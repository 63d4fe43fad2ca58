//! The kinds of entries, each with its code and its names.

use doorstep_words::trade::record as words;

use super::What;

macro_rules! entry_kinds {
    ($($variant:ident $code:literal $phrase:path;)*) => {
        /// The kind of an entry, without its contents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryKind { $(#[doc = concat!("`", $code, "`")] $variant,)* }

        impl EntryKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands as `kind` in the JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name, as it stands in lists.
            #[must_use]
            pub const fn words(self) -> doorstep_words::Phrase {
                match self { $(Self::$variant => $phrase,)* }
            }
        }

        impl What {
            /// The kind of what happened.
            #[must_use]
            pub const fn kind(&self) -> EntryKind {
                match self { $(Self::$variant { .. } => EntryKind::$variant,)* }
            }
        }
    };
}

entry_kinds! {
    Call "call" words::entry_kind::CALL;
    Visit "visit" words::entry_kind::VISIT;
    DiagnosisStep "diagnosis_step" words::entry_kind::DIAGNOSIS_STEP;
    QuoteOffered "quote_offered" words::entry_kind::QUOTE_OFFERED;
    QuoteAccepted "quote_accepted" words::entry_kind::QUOTE_ACCEPTED;
    QuoteDeclined "quote_declined" words::entry_kind::QUOTE_DECLINED;
    PartFitted "part_fitted" words::entry_kind::PART_FITTED;
    PartRemoved "part_removed" words::entry_kind::PART_REMOVED;
    RepairDone "repair_done" words::entry_kind::REPAIR_DONE;
    CannotRepair "cannot_repair" words::entry_kind::CANNOT_REPAIR;
    TestResult "test_result" words::entry_kind::TEST_RESULT;
    AdviceGiven "advice_given" words::entry_kind::ADVICE_GIVEN;
    SignOff "sign_off" words::entry_kind::SIGN_OFF;
    SignRefused "sign_refused" words::entry_kind::SIGN_REFUSED;
    Payment "payment" words::entry_kind::PAYMENT;
    Report "report" words::entry_kind::REPORT;
    Cancelled "cancelled" words::entry_kind::CANCELLED;
    Void "void" words::entry_kind::VOID;
    Settled "settled" words::entry_kind::SETTLED;
    CustomerAbsent "customer_absent" words::entry_kind::CUSTOMER_ABSENT;
    CustodyTaken "custody_taken" words::entry_kind::CUSTODY_TAKEN;
    CustodyReturned "custody_returned" words::entry_kind::CUSTODY_RETURNED;
    LoanerLent "loaner_lent" words::entry_kind::LOANER_LENT;
    LoanerReturned "loaner_returned" words::entry_kind::LOANER_RETURNED;
    ApprovalAsked "approval_asked" words::entry_kind::APPROVAL_ASKED;
    ApprovalDecided "approval_decided" words::entry_kind::APPROVAL_DECIDED;
    NotSatisfied "not_satisfied" words::entry_kind::NOT_SATISFIED;
    ComplaintTaken "complaint_taken" words::entry_kind::COMPLAINT_TAKEN;
    ConsentGiven "consent_given" words::entry_kind::CONSENT_GIVEN;
    DamageRecorded "damage_recorded" words::entry_kind::DAMAGE_RECORDED;
    CompensationPaid "compensation_paid" words::entry_kind::COMPENSATION_PAID;
    AgreementSigned "agreement_signed" words::entry_kind::AGREEMENT_SIGNED;
    InsurerTold "insurer_told" words::entry_kind::INSURER_TOLD;
    PaymentRefunded "payment_refunded" words::entry_kind::PAYMENT_REFUNDED;
    InvoiceAsked "invoice_asked" words::entry_kind::INVOICE_ASKED;
    CashHandedIn "cash_handed_in" words::entry_kind::CASH_HANDED_IN;
    FileAdded "file_added" words::entry_kind::FILE_ADDED;
    PassedOn "passed_on" words::entry_kind::PASSED_ON;
}
