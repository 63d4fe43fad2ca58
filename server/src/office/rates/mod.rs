//! `GET /rates`: every rate against its target. `/rates/{rate}` is one of them by period and technician, with a chart;
//! `/rates/{rate}/records` the records behind a number, and `records.csv` exactly these records as a file.

mod chart;
mod export;
mod figures;
pub(super) mod filter;
mod one;
mod overview;
mod records;

use axum::{Router, routing::get};

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/rates", get(overview::show))
        .route("/rates/{rate}", get(one::show))
        .route("/rates/{rate}/records", get(records::show))
        .route("/rates/{rate}/records.csv", get(export::give))
}
