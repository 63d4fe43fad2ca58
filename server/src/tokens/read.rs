//! Which tokens there are.

use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use crate::audit::moment;

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Token {
    /// Its number.
    pub token: i64,
    /// For whom it acts.
    pub person: String,
    /// What it is for.
    pub name: String,
    /// `read` or `write`.
    pub scope: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// When it ends by itself, RFC 3339.
    pub expires_at: String,
    /// When it was ended, RFC 3339; null while it is good.
    pub revoked_at: Option<String>,
    /// When it was last used, to about five minutes, RFC 3339; null if never.
    pub seen_at: Option<String>,
}

/// All of them, the newest first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn tokens(connection: &Connection) -> rusqlite::Result<Vec<Token>> {
    connection
        .prepare_cached(
            "SELECT token, person, name, scope, made_at_ms, expires_at_ms, revoked_at_ms, seen_at_ms
             FROM api_token ORDER BY token DESC",
        )?
        .query_map([], |row| {
            let at = |column| {
                let at_ms: Option<i64> = row.get(column)?;
                Ok::<_, rusqlite::Error>(at_ms.map(|at_ms| moment(at_ms).to_rfc3339()))
            };
            Ok(Token {
                token: row.get(0)?,
                person: row.get(1)?,
                name: row.get(2)?,
                scope: row.get(3)?,
                made_at: at(4)?.unwrap_or_default(),
                expires_at: at(5)?.unwrap_or_default(),
                revoked_at: at(6)?,
                seen_at: at(7)?,
            })
        })?
        .collect()
}
