//! Who at the office may change which field of a record.

use doorstep_domain::{
    record::Field,
    rights::{Role, may_write_field},
};

use super::{Action, can};
use crate::staff::{Clerk, StationCode};

/// Whether a clerk may give a field of a record of this station another value.
#[must_use]
pub fn may_change(clerk: &Clerk, field: Field, station: Option<&StationCode>) -> bool {
    may_write_field(Role::Office, field) && can(clerk, action(field), station)
}

/// What one does who changes this field.
const fn action(field: Field) -> Action {
    match field {
        // What the customer says at the telephone.
        Field::Number
        | Field::ReceivedAt
        | Field::Request
        | Field::Language
        | Field::CustomerName
        | Field::CustomerPhone
        | Field::CustomerAddress
        | Field::UnitKind
        | Field::UnitModel
        | Field::UnitSerial
        | Field::PurchasedOn
        | Field::FaultCode
        | Field::Reception => Action::TakeCalls,
        // Who goes when, how soon and how far.
        Field::Area
        | Field::PriorityHours
        | Field::Assignee
        | Field::Lead
        | Field::Appointment
        | Field::OfficeNote => Action::Dispatch,
        // What decides who pays, and what counts against somebody.
        Field::PayerClass
        | Field::OpenedByOutsiders
        | Field::Exclusion
        | Field::SecondRepairContest => Action::Approve,
    }
}
