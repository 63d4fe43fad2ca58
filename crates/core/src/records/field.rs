//! `record.field`: a field gets another value, or is cleared.

use doorstep_domain::record::{Field, FieldValue};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase, UseCaseError};
use crate::{Error, script::schema};

/// Gives a field a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteField {
    /// The record.
    pub record: RecordName,
    /// Which field.
    #[schemars(schema_with = "schema::field")]
    pub field: Field,
    /// The value; `null` clears the field.
    #[schemars(schema_with = "schema::field_value")]
    pub value: FieldValue,
}

impl UseCase for WriteField {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, _: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        Ok(vec![write(self.field, self.value.clone())?])
    }
}

/// The edit of a field, if its value fits. Whether the writer may is judged with the change, as the server judges it.
pub(crate) fn write(field: Field, value: FieldValue) -> Result<Edit, Error> {
    field.check(&value).map_err(UseCaseError::from)?;
    Ok(Edit::Field(field, value))
}
