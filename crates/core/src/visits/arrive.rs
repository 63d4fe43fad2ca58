//! `visit.arrive`: the technician is at the door and checks the unit against the record.

use doorstep_domain::record::{Field, FieldValue, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase, write_field},
};

/// Arrival. What was read off the unit and the invoice goes into the record's fields in the same change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrive {
    /// The record.
    pub record: RecordName,
    /// Where, as the device knows it; empty if it does not.
    #[serde(default)]
    pub place: String,
    /// The badge (工牌) was shown.
    pub badge_shown: bool,
    /// The unit is the one on the record.
    pub unit_matches: bool,
    /// Warranty card and invoice were seen.
    pub proof_of_purchase_seen: bool,
    /// Outsiders opened or altered the unit; left out when it was not looked at.
    #[serde(default)]
    pub opened_by_outsiders: Option<bool>,
    /// The serial number as on the nameplate.
    #[serde(default)]
    pub serial: Option<String>,
    /// The date on the invoice, `YYYY-MM-DD`.
    #[serde(default)]
    pub purchased_on: Option<String>,
}

impl UseCase for Arrive {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let mut edits = situation.happened(What::Visit {
            place: self.place.clone(),
            badge_shown: self.badge_shown,
            unit_matches: self.unit_matches,
            proof_of_purchase_seen: self.proof_of_purchase_seen,
        })?;
        let given = |words: &&String| !words.is_empty();
        let words =
            |words: &Option<String>| words.as_ref().filter(given).cloned().map(FieldValue::Words);
        let seen = [
            (
                Field::OpenedByOutsiders,
                self.opened_by_outsiders.map(FieldValue::YesNo),
            ),
            (Field::UnitSerial, words(&self.serial)),
            (Field::PurchasedOn, words(&self.purchased_on)),
        ];
        for (field, value) in seen {
            if let Some(value) = value {
                edits.push(write_field(field, value)?);
            }
        }
        Ok(edits)
    }
}
