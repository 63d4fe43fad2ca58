//! `diagnosis.cause`: the cause as it was found, apart from the symptom as it was told.

use doorstep_domain::record::{Field, FieldValue, TextName};
use doorstep_replica::{Edit, TextEdit};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase, UseCaseError, write_field},
};

/// Writes the cause down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteCause {
    /// The record.
    pub record: RecordName,
    /// The cause in words; what a colleague typed elsewhere in the text meanwhile stays.
    pub text: String,
    /// The fault code of the catalogue, where one fits.
    #[serde(default)]
    pub fault_code: Option<String>,
}

impl UseCase for WriteCause {
    const ASKS_CATALOGUE: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let mut edits = vec![Edit::Text(
            TextName::Cause,
            TextEdit::Rewrite(self.text.clone()),
        )];
        if let Some(code) = self.fault_code.as_ref().filter(|code| !code.is_empty()) {
            // Quality counts failures by this code, so a slip of the pen is refused; without a catalogue there is
            // nothing to compare with, and the technician must not wait for one.
            if !situation.catalogue.faults.is_empty() && situation.catalogue.fault(code).is_none() {
                return Err(UseCaseError::UnknownCode.into());
            }
            let value = FieldValue::Words(code.clone());
            edits.push(write_field(Field::FaultCode, value)?);
        }
        Ok(edits)
    }
}
