//! A clash is settled: of several values that were written apart one holds from now on, with a reason.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue, What},
};
use doorstep_replica::Edit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RecordError, given, is_as_shown, may_be_corrected, note, readable};
use crate::{
    replication::OfficeDesk,
    rights::{Action, NotAllowed, may_change, require},
    staff::Clerk,
};

/// A clash is to be settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleConflict {
    /// All values that were shown.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub shown: Vec<FieldValue>,
    /// The value that holds from now on: one of those, or another one.
    #[schema(value_type = serde_json::Value)]
    pub value: FieldValue,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Settles a clash.
///
/// # Errors
/// [`RecordError::NoConflict`], [`RecordError::ChangedMeanwhile`]; others of [`RecordError`].
pub fn settle(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    field: Field,
    request: &SettleConflict,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    require(clerk, Action::Settle, station.as_ref())?;
    if !may_change(clerk, field, station.as_ref()) {
        return Err(NotAllowed.into());
    }
    if !record.conflicts().iter().any(|clash| clash.field == field) {
        return Err(RecordError::NoConflict);
    }
    is_as_shown(&record, field, &request.shown)?;
    let is_one_of_them = request.shown.contains(&request.value);
    if !is_one_of_them && !may_be_corrected(field) {
        return Err(RecordError::NotCorrectedHere);
    }
    let value = request.value.clone();
    field.check(&value).map_err(|_| RecordError::BadValue)?;
    let settled = What::Settled {
        field,
        value: value.clone(),
        reason: given(&request.reason)?,
    };
    desk.happened_with(id, settled, vec![Edit::Field(field, value)])?;
    note(
        desk.connection(),
        clerk,
        id,
        ("settled", Some(field)),
        now_ms,
    )
}
