//! The store's own stock.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::State,
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    json::Json,
    rights::{Action, require},
    session::Caller,
    stock::{
        ClaimLine, ClaimPlace, KeepAtLeast, Level, MoveStore, claims, keep_at_least, levels,
        move_store, station_of_store,
    },
};

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which store.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StoreQuery {
    /// The station's code; left out: the organisation's own store.
    store: Option<String>,
}

/// What the books say after a movement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnHand {
    on_hand: i64,
}

/// The stock of a store, part by part.
#[utoipa::path(get, path = "/api/v1/parts/stock", tag = "parts", params(StoreQuery),
    responses((status = 200, body = Vec<Level>), Refusals))]
pub(super) async fn list_levels(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<Level>>, ApiError> {
    let asked: StoreQuery = query(&address)?;
    let store = asked.store.unwrap_or_default();
    let station = station_of_store(&store);
    require(&caller.clerk, Action::ReadStock, station.as_ref())?;
    let now_ms = state.environment().now_ms();
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(levels(connection, &store, now_ms)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Takes pieces from a supplier in, enters a count, or corrects the stock with a reason.
#[utoipa::path(post, path = "/api/v1/parts/stock", tag = "parts", request_body = MoveStore,
    responses((status = 200, body = OnHand), Refusals))]
pub(super) async fn move_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<MoveStore>,
) -> Result<Json<OnHand>, ApiError> {
    let now_ms = state.environment().now_ms();
    let on_hand = state
        .writer()
        .submit(move |transaction| {
            let on_hand = move_store(transaction, &caller.clerk, &request, now_ms)?;
            Ok::<_, ApiError>(on_hand)
        })
        .await?;
    Ok(Json(OnHand { on_hand }))
}

/// Sets how few pieces of a part are too few.
#[utoipa::path(post, path = "/api/v1/parts/stock/minimum", tag = "parts", request_body = KeepAtLeast,
    responses(Done, Refusals))]
pub(super) async fn keep_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<KeepAtLeast>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(keep_at_least(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// After which row an answer begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ClaimsQuery {
    /// `next` of the answer before.
    after: Option<String>,
}

/// What is to be claimed from suppliers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Claims {
    claims: Vec<ClaimLine>,
    /// Where the next answer begins; null on the last.
    next: Option<String>,
}

/// Failed parts that were taken out inside a term, with their evidence: what was taken out last first, at most 500.
#[utoipa::path(get, path = "/api/v1/parts/claims", tag = "parts", params(ClaimsQuery),
    responses((status = 200, body = Claims), Refusals))]
pub(super) async fn list_claims(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Claims>, ApiError> {
    require(&caller.clerk, Action::ClaimFromSuppliers, None)?;
    let asked: ClaimsQuery = query(&address)?;
    let after = match asked.after {
        Some(text) => Some(claim_place(&text)?),
        None => None,
    };
    let read = move |connection: &rusqlite::Connection| {
        let place = (after.as_ref(), MOST_ROWS + 1);
        Ok::<_, ApiError>(claims(connection, &caller.clerk, place)?)
    };
    let mut claims = state.store().read(read).await?;
    let is_more = claims.len() > MOST_ROWS;
    claims.truncate(MOST_ROWS);
    let next = claims.last().filter(|_| is_more);
    let next = next.map(|last| format!("{}_{}", last.removed_on, last.removal));
    Ok(Json(Claims { claims, next }))
}

fn claim_place(text: &str) -> Result<ClaimPlace, ApiError> {
    let place = text.split_once('_').and_then(|(removed_on, removal)| {
        Some(ClaimPlace {
            removed_on: removed_on.to_owned(),
            removal: removal.parse().ok()?,
        })
    });
    place.ok_or_else(|| ApiError::bad_request("The query is not as expected."))
}
