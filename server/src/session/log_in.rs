//! Coming in by a one-time link, and out again.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use doorstep_domain::ids::PersonId;
use rusqlite::{OptionalExtension as _, params};

use super::{LINK_GOOD_FOR, SignedIn, begin, cookie, cookie_of, signed_in::cookie_hash};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note},
    organisation::{Organisation, OrganisationError},
    secret::{Secret, hash_of_typed},
    staff::clerk,
};

/// Makes a link that signs one browser in as this person, once and within an hour.
///
/// # Errors
/// [`OrganisationError::NoPerson`] if he is not of the office; others of [`OrganisationError`].
pub async fn create_login_link(
    organisation: &Organisation,
    public_url: &str,
    person: PersonId,
) -> Result<String, OrganisationError> {
    let environment = organisation.environment();
    let token = Secret::draw(environment)?;
    let hash = token.hash();
    let expires_at_ms = (environment.now() + LINK_GOOD_FOR).timestamp_millis();
    organisation
        .writer()
        .submit(move |transaction| {
            clerk(transaction, &person)?.ok_or(OrganisationError::NoPerson)?;
            transaction.execute(
                "INSERT INTO login_link (hash, person, purpose, expires_at_ms) VALUES (?1, ?2, 'log_in', ?3)",
                params![hash.0, person.0, expires_at_ms],
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
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    // A program that only looks at a link must not use it up.
    if method != Method::GET {
        return Err(link_invalid());
    }
    let link = hash_of_typed(&token);
    let environment = state.environment().clone();
    let now_ms = environment.now_ms();
    let browser = browser(&headers);
    let session = state
        .writer()
        .submit(move |transaction| {
            let person: Option<String> = transaction
                .query_row(
                    "UPDATE login_link SET used_at_ms = ?2
                     WHERE hash = ?1 AND purpose = 'log_in' AND used_at_ms IS NULL AND expires_at_ms >= ?2
                     RETURNING person",
                    params![link.0, now_ms],
                    |row| row.get(0),
                )
                .optional()?;
            let person = person.map(PersonId).ok_or_else(link_invalid)?;
            let clerk = clerk(transaction, &person)?.ok_or_else(link_invalid)?;
            transaction.execute("DELETE FROM login_link WHERE expires_at_ms < ?1", [now_ms])?;
            note(transaction, &clerk, Deed::SignedIn, "", &(), now_ms)?;
            begin(transaction, &environment, &person, &browser).map_err(ApiError::internal)
        })
        .await?;
    let cookie = cookie_of(&state, &session);
    Ok(go_to("/", cookie.map_err(ApiError::internal)?))
}

pub(super) async fn log_out(
    State(state): State<AppState>,
    _signed_in: SignedIn,
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

/// What the browser says it is.
pub(crate) fn browser(headers: &HeaderMap) -> String {
    let said = headers
        .get(header::USER_AGENT)
        .and_then(|said| said.to_str().ok());
    said.unwrap_or_default().to_owned()
}

/// The way on, with a cookie.
pub(crate) fn go_to(path: &'static str, cookie: HeaderValue) -> Response {
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
