//! Money at the door: receipts, cash, invoices.
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
    json::Json,
    money::{
        CashLine, InvoiceDue, MonthSum, ReceiveCash, Received, ReceivedPlace, ReceivedQuestion,
        Slip, VoidInvoice, WriteInvoice, in_hand, invoices, month_sums, receive_cash, received,
        slips, void_invoice, write_invoice,
    },
    rights::{Action, require},
    session::Caller,
};

/// The routes of money.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_receipts))
        .routes(routes!(list_cash))
        .routes(routes!(list_slips, receive_one))
        .routes(routes!(list_invoices, write_one))
        .routes(routes!(void_one))
}

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which receipts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReceiptsQuery {
    /// The month, `YYYY-MM`.
    month: String,
    /// A person's code: only what he took or gave.
    technician: Option<String>,
    /// Only what was paid so: `cash`, `card`, `transfer`, `wechat`, `alipay` or `invoice`.
    method: Option<String>,
    /// `next` of the answer before.
    after: Option<String>,
}

/// What came and went at the door.
#[derive(Debug, Serialize, ToSchema)]
struct Receipts {
    /// The whole month by method and currency.
    sums: Vec<MonthSum>,
    /// The last first, at most 500.
    receipts: Vec<Received>,
    /// Where the next answer begins; null on the last.
    next: Option<String>,
}

/// What came and went at the door in a month.
#[utoipa::path(get, path = "/api/v1/money/receipts", tag = "money", params(ReceiptsQuery),
    responses((status = 200, body = Receipts), Refusals))]
async fn list_receipts(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Receipts>, ApiError> {
    require(&caller.clerk, Action::ReadMoney, None)?;
    let asked: ReceiptsQuery = query(&address)?;
    let month: Month = asked.month.parse().map_err(|_| bad_query())?;
    let question = ReceivedQuestion {
        month: month.to_string(),
        technician: asked.technician,
        method: asked.method,
    };
    let after = asked.after.as_deref().map(receipt_place).transpose()?;
    let read = move |connection: &rusqlite::Connection| {
        let part = (after.as_ref(), MOST_ROWS + 1);
        Ok::<_, ApiError>(Receipts {
            sums: month_sums(connection, &caller.clerk, &question)?,
            receipts: received(connection, &caller.clerk, &question, part)?,
            next: None,
        })
    };
    let mut answer = state.store().read(read).await?;
    let is_more = answer.receipts.len() > MOST_ROWS;
    answer.receipts.truncate(MOST_ROWS);
    let last = answer.receipts.last().filter(|_| is_more);
    answer.next = last.map(|last| format!("{}_{}", last.day, last.entry));
    Ok(Json(answer))
}

fn receipt_place(text: &str) -> Result<ReceivedPlace, ApiError> {
    let place = text.split_once('_').and_then(|(day, entry)| {
        let entry = entry.parse().ok()?;
        Some((day.to_owned(), entry))
    });
    place.ok_or_else(bad_query)
}

fn bad_query() -> ApiError {
    ApiError::bad_request("The query is not as expected.")
}

/// The cash that technicians hold.
#[utoipa::path(get, path = "/api/v1/money/cash", tag = "money",
    responses((status = 200, body = Vec<CashLine>), Refusals))]
async fn list_cash(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<CashLine>>, ApiError> {
    require(&caller.clerk, Action::ReadMoney, None)?;
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(in_hand(connection, &caller.clerk)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Slips of cash that nobody has counted, the oldest first, at most 500.
#[utoipa::path(get, path = "/api/v1/money/slips", tag = "money",
    responses((status = 200, body = Vec<Slip>), Refusals))]
async fn list_slips(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<Slip>>, ApiError> {
    require(&caller.clerk, Action::ReadMoney, None)?;
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(slips(connection, &caller.clerk, true, (None, MOST_ROWS))?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Notes what was counted of a slip.
#[utoipa::path(post, path = "/api/v1/money/slips", tag = "money", request_body = ReceiveCash,
    responses(Done, Refusals))]
async fn receive_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<ReceiveCash>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(receive_cash(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is to be invoiced and is not, who asked first stands first, at most 500.
#[utoipa::path(get, path = "/api/v1/money/invoices", tag = "money",
    responses((status = 200, body = Vec<InvoiceDue>), Refusals))]
async fn list_invoices(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<InvoiceDue>>, ApiError> {
    require(&caller.clerk, Action::ReadMoney, None)?;
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(invoices(connection, &caller.clerk, (None, MOST_ROWS))?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// What an invoice goes by here.
#[derive(Debug, Serialize, ToSchema)]
struct Noted {
    invoice: i64,
}

/// Notes an invoice for all that is open of a record.
#[utoipa::path(post, path = "/api/v1/money/invoices", tag = "money", request_body = WriteInvoice,
    responses((status = 200, body = Noted), Refusals))]
async fn write_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<WriteInvoice>,
) -> Result<Json<Noted>, ApiError> {
    let now_ms = state.environment().now_ms();
    let invoice = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(write_invoice(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(Json(Noted { invoice }))
}

/// Notes that an invoice does not stand.
#[utoipa::path(post, path = "/api/v1/money/invoices/{invoice}/void", tag = "money", request_body = VoidInvoice,
    params(("invoice" = i64, Path, description = "What it goes by here.")), responses(Done, Refusals))]
async fn void_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(invoice): Path<String>,
    Told(request): Told<VoidInvoice>,
) -> Result<StatusCode, ApiError> {
    let invoice = invoice.parse::<i64>().map_err(|_| not_found())?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            let of = (invoice, &request);
            Ok::<_, ApiError>(void_invoice(transaction, &caller.clerk, of, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
