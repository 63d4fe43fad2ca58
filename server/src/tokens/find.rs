//! Whose token this is.

use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::Scope;
use crate::{
    api_error::ApiError,
    app::AppState,
    staff::{Clerk, clerk},
};

/// How exactly it is kept when a token was last used.
const SEEN_TO: TimeDelta = TimeDelta::minutes(5);

/// For whom a token acts and what it is good for; nothing for one that is none, or not any more.
pub(crate) async fn find(
    state: &AppState,
    hash: Digest,
) -> Result<Option<(Clerk, Scope)>, ApiError> {
    let now_ms = state.environment().now_ms();
    let found = state
        .store()
        .read(move |connection| Ok::<_, ApiError>(read(connection, &hash, now_ms)?))
        .await?;
    let Some((token, clerk, scope, seen_at_ms)) = found else {
        return Ok(None);
    };
    let is_noted = seen_at_ms.is_some_and(|at| now_ms - at <= SEEN_TO.num_milliseconds());
    if !is_noted {
        let job = move |transaction: &rusqlite::Savepoint<'_>| {
            transaction.execute(
                "UPDATE api_token SET seen_at_ms = ?2 WHERE token = ?1",
                [token, now_ms],
            )?;
            Ok::<_, ApiError>(())
        };
        state.writer().submit(job).await?;
    }
    Ok(Some((clerk, scope)))
}

type Found = (i64, Clerk, Scope, Option<i64>);

fn read(connection: &Connection, hash: &Digest, now_ms: i64) -> rusqlite::Result<Option<Found>> {
    let token: Option<(i64, String, String, Option<i64>)> = connection
        .prepare_cached(
            "SELECT token, person, scope, seen_at_ms FROM api_token
             WHERE hash = ?1 AND revoked_at_ms IS NULL AND expires_at_ms >= ?2",
        )?
        .query_row(params![hash.0, now_ms], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((token, person, scope, seen_at_ms)) = token else {
        return Ok(None);
    };
    let clerk = clerk(connection, &PersonId(person))?;
    let scope = Scope::from_code(&scope);
    Ok(clerk
        .zip(scope)
        .map(|(clerk, scope)| (token, clerk, scope, seen_at_ms)))
}
