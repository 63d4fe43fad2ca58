//! What a handler takes to be only for browsers that are logged in.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use doorstep_evidence::digest::Digest;
use rusqlite::{OptionalExtension as _, params};

use super::cookie_name;
use crate::{api_error::ApiError, app::AppState, secret::hash_of_typed};

/// The browser is logged in, and what changes something was sent by a page of ours.
///
/// Refused with 401 `login_required` or 403 `cross_site`.
#[derive(Debug, Clone, Copy)]
pub struct RequireOffice;

impl FromRequestParts<AppState> for RequireOffice {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let hash = cookie_hash(state, &parts.headers).ok_or_else(login_required)?;
        let now_ms = state.environment().now_ms();
        let session = state
            .store()
            .read(move |connection| {
                let found = connection
                    .query_row(
                        "SELECT 1 FROM session WHERE hash = ?1 AND expires_at_ms >= ?2",
                        params![hash.0, now_ms],
                        |_| Ok(()),
                    )
                    .optional()?;
                Ok::<_, ApiError>(found)
            })
            .await?;
        session.ok_or_else(login_required)?;
        if is_safe(&parts.method) || is_from_our_page(&parts.headers) {
            Ok(Self)
        } else {
            Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "cross_site",
                "This was not sent by a page of this server.",
            ))
        }
    }
}

/// The hash of the cookie that the browser sent.
pub(super) fn cookie_hash(state: &AppState, headers: &HeaderMap) -> Option<Digest> {
    let wanted = cookie_name(state);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| hash_of_typed(value))
}

fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD].contains(method)
}

/// Browsers say where a request comes from; those too old for `sec-fetch-site` name at least the origin.
fn is_from_our_page(headers: &HeaderMap) -> bool {
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
        "Log in with a link from the office.",
    )
}
