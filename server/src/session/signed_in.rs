//! What a handler takes to be only for browsers in which somebody is signed in.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::cookie_name;
use crate::{
    api_error::ApiError,
    app::AppState,
    secret::hash_of_typed,
    staff::{Clerk, clerk},
    writer::WriteError,
};

/// How exactly it is kept when a session last asked for something: a page more costs no write.
const SEEN_TO: TimeDelta = TimeDelta::minutes(5);

/// Somebody is signed in, and what changes something was sent by a page of ours.
///
/// Refused with 401 `login_required` or 403 `cross_site`.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who it is.
    pub clerk: Clerk,
    /// In which session.
    pub session: i64,
    /// What our own forms carry and nobody else's can: derived from the cookie, and not from what the database keeps.
    pub form_token: String,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let cookie = cookie_text(state, &parts.headers).ok_or_else(login_required)?;
        let form_token = Digest::of(format!("form {cookie}").as_bytes()).to_string();
        let hash = hash_of_typed(&cookie);
        let now_ms = state.environment().now_ms();
        let found = state
            .store()
            .read(move |connection| Ok::<_, ApiError>(find(connection, &hash, now_ms)?))
            .await?;
        let (session, seen_at_ms, clerk) = found.ok_or_else(login_required)?;
        if !is_safe(&parts.method) && !is_from_our_page(&parts.headers) {
            return Err(cross_site());
        }
        if now_ms - seen_at_ms > SEEN_TO.num_milliseconds() {
            note_seen(state, session, now_ms).await?;
        }
        Ok(Self {
            clerk,
            session,
            form_token,
        })
    }
}

/// Sent by somebody else's page.
pub(crate) const fn cross_site() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "cross_site",
        "This was not sent by a page of this server.",
    )
}

fn find(
    connection: &Connection,
    hash: &Digest,
    now_ms: i64,
) -> rusqlite::Result<Option<(i64, i64, Clerk)>> {
    let session: Option<(i64, i64, String)> = connection
        .prepare_cached(
            "SELECT session, seen_at_ms, person FROM session WHERE hash = ?1 AND expires_at_ms >= ?2",
        )?
        .query_row(params![hash.0, now_ms], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((session, seen_at_ms, person)) = session else {
        return Ok(None);
    };
    // Who has left, or is no longer of the office, is nobody here.
    let clerk = clerk(connection, &PersonId(person))?;
    Ok(clerk.map(|clerk| (session, seen_at_ms, clerk)))
}

async fn note_seen(state: &AppState, session: i64, now_ms: i64) -> Result<(), WriteError> {
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        // That a session was seen is worth no failed page.
        if let Err(error) = transaction.execute(
            "UPDATE session SET seen_at_ms = ?2 WHERE session = ?1",
            [session, now_ms],
        ) {
            tracing::warn!(%error, "a session's last moment was not noted");
        }
        Ok(())
    };
    state.writer().submit(job).await
}

/// The hash of the cookie that the browser sent.
pub(super) fn cookie_hash(state: &AppState, headers: &HeaderMap) -> Option<Digest> {
    cookie_text(state, headers).map(|text| hash_of_typed(&text))
}

fn cookie_text(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let wanted = cookie_name(state);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

pub(super) fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD].contains(method)
}

/// Browsers say where a request comes from; those too old for `sec-fetch-site` name at least the origin.
pub(crate) fn is_from_our_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let origin = text("origin").and_then(|origin| origin.split_once("://"));
    match (origin, text("host")) {
        (Some((_, from)), Some(host)) => from == host,
        _ => false,
    }
}

fn login_required() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "login_required",
        "Sign in, or come in by a link from the office.",
    )
}
