//! Quality notices, and the causes that are safety defects.

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
    quality::{
        AnswerNotice, Notice, Show, TellQuality, answer_notice, call_safe, call_safety_defect,
        notice, notices, safety_causes, tell_quality,
    },
    rates::Scope,
    rights::{Action, require},
    session::Caller,
};

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct NoticesQuery {
    /// Also those that are answered.
    all: Option<bool>,
    /// Only those before the one of this number: the last of the answer before.
    before: Option<i64>,
}

/// A notice that was raised.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct NoticeTold {
    notice: i64,
}

/// The notices, the newest first, at most 500.
#[utoipa::path(get, path = "/api/v1/quality/notices", tag = "quality", params(NoticesQuery),
    responses((status = 200, body = Vec<Notice>), Refusals))]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Notice>>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let asked: NoticesQuery = query(&address)?;
    let show = if asked.all == Some(true) {
        Show::All
    } else {
        Show::Open
    };
    let scope = Scope::of(&caller.clerk);
    let read = move |connection: &rusqlite::Connection| {
        let place = (asked.before, MOST_ROWS);
        Ok::<_, ApiError>(notices(connection, &scope, show, place)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Tells quality of a safety defect.
#[utoipa::path(post, path = "/api/v1/quality/notices", tag = "quality", request_body = TellQuality,
    responses((status = 200, body = NoticeTold), Refusals))]
pub(in crate::api) async fn tell(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<TellQuality>,
) -> Result<Json<NoticeTold>, ApiError> {
    let now_ms = state.environment().now_ms();
    let notice = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(tell_quality(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(Json(NoticeTold { notice }))
}

/// One notice.
#[utoipa::path(get, path = "/api/v1/quality/notices/{notice}", tag = "quality",
    params(("notice" = String, Path)), responses((status = 200, body = Notice), Refusals))]
pub(in crate::api) async fn read(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
) -> Result<Json<Notice>, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let read = move |connection: &rusqlite::Connection| {
        require(&caller.clerk, Action::ReadQuality, None)?;
        let found = notice(connection, number)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::ReadQuality, found.station.as_ref())?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Quality's answer to a notice.
#[utoipa::path(post, path = "/api/v1/quality/notices/{notice}/answer", tag = "quality",
    params(("notice" = String, Path)), request_body = AnswerNotice, responses(Done, Refusals))]
pub(in crate::api) async fn answer(
    State(state): State<AppState>,
    Path(number): Path<String>,
    caller: Caller,
    Told(request): Told<AnswerNotice>,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            answer_notice(transaction, &caller.clerk, number, &request, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}

/// The causes that are safety defects.
#[utoipa::path(get, path = "/api/v1/quality/safety-causes", tag = "quality",
    responses((status = 200, body = Vec<String>), Refusals))]
pub(in crate::api) async fn list_causes(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<String>>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let read = |connection: &rusqlite::Connection| Ok::<_, ApiError>(safety_causes(connection)?);
    Ok(Json(state.store().read(read).await?))
}

/// From now on a cause is a safety defect.
#[utoipa::path(put, path = "/api/v1/quality/safety-causes/{cause}", tag = "quality",
    params(("cause" = String, Path)), responses(Done, Refusals))]
pub(in crate::api) async fn call(
    State(state): State<AppState>,
    Path(cause): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            call_safety_defect(transaction, &caller.clerk, &cause, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}

/// A cause is no safety defect any more.
#[utoipa::path(delete, path = "/api/v1/quality/safety-causes/{cause}", tag = "quality",
    params(("cause" = String, Path)), responses(Done, Refusals))]
pub(in crate::api) async fn call_it_safe(
    State(state): State<AppState>,
    Path(cause): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            call_safe(transaction, &caller.clerk, &cause, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}
