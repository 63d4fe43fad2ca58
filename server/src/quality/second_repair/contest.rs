//! Why a second repair should not count against whoever did the first one: a field of its record, so that the technician
//! sees it too.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue},
};
use doorstep_replica::Edit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::second_repair;
use crate::{
    audit::{Deed, note},
    quality::{QualityError, text},
    replication::OfficeDesk,
    rights::{NotAllowed, may_change},
    staff::Clerk,
};

/// The longest reason, in characters, as its field has it.
pub(crate) const CONTEST_MAX: usize = 400;

/// A second repair is contested, or is so no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContestSecondRepair {
    /// The reason that was shown; empty where there was none.
    #[serde(default)]
    pub(crate) before: String,
    /// Why it should not count; empty: it counts.
    #[schema(max_length = 400)]
    pub(crate) reason: String,
}

/// Writes why a second repair should not count; the customer pays nothing either way.
///
/// # Errors
/// [`QualityError::None`] where the record is no second repair; [`QualityError::ChangedMeanwhile`] where the reason is
/// another than was shown; others of [`QualityError`].
pub(crate) fn contest(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    record: Uuid,
    request: &ContestSecondRepair,
    now_ms: i64,
) -> Result<(), QualityError> {
    let transaction = desk.connection();
    let standing = second_repair(transaction, record)?.ok_or(QualityError::None)?;
    let field = Field::SecondRepairContest;
    if !may_change(clerk, field, standing.station.as_ref()) {
        return Err(NotAllowed.into());
    }
    let reason = text(&request.reason, CONTEST_MAX)?;
    if standing.contest != request.before.trim() {
        return Err(QualityError::ChangedMeanwhile);
    }
    let value = match reason {
        "" => FieldValue::Empty,
        reason => reason.into(),
    };
    field.check(&value).map_err(|_| QualityError::BadWords)?;
    desk.edit(RecordId(record), &[Edit::Field(field, value)])?;
    let subject = record.to_string();
    note(
        transaction,
        clerk,
        Deed::SecondRepairContested,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
