//! `/call-backs`: who is to be called, and the call itself.

mod list;
mod one;

use axum::{Router, routing::get};

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/call-backs", get(list::show))
        .route("/call-backs/{about}", get(one::show).post(one::make_one))
}
