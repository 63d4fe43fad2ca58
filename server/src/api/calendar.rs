//! The calendar of working days.

use axum::{extract::State, http::StatusCode};

use super::{Done, Refusals, Told};
use crate::{
    api_error::ApiError,
    app::AppState,
    calendar::{Calendar, ChangeCalendar, calendar, keep},
    json::Json,
    session::SignedIn,
};

/// The calendar.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "after the visit",
    responses((status = 200, body = Calendar), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    _signed_in: SignedIn,
) -> Result<Json<Calendar>, ApiError> {
    let read = |connection: &rusqlite::Connection| Ok::<_, ApiError>(calendar(connection)?);
    Ok(Json(state.store().read(read).await?))
}

/// Changes a year, whole or not at all. 409 `changed_meanwhile` if the calendar is not as it was read.
#[utoipa::path(put, path = "/api/v1/calendar", tag = "after the visit", request_body = ChangeCalendar,
    responses(Done, Refusals))]
pub(super) async fn change(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Told(request): Told<ChangeCalendar>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(keep(transaction, &signed_in.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
