//! Maintenance contracts.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    contract::{
        AddUnit, ChangeContract, Contract, ContractError, ContractLine, ContractPlace, DueVisit,
        EndContract, PAGE_ROWS, Show, TakeContract, TakeUnitOut, VisitPlace, add_unit, change,
        contract, due_visits, end, list, open_visit, take, take_unit_out,
    },
    intake::CallTaken,
    json::Json,
    office::on_the_wall,
    rights::{Action, require},
    session::SignedIn,
    staff::Clerk,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_them, take_one))
        .routes(routes!(read, change_one))
        .routes(routes!(end_one))
        .routes(routes!(add_one))
        .routes(routes!(take_one_out))
        .routes(routes!(open_one))
        .routes(routes!(list_due))
}

/// Which contracts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ContractsQuery {
    /// `running`, `ends_soon` or `ended`; else the running ones.
    show: Option<String>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of contracts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contracts {
    contracts: Vec<ContractLine>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// Which visits.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VisitsQuery {
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of visits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DueVisits {
    /// What is due first stands first.
    visits: Vec<DueVisit>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// A contract that was written down.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContractTaken {
    contract: i64,
}

fn bad_query() -> ApiError {
    ApiError::bad_request("The query is not as expected.")
}

/// The day and the number of a place in a list.
fn place(after: Option<&str>) -> Result<Option<(String, i64)>, ApiError> {
    let Some(after) = after else { return Ok(None) };
    let place = after
        .split_once('_')
        .and_then(|(day, number)| Some((day.to_owned(), number.parse().ok()?)));
    place.map(Some).ok_or_else(bad_query)
}

/// Contracts.
#[utoipa::path(get, path = "/api/v1/contracts", tag = "contracts", params(ContractsQuery),
    responses((status = 200, body = Contracts), Refusals))]
pub(super) async fn list_them(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<Contracts>, ApiError> {
    require(&signed_in.clerk, Action::KeepContracts, None)?;
    let asked: ContractsQuery = query(&address)?;
    let show = match asked.show.as_deref() {
        None | Some("running") => Show::Running,
        Some("ends_soon") => Show::EndsSoon,
        Some("ended") => Show::Ended,
        Some(_) => return Err(bad_query()),
    };
    let after = place(asked.after.as_deref())?;
    let after = after.map(|(until, contract)| ContractPlace { until, contract });
    let today = on_the_wall(&state).date_naive();
    let read = move |connection: &Connection| {
        let clerk = &signed_in.clerk;
        Ok::<_, ApiError>(list(connection, clerk, show, after.as_ref(), today)?)
    };
    let mut contracts = state.store().read(read).await?;
    let is_more = contracts.len() > PAGE_ROWS;
    contracts.truncate(PAGE_ROWS);
    let last = contracts.last().filter(|_| is_more);
    let next = last.map(|last| format!("{}_{}", last.until, last.contract));
    Ok(Json(Contracts { contracts, next }))
}

/// Maintenance visits that are due within 30 days or late.
#[utoipa::path(get, path = "/api/v1/maintenance-visits", tag = "contracts", params(VisitsQuery),
    responses((status = 200, body = DueVisits), Refusals))]
pub(super) async fn list_due(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<DueVisits>, ApiError> {
    require(&signed_in.clerk, Action::KeepContracts, None)?;
    let asked: VisitsQuery = query(&address)?;
    let after = place(asked.after.as_deref())?;
    let after = after.map(|(due_on, unit)| VisitPlace { due_on, unit });
    let today = on_the_wall(&state).date_naive();
    let read = move |connection: &Connection| {
        let clerk = &signed_in.clerk;
        Ok::<_, ApiError>(due_visits(connection, clerk, after.as_ref(), today)?)
    };
    let mut visits = state.store().read(read).await?;
    let is_more = visits.len() > PAGE_ROWS;
    visits.truncate(PAGE_ROWS);
    let last = visits.last().filter(|_| is_more);
    let next = last.map(|last| format!("{}_{}", last.due_on, last.unit));
    Ok(Json(DueVisits { visits, next }))
}

/// Writes a contract down.
#[utoipa::path(post, path = "/api/v1/contracts", tag = "contracts", request_body = TakeContract,
    responses((status = 200, body = ContractTaken), Refusals))]
