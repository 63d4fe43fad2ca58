//! Spot checks and mystery customers.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::MOST_ROWS;
use crate::{
    api::{Done, Refusals, Told, told::query},
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    quality::{Check, CheckShow, SettleCheck, TakeCheck, check, checks, settle_check, take_check},
    rates::Scope,
    rights::{Action, require},
    session::Caller,
};

/// Which checks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ChecksQuery {
    /// Only those with faults about which nothing was done yet.
    open: Option<bool>,
    /// Only those before the one of this number: the last of the answer before.
    before: Option<i64>,
}

/// A check that was written down.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct CheckTaken {
    check: i64,
}

/// The checks, the newest first, at most 500, without their findings.
#[utoipa::path(get, path = "/api/v1/quality/checks", tag = "quality", params(ChecksQuery),
    responses((status = 200, body = Vec<Check>), Refusals))]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Check>>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let asked: ChecksQuery = query(&address)?;
    let show = if asked.open == Some(true) {
        CheckShow::Open
    } else {
        CheckShow::All
    };
    let scope = Scope::of(&caller.clerk);
    let read = move |connection: &rusqlite::Connection| {
        let place = (asked.before, MOST_ROWS);
        Ok::<_, ApiError>(checks(connection, &scope, show, place)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Writes a check down.
#[utoipa::path(post, path = "/api/v1/quality/checks", tag = "quality", request_body = TakeCheck,
    responses((status = 200, body = CheckTaken), Refusals))]
pub(in crate::api) async fn take(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<TakeCheck>,
) -> Result<Json<CheckTaken>, ApiError> {
    let now_ms = state.environment().now_ms();
    let check = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(take_check(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(Json(CheckTaken { check }))
}

/// One check with its findings.
#[utoipa::path(get, path = "/api/v1/quality/checks/{check}", tag = "quality",
    params(("check" = String, Path)), responses((status = 200, body = Check), Refusals))]
pub(in crate::api) async fn read(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
) -> Result<Json<Check>, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let read = move |connection: &rusqlite::Connection| {
        require(&caller.clerk, Action::ReadQuality, None)?;
        let found = check(connection, number)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::ReadQuality, found.station.as_ref())?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Says what was done about the faults of a check.
#[utoipa::path(post, path = "/api/v1/quality/checks/{check}/settle", tag = "quality",
    params(("check" = String, Path)), request_body = SettleCheck, responses(Done, Refusals))]
pub(in crate::api) async fn settle(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
    Told(request): Told<SettleCheck>,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            settle_check(transaction, &caller.clerk, number, &request, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}
