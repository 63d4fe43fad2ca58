//! The end of a complaint, with the customer's word; and its new beginning where he is not content after all.

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ComplaintError, ComplaintId, Deed, given, offer::open, step};
use crate::{audit, staff::Clerk};

/// A complaint is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseComplaint {
    /// The version that was shown.
    pub version: i64,
    /// The word of who complained, by which it ends.
    #[schema(min_length = 1, max_length = 2000)]
    pub words: String,
    /// Whether it was the service's fault.
    pub is_services_fault: bool,
}

/// Closes a complaint.
///
/// # Errors
/// [`ComplaintError::Lacks`] while something stands in the way; others of [`ComplaintError`].
pub fn close(
    transaction: &Connection,
    clerk: &Clerk,
    id: ComplaintId,
    request: &CloseComplaint,
    now_ms: i64,
) -> Result<(), ComplaintError> {
    let before = open(transaction, clerk, id, request.version)?;
    let words = given(&request.words)?;
    if !before.lacks.is_empty() {
        return Err(ComplaintError::Lacks);
    }
    transaction.execute(
        "UPDATE complaint SET closed_at_ms = ?2, closed_by = ?3, closing_words = ?4, is_services_fault = ?5
         WHERE complaint = ?1",
        params![
            id.0.as_bytes(),
            now_ms,
            clerk.person.0,
            words,
            request.is_services_fault
        ],
    )?;
    step::write(transaction, &clerk.person, id, Deed::Closed, words, now_ms)?;
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

/// A closed complaint is open again, and what was offered counts no longer. Nothing where it is not closed.
pub(crate) fn reopen(
    transaction: &Connection,
    by: &PersonId,
    id: ComplaintId,
    words: &str,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let reopened = transaction.execute(
        "UPDATE complaint
         SET closed_at_ms = NULL, closed_by = NULL, closing_words = '', remedy = NULL, remedy_words = '',
             compensation_minor = NULL, approval = NULL
         WHERE complaint = ?1 AND closed_at_ms IS NOT NULL",
        [id.0.as_bytes()],
    )?;
    if reopened > 0 {
        step::write(transaction, by, id, Deed::Reopened, words, now_ms)?;
    }
    Ok(())
}
