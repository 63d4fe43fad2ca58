//! `/complaints`: what customers and dealers complain of, from the first word to the last.
//!
//! [`list`] shows them and takes new ones, [`one`] is a complaint's page, [`actions`] what is done there.

mod actions;
mod forms;
mod list;
mod one;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/complaints", get(list::show).post(list::take_one))
        .route("/complaints/{complaint}", get(one::show))
        .route("/complaints/{complaint}/offer", post(actions::offer_one))
        .route("/complaints/{complaint}/word", post(actions::speak_on_one))
        .route(
            "/complaints/{complaint}/second-service",
            post(actions::serve_again),
        )
        .route("/complaints/{complaint}/insurer", post(actions::insure_one))
        .route("/complaints/{complaint}/close", post(actions::close_one))
}
