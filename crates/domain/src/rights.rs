//! Who may write what. One place, deny by default; the admission gate asks it about every operation of every
//! change, at the change's own past, so a forbidden write is refused even where it would lose the merge.

use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use crate::{
    named::named,
    record::{EntryKind, Field, TextName, What, Writers},
};

/// On whose behalf a device writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reception, dispatch and everybody else who works on the server's pages.
    Office,
    /// The technician at the customer's door (维修人员).
    Technician,
}

named!(Role {
    Office "office" words::role::OFFICE;
    Technician "technician" words::role::TECHNICIAN;
});

impl Role {
    /// Reads [`Role::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }
}

/// Whether a role may write a field.
#[must_use]
pub fn may_write_field(role: Role, field: Field) -> bool {
    match field.rule().writers {
        Writers::Everybody => true,
        Writers::Office => role == Role::Office,
        Writers::Technician => role == Role::Technician,
    }
}

/// Whether a role may type into a text. What is told, found and done is open to all who work on the record.
#[must_use]
pub const fn may_write_text(_role: Role, text: TextName) -> bool {
    match text {
        TextName::Symptom
        | TextName::Cause
        | TextName::Plan
        | TextName::Work
        | TextName::Advice => true,
    }
}

/// Whether a role may add an entry of a kind. What happens at the door is written by who stands there.
#[must_use]
pub fn may_write_entry(role: Role, kind: EntryKind) -> bool {
    match kind {
        EntryKind::Call
        | EntryKind::Cancelled
        | EntryKind::Void
        | EntryKind::Settled
        | EntryKind::ApprovalAsked
        | EntryKind::NotSatisfied
        | EntryKind::ComplaintTaken
        | EntryKind::InsurerTold
        | EntryKind::InvoiceAsked => true,
        EntryKind::ApprovalDecided => role == Role::Office,
        EntryKind::Visit
        | EntryKind::DiagnosisStep
        | EntryKind::QuoteOffered
        | EntryKind::QuoteAccepted
        | EntryKind::QuoteDeclined
        | EntryKind::PartFitted
        | EntryKind::PartRemoved
        | EntryKind::RepairDone
        | EntryKind::CannotRepair
        | EntryKind::TestResult
        | EntryKind::AdviceGiven
        | EntryKind::SignOff
        | EntryKind::SignRefused
        | EntryKind::Payment
        | EntryKind::Report
        | EntryKind::CustomerAbsent
        | EntryKind::CustodyTaken
        | EntryKind::CustodyReturned
        | EntryKind::LoanerLent
        | EntryKind::LoanerReturned
        | EntryKind::ConsentGiven
        | EntryKind::DamageRecorded
        | EntryKind::CompensationPaid
        | EntryKind::AgreementSigned
        | EntryKind::PaymentRefunded
        | EntryKind::CashHandedIn
        | EntryKind::FileAdded
        | EntryKind::PassedOn => role == Role::Technician,
    }
}

/// Whether a role may add this entry. A clash is settled only by who may write the field.
#[must_use]
pub fn may_add(role: Role, what: &What) -> bool {
    may_write_entry(role, what.kind())
        && match what {
            What::Settled { field, .. } => may_write_field(role, *field),
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::FieldValue;

    #[test]
    fn only_the_office_assigns_and_only_the_door_signs() {
        assert!(may_write_field(Role::Office, Field::Assignee));
        assert!(!may_write_field(Role::Technician, Field::Assignee));
        assert!(!may_write_entry(Role::Office, EntryKind::SignOff));
        assert!(may_write_entry(Role::Technician, EntryKind::SignOff));
        let settles = |field| What::Settled {
            field,
            value: FieldValue::Empty,
            reason: "核实".into(),
        };
        assert!(!may_add(Role::Technician, &settles(Field::Assignee)));
        assert!(may_add(Role::Technician, &settles(Field::CustomerPhone)));
        assert!(may_add(Role::Office, &settles(Field::Assignee)));
        assert_eq!(Role::from_code(Role::Office.code()), Some(Role::Office));
        assert_eq!(Role::from_code("root"), None);
    }
}
