//! A session begins.

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};

use super::SESSION_GOOD_FOR;
use crate::{
    environment::{Environment, NoRandomness},
    secret::Secret,
};

/// What a browser says it is, cut where it says too much.
const BROWSER_LONGEST: usize = 200;

/// A session that has just begun.
#[derive(Debug)]
pub struct Begun {
    /// What the cookie holds.
    pub secret: Secret,
}

/// Why a session did not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// No randomness.
    #[error("a secret could not be drawn")]
    Random(#[from] NoRandomness),
    /// The database.
    #[error("the database refused a statement")]
    Statement(#[from] rusqlite::Error),
}

/// Begins a session of somebody. Those that have run out go.
///
/// # Errors
/// [`BeginError`].
pub fn begin(
    transaction: &Connection,
    environment: &Environment,
    person: &PersonId,
    browser: &str,
) -> Result<Begun, BeginError> {
    let secret = Secret::draw(environment)?;
    let now_ms = environment.now_ms();
    let browser: String = browser.chars().take(BROWSER_LONGEST).collect();
    transaction.execute("DELETE FROM session WHERE expires_at_ms < ?1", [now_ms])?;
    transaction.execute(
        "INSERT INTO session (hash, person, begun_at_ms, seen_at_ms, expires_at_ms, browser)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
        params![
            secret.hash().0,
            person.0,
            now_ms,
            now_ms + SESSION_GOOD_FOR.num_milliseconds(),
            browser
        ],
    )?;
    Ok(Begun { secret })
}
