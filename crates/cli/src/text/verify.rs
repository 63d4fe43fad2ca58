//! What `doorstep verify` says.

use doorstep_report::Fault;
use doorstep_words::terminal::verify as words;

use super::{Language, Sentence, sentences};

sentences! {
    /// Names of what was signed, before the colon.
    Label {
        Purpose {} words::label::PURPOSE;
        Number {} words::label::NUMBER;
        Customer {} words::label::CUSTOMER;
        Unit {} words::label::UNIT;
        Symptom {} words::label::SYMPTOM;
        Cause {} words::label::CAUSE;
        Work {} words::label::WORK;
        CannotRepair {} words::label::CANNOT_REPAIR;
        Fitted {} words::label::FITTED;
        Removed {} words::label::REMOVED;
        Tests {} words::label::TESTS;
        Quote {} words::label::QUOTE;
        Total {} words::label::TOTAL;
        CustomerPays {} words::label::CUSTOMER_PAYS;
        Receipt {} words::label::RECEIPT;
        Signer {} words::label::SIGNER;
        Consent {} words::label::CONSENT;
        Opinion {} words::label::OPINION;
        Score {} words::label::SCORE;
        Refusal {} words::label::REFUSAL;
        Time {} words::label::TIME;
        Device {} words::label::DEVICE;
        Organisation {} words::label::ORGANISATION;
        Digest {} words::label::DIGEST;
    }
}

sentences! {
    /// What `doorstep verify` says.
    VerifyText {
        Revision { revision: i64, lines: usize } words::verify_text::Revision;
        Passed { passed: usize, of: usize } words::verify_text::Passed;
        ClaimedTime { time: String } words::verify_text::ClaimedTime;
        OfDevice { name: String, person: String } words::verify_text::OfDevice;
        BelievedOrganisation { name: String } words::verify_text::BelievedOrganisation;
        ClaimedOrganisation { name: String } words::verify_text::ClaimedOrganisation;
        Was { what: String, signed: String, now: String }
            words::verify_text::Was;
        Nothing {} words::verify_text::NOTHING;
        MeansUnchanged {}
            words::verify_text::MEANS_UNCHANGED;
        MeansChanged {}
            words::verify_text::MEANS_CHANGED;
        MeansCopyChanged {}
            words::verify_text::MEANS_COPY_CHANGED;
        PagesCompared {}
            words::verify_text::PAGES_COMPARED;
        PagesNotCompared {}
            words::verify_text::PAGES_NOT_COMPARED;
        MeansBroken {}
            words::verify_text::MEANS_BROKEN;
        MeansUnknownUntrusted {}
            words::verify_text::MEANS_UNKNOWN_UNTRUSTED;
        MeansUnknownForeign {}
            words::verify_text::MEANS_UNKNOWN_FOREIGN;
        NotCompared {} words::verify_text::NOT_COMPARED;
        Because { why: String } words::verify_text::Because;
    }
}

sentences! {
    /// Why a statement is broken.
    BrokenBecause {
        NotWhole {} words::broken_because::NOT_WHOLE;
        SealDoesNotFit {} words::broken_because::SEAL_DOES_NOT_FIT;
        NotAStatement {} words::broken_because::NOT_A_STATEMENT;
        OtherDevice {} words::broken_because::OTHER_DEVICE;
    }
}

/// Why a file proves nothing.
#[derive(Debug, Clone)]
pub(crate) enum Why {
    /// As a statement by itself.
    Statement(BrokenBecause),
    /// As a customer's copy.
    Copy(Fault),
}

impl Sentence for Why {
    fn in_language(&self, language: Language) -> String {
        match self {
            Self::Statement(because) => because.in_language(language),
            Self::Copy(fault) => language.say(fault.words()).to_owned(),
        }
    }
}
