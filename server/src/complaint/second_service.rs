//! A second service, free of charge, is due: the record says so, and its technician learns it with his next contact.

use doorstep_domain::record::What;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ComplaintError, ComplaintId, Deed, given, offer::open, step};
use crate::{audit, replication::OfficeDesk, staff::Clerk};

/// A second service is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSecondService {
    /// The version that was shown.
    pub version: i64,
    /// Why the customer is not satisfied.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Notes on the record that the customer is not satisfied.
///
/// # Errors
/// [`ComplaintError::NeedsRecord`] without a record, [`ComplaintError::Office`] where nothing is finished yet.
pub fn second_service(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: ComplaintId,
    request: &AskSecondService,
    now_ms: i64,
) -> Result<(), ComplaintError> {
    let transaction = desk.connection();
    let before = open(transaction, clerk, id, request.version)?;
    let record = before.record.ok_or(ComplaintError::NeedsRecord)?;
    let reason = given(&request.reason)?.to_owned();
    let said = What::NotSatisfied {
        reason: reason.clone(),
    };
    desk.happened(record, said)?;
    let by = &clerk.person;
    step::write(transaction, by, id, Deed::SecondService, &reason, now_ms)?;
    let subject = id.0.to_string();
    audit::note(
        transaction,
        clerk,
        audit::Deed::ComplaintChanged,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
