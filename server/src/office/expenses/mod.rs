//! `/expenses`: what people paid for the service and want back. [`list`] shows the claims and takes new ones, [`one`] is a
//! claim and the word on it.

mod list;
mod one;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/expenses", get(list::show).post(list::claim_one))
        .route("/expenses.csv", get(list::give_csv))
        .route("/expenses/{expense}", get(one::show))
        .route("/expenses/{expense}/decision", post(one::decide_one))
        .route("/expenses/{expense}/payment", post(one::pay_one))
}
