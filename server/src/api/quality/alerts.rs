//! One batch alert and its approval.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{Done, Refusals, Told},
    api_error::ApiError,
    app::{AppState, not_found},
    approval::{Approval, SayWord},
    json::Json,
    quality::{Alert, alert, ask_again, speak},
    rights::{Action, require},
    session::Caller,
};

/// A batch alert with its approvals.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct AlertWithApprovals {
    #[serde(flatten)]
    alert: Alert,
    /// In their order; the last one counts.
    approvals: Vec<Approval>,
}

/// One batch alert with its approvals.
#[utoipa::path(get, path = "/api/v1/quality/alerts/{alert}", tag = "quality",
    params(("alert" = String, Path)), responses((status = 200, body = AlertWithApprovals), Refusals))]
pub(in crate::api) async fn read(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
) -> Result<Json<AlertWithApprovals>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let number = number.parse().map_err(|_| not_found())?;
    let read = move |connection: &rusqlite::Connection| {
        let (alert, approvals) = alert(connection, number)?.ok_or_else(not_found)?;
        Ok::<_, ApiError>(AlertWithApprovals { alert, approvals })
    };
    Ok(Json(state.store().read(read).await?))
}

/// A word of whoever is next on what is to be done about a batch.
#[utoipa::path(post, path = "/api/v1/quality/alerts/{alert}/word", tag = "quality",
    params(("alert" = String, Path)), request_body = SayWord, responses(Done, Refusals))]
pub(in crate::api) async fn speak_on_one(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
    Told(request): Told<SayWord>,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            speak(transaction, &caller.clerk, number, &request, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}

/// Puts an alert to its chain anew, after a post has refused.
#[utoipa::path(post, path = "/api/v1/quality/alerts/{alert}/ask", tag = "quality",
    params(("alert" = String, Path)), responses(Done, Refusals))]
pub(in crate::api) async fn ask_one(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            ask_again(transaction, &caller.clerk, number, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}
