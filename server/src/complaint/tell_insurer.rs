//! The insurer was told: of what the record names, and of what is offered here.

use doorstep_domain::{
    complaint::Lack,
    ids::EntryId,
    record::{InsurerTold, What},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ComplaintError, ComplaintId, Deed, offer::open, step, text};
use crate::{audit, replication::OfficeDesk, staff::Clerk};

/// The longest number of an insurer, in characters.
const NUMBER_CHARACTERS_MAX: usize = 64;

/// The insurer was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellInsurer {
    /// The version that was shown.
    pub version: i64,
    /// The insurer's number for it; empty if he gave none yet.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub number: String,
}

/// Notes that the insurer was told.
///
/// # Errors
/// [`ComplaintError::NothingToTell`] where he need not be; others of [`ComplaintError`].
pub fn tell_insurer(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    id: ComplaintId,
    request: &TellInsurer,
    now_ms: i64,
) -> Result<(), ComplaintError> {
    let transaction = desk.connection();
    let before = open(transaction, clerk, id, request.version)?;
    if !before.lacks.contains(&Lack::InsurerNotTold) {
        return Err(ComplaintError::NothingToTell);
    }
    let number = text(&request.number)?;
    if number.chars().count() > NUMBER_CHARACTERS_MAX {
        return Err(ComplaintError::TooLong);
    }
    if let Some(record) = before.record {
        let claims: Vec<[u8; 16]> = transaction
            .prepare_cached(
                "SELECT entry FROM complaint_claim WHERE document = ?1 AND lacks_insurer = 1 ORDER BY entry",
            )?
            .query_map([record.as_bytes()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for claim in claims {
            let told = InsurerTold {
                claim: EntryId(Uuid::from_bytes(claim)),
                number: number.to_owned(),
            };
            desk.happened(record, What::InsurerTold(told))?;
        }
    }
    transaction.execute(
        "UPDATE complaint SET insurer_told_at_ms = ?2, insurer_number = ?3 WHERE complaint = ?1",
        params![id.0.as_bytes(), now_ms, number],
    )?;
    let by = &clerk.person;
    step::write(transaction, by, id, Deed::InsurerTold, number, now_ms)?;
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
