//! Service stations.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use super::{Done, Refusals, Told};
use crate::{
    api_error::ApiError,
    app::AppState,
    json::Json,
    session::Caller,
    staff::{AddStation, Station, StationCode, add_station, close_station, stations},
};

/// All stations.
#[utoipa::path(get, path = "/api/v1/stations", tag = "people",
    responses((status = 200, body = Vec<Station>), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    _caller: Caller,
) -> Result<Json<Vec<Station>>, ApiError> {
    let read = |connection: &rusqlite::Connection| Ok::<_, ApiError>(stations(connection)?);
    Ok(Json(state.store().read(read).await?))
}

/// Opens a station.
#[utoipa::path(post, path = "/api/v1/stations", tag = "people", request_body = AddStation, responses(Done, Refusals))]
pub(super) async fn add_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<AddStation>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(add_station(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes a station at which nobody works any more.
#[utoipa::path(delete, path = "/api/v1/stations/{station}", tag = "people", params(("station" = String, Path)),
    responses(Done, Refusals))]
pub(super) async fn close_one(
    State(state): State<AppState>,
    Path(station): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    let station = StationCode(station);
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(close_station(transaction, &caller.clerk, &station, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
