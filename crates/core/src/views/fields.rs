//! What stands in the fields and texts of a record: the agreed window, the customer, his unit, and what was told and done.

use doorstep_domain::record::{Field, FieldValue, Record, TextName};
use serde::Serialize;

use super::{Kinds, Words};

/// The agreed window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppointmentView {
    /// RFC 3339.
    pub from: String,
    /// RFC 3339.
    pub to: String,
}

/// The customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerView {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// The appliance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitView {
    /// The kind; none where nobody said.
    pub kind: Option<Words>,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Date of the invoice.
    pub purchased_on: String,
    /// Outsiders opened or altered it; none where nobody looked.
    pub opened_by_outsiders: Option<bool>,
    /// The fault code.
    pub fault_code: String,
    /// What ends the warranty, as it was written down.
    pub exclusion: Option<Words>,
}

/// The texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextsView {
    /// The symptom as told.
    pub symptom: String,
    /// The cause as found.
    pub cause: String,
    /// The plan.
    pub plan: String,
    /// What was done.
    pub work: String,
    /// Care advice.
    pub advice: String,
}

impl AppointmentView {
    /// The window as it stands in its field.
    pub(super) fn of(window: &str) -> Option<Self> {
        let (from, to) = window.split_once('/')?;
        Some(Self {
            from: from.to_owned(),
            to: to.to_owned(),
        })
    }
}

impl CustomerView {
    pub(super) fn of(record: &Record) -> Self {
        Self {
            name: record.words(Field::CustomerName).to_owned(),
            phone: record.words(Field::CustomerPhone).to_owned(),
            address: record.words(Field::CustomerAddress).to_owned(),
        }
    }
}

impl UnitView {
    pub(super) fn of(record: &Record, kinds: &Kinds) -> Self {
        Self {
            kind: kinds.words(record.words(Field::UnitKind)),
            model: record.words(Field::UnitModel).to_owned(),
            serial: record.words(Field::UnitSerial).to_owned(),
            purchased_on: record.words(Field::PurchasedOn).to_owned(),
            opened_by_outsiders: match record.field(Field::OpenedByOutsiders) {
                Some(FieldValue::YesNo(opened)) => Some(*opened),
                _ => None,
            },
            fault_code: record.words(Field::FaultCode).to_owned(),
            exclusion: Words::chosen(record.words(Field::Exclusion)),
        }
    }
}

impl TextsView {
    pub(super) fn of(record: &Record) -> Self {
        let text = |name: TextName| record.text(name).to_owned();
        Self {
            symptom: text(TextName::Symptom),
            cause: text(TextName::Cause),
            plan: text(TextName::Plan),
            work: text(TextName::Work),
            advice: text(TextName::Advice),
        }
    }
}
