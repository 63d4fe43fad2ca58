//! Vans, and what of them does not fit.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::Uri,
};
use doorstep_domain::{
    ids::{EntryId, PersonId},
    van::Month,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Refusals, Told, call_backs::id, parts_store, parts_waiting, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    audit::moment,
    json::Json,
    replication::OfficeDesk,
    rights::{Action, require},
    session::Caller,
    staff::Clerk,
    stock::{
        CountVan, ExplainDifference, Handed, StockError, StockFinding, StockRow, VanLine,
        balance_of, count, explain, technician_of, vans_of,
    },
};

/// The routes of parts: the vans, what waits for the store, its own stock.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_vans))
        .routes(routes!(read_van))
        .routes(routes!(count_van))
        .routes(routes!(explain_count))
        .routes(routes!(parts_store::list_levels, parts_store::move_one))
        .routes(routes!(parts_store::keep_one))
        .routes(routes!(parts_store::list_claims))
        .routes(routes!(parts_waiting::list_requisitions))
        .routes(routes!(parts_waiting::answer_one))
        .routes(routes!(parts_waiting::list_returns))
        .routes(routes!(parts_waiting::confirm_one))
        .routes(routes!(parts_waiting::list_old_parts))
        .routes(routes!(parts_waiting::take_one))
        .routes(routes!(parts_waiting::read_availability))
}

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Of which month, and after which row.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VansQuery {
    /// `YYYY-MM`; the present one, if left out.
    month: Option<String>,
    /// The last technician of the answer before.
    after: Option<String>,
}

/// A van in a month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VanAnswer {
    /// `YYYY-MM`.
    month: String,
    /// Part by part.
    parts: Vec<StockRow>,
    /// Every piece that does not fit, with its cause.
    findings: Vec<StockFinding>,
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandedAnswer {
    /// The entry of the van.
    #[schema(value_type = String, format = "uuid")]
    entry: EntryId,
}

fn month(state: &AppState, asked: Option<&str>) -> Result<Month, ApiError> {
    match asked {
        Some(month) => month
            .parse()
            .map_err(|_| ApiError::bad_request("The query is not as expected.")),
        None => Ok(Month::of(
            moment(state.environment().now_ms()).fixed_offset(),
        )),
    }
}

/// The vans by the technicians' codes, at most 500; those after a technician, where one is named.
#[utoipa::path(get, path = "/api/v1/parts/vans", tag = "parts", params(VansQuery),
    responses((status = 200, body = Vec<VanLine>), Refusals))]
pub(super) async fn list_vans(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<VanLine>>, ApiError> {
    require(&caller.clerk, Action::ReadStock, None)?;
    let asked: VansQuery = query(&address)?;
    let month = month(&state, asked.month.as_deref())?;
    let after = asked.after.unwrap_or_default();
    let read = move |connection: &rusqlite::Connection| {
        let vans = vans_of(connection, &caller.clerk, month, (&after, MOST_ROWS))?;
        Ok::<_, ApiError>(vans)
    };
    Ok(Json(state.store().read(read).await?))
}

/// A van at the end of a month: issued = fitted + returned + on the van, to the piece, and every piece that does not fit.
#[utoipa::path(get, path = "/api/v1/parts/vans/{technician}", tag = "parts",
    params(("technician" = String, Path), VansQuery), responses((status = 200, body = VanAnswer), Refusals))]
pub(super) async fn read_van(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    caller: Caller,
    address: Uri,
) -> Result<Json<VanAnswer>, ApiError> {
    let asked: VansQuery = query(&address)?;
    let month = month(&state, asked.month.as_deref())?;
    let technician = PersonId(technician);
    let read = move |connection: &rusqlite::Connection| {
        require(&caller.clerk, Action::ReadStock, None)?;
        let found = technician_of(connection, &technician)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::ReadStock, found.station.as_ref())?;
        let balance = balance_of(connection, &technician, month).map_err(StockError::from)?;
        Ok::<_, ApiError>(VanAnswer {
            month: month.to_string(),
            parts: StockRow::of(&balance),
            findings: StockFinding::of(&balance),
        })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Enters a count of a van.
#[utoipa::path(post, path = "/api/v1/parts/vans/{technician}/counts", tag = "parts",
    params(("technician" = String, Path)), request_body = CountVan,
    responses((status = 200, body = HandedAnswer), Refusals))]
pub(super) async fn count_van(
    State(state): State<AppState>,
    Path(technician): Path<String>,
    caller: Caller,
    Told(request): Told<CountVan>,
) -> Result<Json<HandedAnswer>, ApiError> {
    let technician = PersonId(technician);
    act(&state, caller, move |desk, clerk, now_ms| {
        count(desk, clerk, &technician, &request, now_ms)
    })
    .await
}

/// Explains a count's difference: from here on the stock is as counted.
#[utoipa::path(post, path = "/api/v1/parts/vans/{technician}/counts/{count}/explanation", tag = "parts",
    params(("technician" = String, Path), ("count" = String, Path, format = "uuid")), request_body = ExplainDifference,
    responses((status = 200, body = HandedAnswer), Refusals))]
pub(super) async fn explain_count(
    State(state): State<AppState>,
    Path((technician, count)): Path<(String, String)>,
    caller: Caller,
    Told(request): Told<ExplainDifference>,
) -> Result<Json<HandedAnswer>, ApiError> {
    let technician = PersonId(technician);
    let count = EntryId(id(&count)?);
    act(&state, caller, move |desk, clerk, now_ms| {
        explain(desk, clerk, (&technician, count), &request, now_ms)
    })
    .await
}

async fn act<W>(state: &AppState, caller: Caller, work: W) -> Result<Json<HandedAnswer>, ApiError>
where
    W: FnOnce(&OfficeDesk<'_>, &Clerk, i64) -> Result<Handed, StockError> + Send + 'static,
{
    let now_ms = state.environment().now_ms();
    let clerk = caller.clerk;
    let handed = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| work(desk, &clerk, now_ms))
        .await?;
    Ok(Json(HandedAnswer {
        entry: handed.entry,
    }))
}
