//! Somebody sets his password by an invitation.

use doorstep_domain::ids::PersonId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Clerk, PasswordHash, StaffError, clerk};
use crate::audit::{Deed, note};

/// Whose invitation this is, if it is good.
///
/// # Errors
/// [`StaffError::LinkInvalid`].
pub fn invited(connection: &Connection, link: &Digest, now_ms: i64) -> Result<Clerk, StaffError> {
    let person: Option<String> = connection
        .query_row(
            "SELECT person FROM login_link
             WHERE hash = ?1 AND purpose = 'set_up' AND used_at_ms IS NULL AND expires_at_ms >= ?2",
            params![link.0, now_ms],
            |row| row.get(0),
        )
        .optional()?;
    let person = person.map(PersonId).ok_or(StaffError::LinkInvalid)?;
    clerk(connection, &person)?.ok_or(StaffError::LinkInvalid)
}

/// Takes the invitation and writes the password down. Sessions that the person had end, and the one-time code is turned
/// off: who is invited again has lost either.
///
/// # Errors
/// [`StaffError::LinkInvalid`].
pub fn set_up(
    transaction: &Connection,
    link: &Digest,
    password: &PasswordHash,
    now_ms: i64,
) -> Result<Clerk, StaffError> {
    let clerk = invited(transaction, link, now_ms)?;
    transaction.execute(
        "UPDATE login_link SET used_at_ms = ?2 WHERE hash = ?1",
        params![link.0, now_ms],
    )?;
    transaction.execute(
        "INSERT INTO account (person, password, set_at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (person) DO UPDATE
         SET password = ?2, set_at_ms = ?3, code_key = NULL, code_step = NULL",
        params![clerk.person.0, password.0, now_ms],
    )?;
    transaction.execute("DELETE FROM session WHERE person = ?1", [&clerk.person.0])?;
    transaction.execute(
        "DELETE FROM failed_sign_in WHERE person = ?1",
        [&clerk.person.0],
    )?;
    note(
        transaction,
        &clerk,
        Deed::SetUp,
        &clerk.person.0,
        &(),
        now_ms,
    )?;
    Ok(clerk)
}
