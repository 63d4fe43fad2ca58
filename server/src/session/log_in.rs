//! Logging in by a one-time link, and out again.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use rusqlite::params;

use super::{LINK_GOOD_FOR, RequireOffice, SESSION_GOOD_FOR, cookie, require::cookie_hash};
use crate::{
    api_error::ApiError,
    app::AppState,
    organisation::{Organisation, OrganisationError},
    secret::{Secret, hash_of_typed},
};

/// Makes a link that logs one browser in, once and within an hour.
///
/// # Errors
/// [`OrganisationError`].
pub async fn create_login_link(
    organisation: &Organisation,
    public_url: &str,
) -> Result<String, OrganisationError> {
    let environment = organisation.environment();
    let token = Secret::draw(environment)?;
    let hash = token.hash();
    let expires_at_ms = (environment.now() + LINK_GOOD_FOR).timestamp_millis();
    organisation
        .writer()
        .submit(move |transaction| {
            transaction.execute(
                "INSERT INTO login_link (hash, expires_at_ms) VALUES (?1, ?2)",
                params![hash.0, expires_at_ms],
            )?;
            Ok::<_, OrganisationError>(())
        })
        .await?;
    let url = public_url.trim_end_matches('/');
    Ok(format!("{url}/login/{}", token.as_text()))
}

pub(super) async fn log_in(
    State(state): State<AppState>,
    method: Method,
    Path(token): Path<String>,
) -> Result<Response, ApiError> {
    // A program that only looks at a link must not use it up.
    if method != Method::GET {
        return Err(link_invalid());
    }
    let link = hash_of_typed(&token);
    let session = Secret::draw(state.environment())?;
    let hash = session.hash();
    let now_ms = state.environment().now_ms();
    let expires_at_ms = now_ms + SESSION_GOOD_FOR.num_milliseconds();
    state
        .writer()
        .submit(move |transaction| {
            let used = transaction.execute(
                "UPDATE login_link SET used_at_ms = ?2
                 WHERE hash = ?1 AND used_at_ms IS NULL AND expires_at_ms >= ?2",
                params![link.0, now_ms],
            )?;
            if used != 1 {
                return Err(link_invalid());
            }
            transaction.execute("DELETE FROM session WHERE expires_at_ms < ?1", [now_ms])?;
            transaction.execute("DELETE FROM login_link WHERE expires_at_ms < ?1", [now_ms])?;
            transaction.execute(
                "INSERT INTO session (hash, expires_at_ms) VALUES (?1, ?2)",
                params![hash.0, expires_at_ms],
            )?;
            Ok(())
        })
        .await?;
    let cookie = cookie(&state, session.as_text(), SESSION_GOOD_FOR);
    Ok(go_to("/", cookie.map_err(ApiError::internal)?))
}

pub(super) async fn log_out(
    State(state): State<AppState>,
    _office: RequireOffice,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(hash) = cookie_hash(&state, &headers) {
        state
            .writer()
            .submit(move |transaction| {
                transaction.execute("DELETE FROM session WHERE hash = ?1", [hash.0])?;
                Ok::<_, ApiError>(())
            })
            .await?;
    }
    let ended = cookie(&state, "", TimeDelta::zero());
    Ok(go_to("/", ended.map_err(ApiError::internal)?))
}

fn go_to(path: &'static str, cookie: HeaderValue) -> Response {
    let headers = [
        (header::LOCATION, HeaderValue::from_static(path)),
        (header::SET_COOKIE, cookie),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn link_invalid() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "login_link_invalid",
        "This login link was used, has expired, or was never given out.",
    )
}
