//! A link by which somebody sets his password: the first one, or another after he forgot it.

use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};

use super::{Clerk, StaffError, clerk as find};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    secret::Secret,
};

/// How long an invitation is good: handed over today, used by the end of the next working day or two.
pub const INVITATION_GOOD_FOR: TimeDelta = TimeDelta::hours(72);

/// Writes down an invitation for somebody of the office. Earlier ones for him are no good any more.
///
/// # Errors
/// [`StaffError::NoPerson`], also for a technician: he works on a device, not on these pages.
pub fn invite(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    link: &Secret,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    find(transaction, person)?.ok_or(StaffError::NoPerson)?;
    transaction.execute(
        "DELETE FROM login_link WHERE person = ?1 AND purpose = 'set_up'",
        [&person.0],
    )?;
    transaction.execute(
        "INSERT INTO login_link (hash, person, purpose, expires_at_ms) VALUES (?1, ?2, 'set_up', ?3)",
        params![
            link.hash().0,
            person.0,
            now_ms + INVITATION_GOOD_FOR.num_milliseconds()
        ],
    )?;
    note(
        transaction,
        clerk,
        Deed::PersonInvited,
        &person.0,
        &(),
        now_ms,
    )?;
    Ok(())
}
