//! Expenses that are claimed.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use doorstep_domain::van::Month;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    expense::{
        ClaimExpense, DecideExpense, Expense, ExpenseQuestion, ExpenseSum, PayExpense, claim,
        decide, expenses, pay, sums,
    },
    json::Json,
    rights::{Action, require},
    session::Caller,
};

/// The routes of expenses.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, claim_one))
        .routes(routes!(decide_one))
        .routes(routes!(pay_one))
}

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which claims.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExpensesQuery {
    /// A person's code: only his.
    person: Option<String>,
    /// Only of this month, `YYYY-MM`.
    month: Option<String>,
}

/// The claims.
#[derive(Debug, Serialize, ToSchema)]
struct Expenses {
    /// All of them by person and by where they stand.
    sums: Vec<ExpenseSum>,
    /// The last day first, at most 500.
    expenses: Vec<Expense>,
}

/// What a claim goes by here.
#[derive(Debug, Serialize, ToSchema)]
struct Claimed {
    expense: i64,
}

/// The claims, and what they come to.
#[utoipa::path(get, path = "/api/v1/expenses", tag = "means", params(ExpensesQuery),
    responses((status = 200, body = Expenses), Refusals))]
async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Expenses>, ApiError> {
    require(&caller.clerk, Action::ReadMoney, None)?;
    let asked: ExpensesQuery = query(&address)?;
    let month = asked.month.map(|month| month.parse::<Month>()).transpose();
    let month = month.map_err(|_| ApiError::bad_request("The query is not as expected."))?;
    let question = ExpenseQuestion {
        state: None,
        person: asked.person,
        month: month.map(|month| month.to_string()),
    };
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(Expenses {
            sums: sums(connection, &caller.clerk, &question)?,
            expenses: expenses(connection, &caller.clerk, &question, (None, MOST_ROWS))?,
        })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Enters a claim for somebody.
#[utoipa::path(post, path = "/api/v1/expenses", tag = "means", request_body = ClaimExpense,
    responses((status = 200, body = Claimed), Refusals))]
async fn claim_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<ClaimExpense>,
) -> Result<Json<Claimed>, ApiError> {
    let now_ms = state.environment().now_ms();
    let expense = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(claim(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(Json(Claimed { expense }))
}

fn id(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| not_found())
}

/// Approves or refuses a claim; nobody approves what he claimed, or what he gets.
#[utoipa::path(post, path = "/api/v1/expenses/{expense}/decision", tag = "means", request_body = DecideExpense,
    params(("expense" = i64, Path, description = "What it goes by here.")), responses(Done, Refusals))]
async fn decide_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(expense): Path<String>,
    Told(request): Told<DecideExpense>,
) -> Result<StatusCode, ApiError> {
    let expense = id(&expense)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            let of = (expense, &request);
            Ok::<_, ApiError>(decide(transaction, &caller.clerk, of, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that the money was given.
#[utoipa::path(post, path = "/api/v1/expenses/{expense}/payment", tag = "means", request_body = PayExpense,
    params(("expense" = i64, Path, description = "What it goes by here.")), responses(Done, Refusals))]
async fn pay_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(expense): Path<String>,
    Told(request): Told<PayExpense>,
) -> Result<StatusCode, ApiError> {
    let expense = id(&expense)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            let of = (expense, &request);
            Ok::<_, ApiError>(pay(transaction, &caller.clerk, of, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
