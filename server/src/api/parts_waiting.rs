//! What waits for the store: requisitions, returns, old parts.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use doorstep_domain::ids::EntryId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Done, Refusals, Told, call_backs::id, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    json::Json,
    replication::OfficeDesk,
    rights::{Action, require},
    session::Caller,
    staff::Clerk,
    stock::{
        AnswerRequisition, Availability, Queue, ShortLine, StockError, TakeIn, Waiting, answer,
        availability, confirm_return, month_began, short_lines, take_old_part, waiting,
    },
};

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// After which row an answer begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WaitingQuery {
    /// The last entry of the answer before.
    after: Option<String>,
}

/// How many lines of requisitions were filled when they were first answered, this month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AvailabilityAnswer {
    /// How many.
    available: Availability,
    /// Those that were short, the last first, at most 500.
    short: Vec<ShortLine>,
}

async fn list(
    state: &AppState,
    caller: Caller,
    address: &Uri,
    queue: Queue,
) -> Result<Json<Vec<Waiting>>, ApiError> {
    require(&caller.clerk, Action::ReadStock, None)?;
    let asked: WaitingQuery = query(address)?;
    let after = match asked.after {
        Some(after) => {
            Some(EntryId(after.parse().map_err(|_| {
                ApiError::bad_request("The query is not as expected.")
            })?))
        }
        None => None,
    };
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(waiting(
            connection,
            &caller.clerk,
            queue,
            (after, MOST_ROWS),
        )?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Requisitions of which something is still to come, the oldest first, at most 500.
#[utoipa::path(get, path = "/api/v1/parts/requisitions", tag = "parts", params(WaitingQuery),
    responses((status = 200, body = Vec<Waiting>), Refusals))]
pub(super) async fn list_requisitions(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Waiting>>, ApiError> {
    list(&state, caller, &address, Queue::Requisitions).await
}

/// Returns that the store has not confirmed, the oldest first, at most 500.
#[utoipa::path(get, path = "/api/v1/parts/returns", tag = "parts", params(WaitingQuery),
    responses((status = 200, body = Vec<Waiting>), Refusals))]
pub(super) async fn list_returns(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Waiting>>, ApiError> {
    list(&state, caller, &address, Queue::Returns).await
}

/// Old parts that are missing, the oldest first, at most 500.
#[utoipa::path(get, path = "/api/v1/parts/old-parts", tag = "parts", params(WaitingQuery),
    responses((status = 200, body = Vec<Waiting>), Refusals))]
pub(super) async fn list_old_parts(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Waiting>>, ApiError> {
    list(&state, caller, &address, Queue::OldParts).await
}

/// Parts available when needed, this month.
#[utoipa::path(get, path = "/api/v1/parts/availability", tag = "parts",
    responses((status = 200, body = AvailabilityAnswer), Refusals))]
pub(super) async fn read_availability(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<AvailabilityAnswer>, ApiError> {
    require(&caller.clerk, Action::ReadStock, None)?;
    let since_ms = month_began(state.environment().now_ms());
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(AvailabilityAnswer {
            available: availability(connection, &caller.clerk, since_ms)?,
            short: short_lines(connection, &caller.clerk, since_ms, (None, MOST_ROWS))?,
        })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Answers a requisition: issues pieces to the van, and writes down what is short.
#[utoipa::path(post, path = "/api/v1/parts/requisitions/{entry}/answer", tag = "parts",
    params(("entry" = String, Path, format = "uuid")), request_body = AnswerRequisition, responses(Done, Refusals))]
pub(super) async fn answer_one(
    State(state): State<AppState>,
    Path(entry): Path<String>,
    caller: Caller,
    Told(request): Told<AnswerRequisition>,
) -> Result<StatusCode, ApiError> {
    let entry = EntryId(id(&entry)?);
    act(&state, caller, move |desk, clerk, now_ms| {
        answer(desk, clerk, entry, &request, now_ms)
    })
    .await
}

/// Confirms what a technician says that he gave back.
#[utoipa::path(post, path = "/api/v1/parts/returns/{entry}/confirmation", tag = "parts",
    params(("entry" = String, Path, format = "uuid")), request_body = TakeIn, responses(Done, Refusals))]
pub(super) async fn confirm_one(
    State(state): State<AppState>,
    Path(entry): Path<String>,
    caller: Caller,
    Told(request): Told<TakeIn>,
) -> Result<StatusCode, ApiError> {
    let entry = EntryId(id(&entry)?);
    act(&state, caller, move |desk, clerk, now_ms| {
        confirm_return(desk, clerk, entry, &request, now_ms)
    })
    .await
}

/// Takes an old part in that was missing.
#[utoipa::path(post, path = "/api/v1/parts/old-parts/{entry}/taking", tag = "parts",
    params(("entry" = String, Path, format = "uuid")), request_body = TakeIn, responses(Done, Refusals))]
pub(super) async fn take_one(
    State(state): State<AppState>,
    Path(entry): Path<String>,
    caller: Caller,
    Told(request): Told<TakeIn>,
) -> Result<StatusCode, ApiError> {
    let entry = EntryId(id(&entry)?);
    act(&state, caller, move |desk, clerk, now_ms| {
        take_old_part(desk, clerk, entry, &request, now_ms)
    })
    .await
}

async fn act<W>(state: &AppState, caller: Caller, work: W) -> Result<StatusCode, ApiError>
where
    W: FnOnce(&OfficeDesk<'_>, &Clerk, i64) -> Result<(), StockError> + Send + 'static,
{
    let now_ms = state.environment().now_ms();
    let clerk = caller.clerk;
    state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| work(desk, &clerk, now_ms))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