pub(super) async fn take_one(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Told(request): Told<TakeContract>,
) -> Result<Json<ContractTaken>, ApiError> {
    let now_ms = state.environment().now_ms();
    let today = on_the_wall(&state).date_naive();
    let contract = state
        .writer()
        .submit(move |transaction| {
            let clerk = &signed_in.clerk;
            Ok::<_, ApiError>(take(transaction, clerk, &request, today, now_ms)?)
        })
        .await?;
    Ok(Json(ContractTaken { contract }))
}

/// One contract with its units and their visits.
#[utoipa::path(get, path = "/api/v1/contracts/{contract}", tag = "contracts", params(("contract" = i64, Path)),
    responses((status = 200, body = Contract), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
    signed_in: SignedIn,
) -> Result<Json<Contract>, ApiError> {
    let id = number(&id)?;
    require(&signed_in.clerk, Action::KeepContracts, None)?;
    let read = move |connection: &Connection| {
        let found = contract(connection, id)?.ok_or_else(not_found)?;
        let station = found.station();
        require(&signed_in.clerk, Action::KeepContracts, station.as_ref())?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Changes a contract. 409 `changed_meanwhile` if it is not as it was read.
#[utoipa::path(put, path = "/api/v1/contracts/{contract}", tag = "contracts", params(("contract" = i64, Path)),
    request_body = ChangeContract, responses(Done, Refusals))]
pub(super) async fn change_one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<ChangeContract>,
) -> Result<StatusCode, ApiError> {
    let id = number(&id)?;
    let today = on_the_wall(&state).date_naive();
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        change(transaction, clerk, id, &request, today, now_ms)
    })
    .await
}

/// Ends a contract.
#[utoipa::path(post, path = "/api/v1/contracts/{contract}/end", tag = "contracts", params(("contract" = i64, Path)),
    request_body = EndContract, responses(Done, Refusals))]
pub(super) async fn end_one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<EndContract>,
) -> Result<StatusCode, ApiError> {
    let id = number(&id)?;
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        end(transaction, clerk, id, &request, now_ms)
    })
    .await
}

/// Adds a unit.
#[utoipa::path(post, path = "/api/v1/contracts/{contract}/units", tag = "contracts", params(("contract" = i64, Path)),
    request_body = AddUnit, responses(Done, Refusals))]
pub(super) async fn add_one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<AddUnit>,
) -> Result<StatusCode, ApiError> {
    let id = number(&id)?;
    let today = on_the_wall(&state).date_naive();
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        add_unit(transaction, clerk, id, &request, today, now_ms)
    })
    .await
}

/// Takes a unit out.
#[utoipa::path(post, path = "/api/v1/contracts/{contract}/units/{unit}/take-out", tag = "contracts",
    params(("contract" = i64, Path), ("unit" = i64, Path)), request_body = TakeUnitOut, responses(Done, Refusals))]
pub(super) async fn take_one_out(
    State(state): State<AppState>,
    Path((id, unit)): Path<(String, String)>,
    signed_in: SignedIn,
    Told(request): Told<TakeUnitOut>,
) -> Result<StatusCode, ApiError> {
    let ids = (number(&id)?, number(&unit)?);
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        take_unit_out(transaction, clerk, ids, &request, now_ms)
    })
    .await
}

/// Opens the next visit to a unit: its record.
#[utoipa::path(post, path = "/api/v1/contracts/{contract}/units/{unit}/visit", tag = "contracts",
    params(("contract" = i64, Path), ("unit" = i64, Path)), responses((status = 200, body = CallTaken), Refusals))]
pub(super) async fn open_one(
    State(state): State<AppState>,
    Path((id, unit)): Path<(String, String)>,
    signed_in: SignedIn,
) -> Result<Json<CallTaken>, ApiError> {
    let ids = (number(&id)?, number(&unit)?);
    let now = on_the_wall(&state);
    let taken = open_visit(state.replication(), signed_in.clerk, ids, now).await?;
    Ok(Json(taken))
}

fn number(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| not_found())
}

async fn write(
    state: &AppState,
    signed_in: SignedIn,
    work: impl FnOnce(&Connection, &Clerk, i64) -> Result<(), ContractError> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(work(transaction, &signed_in.clerk, now_ms)?))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
