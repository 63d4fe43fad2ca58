//! A token is ended before its time.

use rusqlite::Connection;

use super::TokenError;
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::Clerk,
};

/// Ends a token at once.
///
/// # Errors
/// [`TokenError::NoToken`] if there is none of this number, or it has ended.
pub fn revoke(
    transaction: &Connection,
    clerk: &Clerk,
    token: i64,
    now_ms: i64,
) -> Result<(), TokenError> {
    require(clerk, Action::KeepServer, None)?;
    let revoked = transaction.execute(
        "UPDATE api_token SET revoked_at_ms = ?2 WHERE token = ?1 AND revoked_at_ms IS NULL",
        [token, now_ms],
    )?;
    if revoked == 0 {
        return Err(TokenError::NoToken);
    }
    note(
        transaction,
        clerk,
        Deed::TokenRevoked,
        &token.to_string(),
        &(),
        now_ms,
    )?;
    Ok(())
}
