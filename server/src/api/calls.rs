//! Calls that are taken in.

use axum::extract::State;
use chrono::Local;

use super::{Refusals, Told};
use crate::{
    api_error::ApiError,
    app::AppState,
    intake::{CallTaken, TakeCall, take},
    json::Json,
    session::Caller,
};

/// Takes a call in: opens its record. With a key that was used before it answers with the record of then.
#[utoipa::path(post, path = "/api/v1/calls", tag = "calls", request_body = TakeCall,
    responses((status = 200, body = CallTaken), Refusals))]
pub(super) async fn take_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(call): Told<TakeCall>,
) -> Result<Json<CallTaken>, ApiError> {
    let now = state.environment().now().with_timezone(&Local);
    let taken = take(state.replication(), caller.clerk, call, now.fixed_offset());
    Ok(Json(taken.await?))
}
