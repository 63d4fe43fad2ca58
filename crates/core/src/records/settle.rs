//! `conflict.settle`: of several values that were written apart, one is chosen, with a reason, in one change.

use doorstep_domain::record::{Field, FieldValue, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase, UseCaseError, field};
use crate::{Error, script::schema};

/// Settles a clash: with one of the values or with a third one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleConflict {
    /// The record.
    pub record: RecordName,
    /// The field.
    #[schemars(schema_with = "schema::field")]
    pub field: Field,
    /// The value that holds from now on.
    #[schemars(schema_with = "schema::field_value")]
    pub value: FieldValue,
    /// Why.
    pub reason: String,
}

impl UseCase for SettleConflict {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let clashes = situation
            .record
            .conflicts()
            .iter()
            .any(|conflict| conflict.field == self.field);
        if !clashes {
            return Err(UseCaseError::NoConflict(self.field).into());
        }
        let mut edits = vec![field::write(self.field, self.value.clone())?];
        edits.extend(situation.happened(What::Settled {
            field: self.field,
            value: self.value.clone(),
            reason: self.reason.clone(),
        })?);
        Ok(edits)
    }
}
