//! Which sessions there are.

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::audit::moment;

/// A browser in which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Session {
    /// Its number.
    pub session: i64,
    /// Since when, RFC 3339.
    pub begun_at: String,
    /// When it last asked for something, to about five minutes, RFC 3339.
    pub seen_at: String,
    /// When it ends by itself, RFC 3339.
    pub expires_at: String,
    /// What the browser says it is.
    pub browser: String,
}

/// Somebody's sessions, the newest first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn sessions(
    connection: &Connection,
    person: &PersonId,
    now_ms: i64,
) -> rusqlite::Result<Vec<Session>> {
    connection
        .prepare_cached(
            "SELECT session, begun_at_ms, seen_at_ms, expires_at_ms, browser FROM session
             WHERE person = ?1 AND expires_at_ms >= ?2 ORDER BY session DESC",
        )?
        .query_map(params![person.0, now_ms], |row| {
            let at = |column| row.get(column).map(|at_ms| moment(at_ms).to_rfc3339());
            Ok(Session {
                session: row.get(0)?,
                begun_at: at(1)?,
                seen_at: at(2)?,
                expires_at: at(3)?,
                browser: row.get(4)?,
            })
        })?
        .collect()
}
