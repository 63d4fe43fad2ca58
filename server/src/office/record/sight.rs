//! What of a record a clerk sees: the rest is taken out before anything is written, so that no section, no history and no
//! answer of the API can show it.

use doorstep_domain::{
    ids::EntryId,
    record::{Field, FileStage, Record, What},
};
use doorstep_replica::history::Changed;

use super::dossier::Dossier;
use crate::{
    rights::{Sight, sees, sight_of},
    staff::Clerk,
};

/// What one must see to see an entry. Of what people said in words of their own only what is told of the unit is for all.
const fn sights_of(what: &What) -> &'static [Sight] {
    match what {
        What::DiagnosisStep { .. }
        | What::PartFitted { .. }
        | What::PartRemoved { .. }
        | What::RepairDone { .. }
        | What::CannotRepair { .. }
        | What::TestResult { .. }
        | What::AdviceGiven { .. }
        | What::Report { .. }
        | What::NotSatisfied { .. }
        | What::ComplaintTaken(_)
        | What::CustodyTaken(_)
        | What::CustodyReturned(_)
        | What::LoanerLent(_)
        | What::LoanerReturned(_)
        | What::Cancelled { .. }
        | What::PassedOn(_) => &[],
        What::FileAdded(file) => match file.stage {
            FileStage::Nameplate | FileStage::Fault | FileStage::Before | FileStage::After => &[],
            FileStage::Stamp | FileStage::Other => &[Sight::Customer],
            FileStage::Invoice => &[Sight::Customer, Sight::Money],
        },
        What::Call { .. }
        | What::Visit { .. }
        | What::CustomerAbsent { .. }
        | What::ConsentGiven(_)
        | What::SignOff { .. }
        | What::SignRefused { .. } => &[Sight::Customer],
        What::QuoteOffered { .. }
        | What::QuoteAccepted { .. }
        | What::QuoteDeclined { .. }
        | What::Payment { .. }
        | What::PaymentRefunded(_)
        | What::InvoiceAsked(_)
        | What::CashHandedIn(_)
        | What::DamageRecorded(_)
        | What::CompensationPaid(_)
        | What::AgreementSigned(_)
        | What::InsurerTold(_)
        | What::ApprovalAsked(_)
        | What::ApprovalDecided(_)
        // What is taken back or settled decides: see `is_seen`.
        | What::Void { .. }
        | What::Settled { .. } => &[Sight::Customer, Sight::Money],
    }
}

fn sees_field(clerk: &Clerk, field: Field) -> bool {
    sight_of(field).is_none_or(|sight| sees(clerk, sight))
}

fn sees_what(clerk: &Clerk, record: &Record, what: &What, depth: u8) -> bool {
    match what {
        What::Settled { field, .. } => sees_field(clerk, *field),
        // A void of a void is the deepest there is.
        What::Void { entry, .. } if depth < 2 => match record.entries.get(entry) {
            Some(target) => sees_what(clerk, record, &target.entry.what, depth + 1),
            None => false,
        },
        what => sights_of(what).iter().all(|sight| sees(clerk, *sight)),
    }
}

/// Whether a clerk sees all of every record: also whole files of it, which cannot be cut.
pub(super) fn sees_all(clerk: &Clerk) -> bool {
    sees(clerk, Sight::Customer) && sees(clerk, Sight::Money)
}

/// Whether a clerk sees a content that a record names.
pub(super) fn sees_content(clerk: &Clerk, record: &Record, digest: &str) -> bool {
    record.entries.values().any(|reading| {
        let what = &reading.entry.what;
        let names = matches!(what, What::FileAdded(file)
            if file.contents().any(|content| content.digest == digest));
        names && sees_what(clerk, record, what, 0)
    })
}

impl Dossier {
    /// The same as this clerk sees it. What is derived, as where the visit stands, is still derived from all of it.
    pub(super) fn for_clerk(mut self, clerk: &Clerk) -> Self {
        if sees_all(clerk) {
            return self;
        }
        let whole = &self.whole;
        let is_seen = |entry: &EntryId, what: &What| {
            whole.entries.contains_key(entry) && sees_what(clerk, whole, what, 0)
        };
        self.record
            .fields
            .retain(|field, _| sees_field(clerk, *field));
        self.record
            .entries
            .retain(|id, reading| is_seen(id, &reading.entry.what));
        for step in &mut self.history {
            step.item.what.retain(|changed| match changed {
                Changed::Field { field, .. } => sees_field(clerk, *field),
                Changed::Text { .. } => true,
                Changed::Entry { id, entry } => {
                    entry.as_ref().is_some_and(|entry| is_seen(id, &entry.what))
                }
                Changed::Van { .. } => false,
            });
        }
        self.history.retain(|step| !step.item.what.is_empty());
        self.bases.retain(|field, _| sees_field(clerk, *field));
        self
    }
}
