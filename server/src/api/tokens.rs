//! Tokens by which programs use this API.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Done, Refusals, Told};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    rights::{Action, require},
    secret::Secret,
    session::Caller,
    tokens::{MakeToken, Token, make, revoke, tokens},
};

/// A token that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenAnswer {
    /// Its number.
    token: i64,
    /// What goes into `authorization: Bearer …`; it is told only here.
    secret: String,
}

/// All tokens, the newest first.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens",
    responses((status = 200, body = Vec<Token>), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<Token>>, ApiError> {
    require(&caller.clerk, Action::KeepServer, None)?;
    let read = |connection: &rusqlite::Connection| Ok::<_, ApiError>(tokens(connection)?);
    Ok(Json(state.store().read(read).await?))
}

/// Makes a token.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", request_body = MakeToken,
    responses((status = 200, body = TokenAnswer), Refusals))]
pub(super) async fn make_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<MakeToken>,
) -> Result<Json<TokenAnswer>, ApiError> {
    let secret = Secret::draw(state.environment())?;
    let text = secret.as_text().to_owned();
    let now_ms = state.environment().now_ms();
    let token = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(make(transaction, &caller.clerk, &request, &secret, now_ms)?)
        })
        .await?;
    Ok(Json(TokenAnswer {
        token,
        secret: text,
    }))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/api/v1/tokens/{token}", tag = "tokens", params(("token" = i64, Path)),
    responses(Done, Refusals))]
pub(super) async fn revoke_one(
    State(state): State<AppState>,
    Path(token): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let token = token.parse().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(revoke(transaction, &caller.clerk, token, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
