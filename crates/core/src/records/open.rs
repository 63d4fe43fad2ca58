//! `record.open`: a new record on the spot, with a number allotted offline.

use doorstep_domain::record::{Field, FieldValue, TextName};
use doorstep_replica::{Edit, TextEdit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::field;
use crate::{Error, Scope};

/// A new record. What is not known is left out and shown as missing; an empty word counts as left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRecord {
    /// The customer.
    pub customer: NewCustomer,
    /// The appliance.
    pub unit: NewUnit,
    /// The symptom as the customer tells it.
    #[serde(default)]
    pub symptom: String,
    /// `repair` unless said otherwise: `installation`, `maintenance`, `enquiry`, `complaint`.
    #[serde(default)]
    pub request: String,
    /// Response due in 4, 24, 48 or 72 hours.
    #[serde(default)]
    pub priority_hours: Option<i64>,
    /// `zh-CN` unless said otherwise: `en`.
    #[serde(default)]
    pub language: String,
    /// `in_warranty`, `out_of_warranty` or `contract`.
    #[serde(default)]
    pub payer_class: String,
    /// The agreed window: two RFC 3339 times joined by `/`.
    #[serde(default)]
    pub appointment: String,
}

/// The customer of a new record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// Name.
    pub name: String,
    /// Telephone number as it is dialled.
    #[serde(default)]
    pub phone: String,
    /// Where the unit stands.
    #[serde(default)]
    pub address: String,
}

/// The appliance of a new record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Kind of appliance, a code of the catalogue.
    pub kind: String,
    /// Model as on the nameplate.
    #[serde(default)]
    pub model: String,
    /// Serial number as on the nameplate.
    #[serde(default)]
    pub serial: String,
    /// Date of the invoice, `YYYY-MM-DD`.
    #[serde(default)]
    pub purchased_on: String,
}

impl OpenRecord {
    /// The edits that make the record. The customer's name and the kind of appliance are the least that a record
    /// is found again by, so they must be there.
    ///
    /// # Errors
    /// [`Error::Refused`] naming the field that is not in order.
    pub fn edits(&self, scope: &mut Scope<'_>) -> Result<Vec<Edit>, Error> {
        let or = |word: &str, usual: &str| {
            if word.is_empty() {
                usual.to_owned()
            } else {
                word.to_owned()
            }
        };
        let given = [
            (Field::CustomerPhone, self.customer.phone.clone()),
            (Field::CustomerAddress, self.customer.address.clone()),
            (Field::UnitModel, self.unit.model.clone()),
            (Field::UnitSerial, self.unit.serial.clone()),
            (Field::PurchasedOn, self.unit.purchased_on.clone()),
            (Field::PayerClass, self.payer_class.clone()),
            (Field::Appointment, self.appointment.clone()),
        ];
        let always = [
            (Field::ReceivedAt, scope.corrected_now()?.to_rfc3339()),
            (Field::CustomerName, self.customer.name.clone()),
            (Field::UnitKind, self.unit.kind.clone()),
            (Field::Request, or(&self.request, "repair")),
            (Field::Language, or(&self.language, "zh-CN")),
        ];
        let words = always
            .into_iter()
            .chain(given.into_iter().filter(|(_, words)| !words.is_empty()));
        let mut edits = words
            .map(|(name, words)| field::write(name, FieldValue::Words(words)))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(hours) = self.priority_hours {
            edits.push(field::write(
                Field::PriorityHours,
                FieldValue::Number(hours),
            )?);
        }
        if !self.symptom.is_empty() {
            edits.push(Edit::Text(
                TextName::Symptom,
                TextEdit::Rewrite(self.symptom.clone()),
            ));
        }
        // Last, so that a request that is refused uses up no number.
        let number = scope.next_number()?;
        edits.push(field::write(Field::Number, FieldValue::Words(number))?);
        Ok(edits)
    }
}
