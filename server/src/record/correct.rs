//! A field gets another value. Whoever held another one is told by the history; what was signed stays as it was signed.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue, Writers},
};
use doorstep_replica::Edit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RecordError, is_as_shown, note, readable, standing};
use crate::{
    replication::OfficeDesk,
    rights::{NotAllowed, may_change},
    staff::Clerk,
};

/// A field is to be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectField {
    /// All values that were shown: one, unless the field is in conflict; none if it was never written.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub shown: Vec<FieldValue>,
    /// The value from now on; null clears the field.
    #[schema(value_type = serde_json::Value)]
    pub value: FieldValue,
}

/// Whether a field's value is typed anew where it was wrong. Not what is given once, not what only the technician sees, and
/// not what dispatch decides with its own rules: who goes when, and how soon.
#[must_use]
pub const fn may_be_corrected(field: Field) -> bool {
    let rule = field.rule();
    let is_dispatchs = matches!(
        field,
        Field::Assignee | Field::Lead | Field::Appointment | Field::PriorityHours
    );
    !rule.merge.is_once() && !is_dispatchs && !matches!(rule.writers, Writers::Technician)
}

/// Corrects a field. A field in conflict is settled instead: that wants a reason.
///
/// # Errors
/// [`RecordError::ChangedMeanwhile`], [`RecordError::BadValue`]; others of [`RecordError`].
pub fn correct(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    field: Field,
    request: &CorrectField,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    if !may_change(clerk, field, station.as_ref()) {
        return Err(NotAllowed.into());
    }
    if !may_be_corrected(field) {
        return Err(RecordError::NotCorrectedHere);
    }
    is_as_shown(&record, field, &request.shown)?;
    if record.conflicts().iter().any(|clash| clash.field == field) {
        return Err(RecordError::InConflict);
    }
    field
        .check(&request.value)
        .map_err(|_| RecordError::BadValue)?;
    let standing = standing(&record, field);
    let is_empty_already = standing.is_empty() && request.value == FieldValue::Empty;
    if is_empty_already || standing.contains(&request.value) {
        return Err(RecordError::SameValue);
    }
    desk.edit(id, &[Edit::Field(field, request.value.clone())])?;
    note(
        desk.connection(),
        clerk,
        id,
        ("corrected", Some(field)),
        now_ms,
    )
}
