//! A record is called off by the customer or the office.

use doorstep_domain::{
    course::{Facts, status},
    ids::RecordId,
    record::What,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RecordError, given, note, readable};
use crate::{
    replication::OfficeDesk,
    rights::{Action, require},
    staff::Clerk,
};

/// A record is to be called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRecord {
    /// The code of the status that was shown.
    #[schema(max_length = 40)]
    pub status: String,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Calls a record off.
///
/// # Errors
/// [`RecordError::ChangedMeanwhile`] where the visit went on since; others of [`RecordError`].
pub fn cancel(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: RecordId,
    request: &CancelRecord,
    now_ms: i64,
) -> Result<(), RecordError> {
    let (record, station) = readable(desk, clerk, id)?;
    require(clerk, Action::TakeCalls, station.as_ref())?;
    if status(&Facts::of(&record)).code() != request.status {
        return Err(RecordError::ChangedMeanwhile);
    }
    let cancelled = What::Cancelled {
        reason: given(&request.reason)?,
        duplicate_of: None,
    };
    desk.happened(id, cancelled)?;
    note(desk.connection(), clerk, id, ("cancelled", None), now_ms)
}
