//! The lists of finance as files, their columns in English: exactly what the page lists, whole.

use axum::{extract::State, response::Response};
use rusqlite::Connection;

use super::receipts::question;
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::Deed,
    csv_file,
    money::{InvoiceWritten, Received, received, written},
    office::{
        taken::{Taken, give},
        visitor::Visitor,
    },
    rights::Action,
    staff::Clerk,
};

const RECEIPTS: [&str; 11] = [
    "record",
    "number",
    "day",
    "kind",
    "method",
    "currency",
    "came_minor",
    "went_minor",
    "receipt",
    "person",
    "is_in_hand",
];

const INVOICES: [&str; 9] = [
    "invoice",
    "record",
    "record_number",
    "written_on",
    "currency",
    "written_minor",
    "taken_back_minor",
    "person",
    "voided_reason",
];

/// `GET /money/receipts.csv`, with the question of the page.
pub(super) async fn give_receipts(State(state): State<AppState>, visitor: Visitor) -> Response {
    let now_ms = state.environment().now_ms();
    let question = question(visitor.address.query(), now_ms);
    let subject = format!("receipts:{}", question.month);
    let write = move |connection: &Connection, clerk: &Clerk| {
        let rows = received(connection, clerk, &question, (None, usize::MAX))?;
        let cells = rows.into_iter().map(receipt_cells);
        csv_file::write(&RECEIPTS, cells).map_err(ApiError::internal)
    };
    let taken = Taken {
        action: Action::ReadMoney,
        deed: Deed::MoneyTaken,
        subject,
        name: "receipts.csv",
    };
    give(&state, visitor, taken, write).await
}

/// `GET /money/invoices.csv`: every invoice that was noted.
pub(super) async fn give_invoices(State(state): State<AppState>, visitor: Visitor) -> Response {
    let write = |connection: &Connection, clerk: &Clerk| {
        let rows = written(connection, clerk, None, (None, usize::MAX))?;
        let cells = rows.into_iter().map(invoice_cells);
        csv_file::write(&INVOICES, cells).map_err(ApiError::internal)
    };
    let taken = Taken {
        action: Action::ReadMoney,
        deed: Deed::MoneyTaken,
        subject: "invoices".to_owned(),
        name: "invoices.csv",
    };
    give(&state, visitor, taken, write).await
}

/// What came and what went: two columns, for a cell that begins with a minus is no number in a file that no spreadsheet runs.
fn two_columns(minor: i64) -> [String; 2] {
    [minor.max(0), minor.min(0).saturating_neg()].map(|minor| minor.to_string())
}

fn receipt_cells(row: Received) -> Vec<String> {
    let [came, went] = two_columns(row.amount.minor);
    vec![
        row.record.to_string(),
        row.number,
        row.day,
        row.kind.code().to_owned(),
        row.method,
        row.amount.currency.code().to_owned(),
        came,
        went,
        row.receipt,
        row.person.0,
        if row.is_in_hand { "yes" } else { "no" }.to_owned(),
    ]
}

fn invoice_cells(row: InvoiceWritten) -> Vec<String> {
    let [over, back] = two_columns(row.amount.minor);
    vec![
        row.number,
        row.record.to_string(),
        row.record_number,
        row.written_on,
        row.amount.currency.code().to_owned(),
        over,
        back,
        row.person.0,
        row.voided_reason.unwrap_or_default(),
    ]
}
