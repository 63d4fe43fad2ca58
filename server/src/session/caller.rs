//! Who calls the API: somebody who is signed in, or a program with a token.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
};

use super::{SignedIn, signed_in::is_safe};
use crate::{
    api_error::ApiError,
    app::AppState,
    secret::hash_of_typed,
    staff::Clerk,
    tokens::{Scope, find},
};

/// Who calls the API. Refused as [`SignedIn`]; a token that is none with 401 `token_invalid`, one that may only read with
/// 403 `token_only_reads`.
#[derive(Debug, Clone)]
pub struct Caller {
    /// In whose name.
    pub clerk: Clerk,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Some(token) = token(parts) else {
            let signed_in = SignedIn::from_request_parts(parts, state).await?;
            return Ok(Self {
                clerk: signed_in.clerk,
            });
        };
        // A browser sends no such header by itself, so there is nothing that another page could make it do.
        let found = find(state, hash_of_typed(&token)).await?;
        let (clerk, scope) = found.ok_or(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "token_invalid",
            "This token was revoked, has expired, or was never given out.",
        ))?;
        if scope == Scope::Read && !is_safe(&parts.method) {
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "token_only_reads",
                "This token may read and change nothing.",
            ));
        }
        Ok(Self { clerk })
    }
}

/// `authorization: Bearer …`.
fn token(parts: &Parts) -> Option<String> {
    let header = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
