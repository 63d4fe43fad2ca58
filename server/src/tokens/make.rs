//! A token is made.

use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Scope, TokenError};
use crate::{
    audit::{Deed, note},
    organisation::check_name,
    rights::{Action, require},
    secret::Secret,
    staff::{Clerk, clerk as find},
};

/// The longest a token is good: two years.
const MOST_DAYS: i64 = 731;

/// A token that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// For whom it acts: the code of somebody of the office.
    #[schema(min_length = 1, max_length = 32)]
    pub person: String,
    /// What it is for: at most 64 characters.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// Whether it may change anything.
    pub scope: Scope,
    /// For how many days it is good.
    #[schema(minimum = 1, maximum = 731)]
    pub days: i64,
}

/// Writes down a token that was drawn. Gives its number.
///
/// # Errors
/// [`TokenError`].
pub fn make(
    transaction: &Connection,
    clerk: &Clerk,
    request: &MakeToken,
    secret: &Secret,
    now_ms: i64,
) -> Result<i64, TokenError> {
    require(clerk, Action::KeepServer, None)?;
    let name = request.name.trim();
    check_name(name, "token's name").map_err(|_| TokenError::BadName)?;
    if !(1..=MOST_DAYS).contains(&request.days) {
        return Err(TokenError::BadDays);
    }
    find(transaction, &PersonId(request.person.clone()))?.ok_or(TokenError::NoPerson)?;
    let good_for = TimeDelta::days(request.days).num_milliseconds();
    transaction.execute(
        "INSERT INTO api_token (hash, person, name, scope, made_at_ms, expires_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            secret.hash().0,
            request.person,
            name,
            request.scope.code(),
            now_ms,
            now_ms + good_for
        ],
    )?;
    let token = transaction.last_insert_rowid();
    note(
        transaction,
        clerk,
        Deed::TokenMade,
        &token.to_string(),
        request,
        now_ms,
    )?;
    Ok(token)
}
