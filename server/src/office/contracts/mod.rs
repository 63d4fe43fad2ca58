//! `/contracts`: maintenance contracts, the visits that are due by them, and the contracts that end soon.
//!
//! [`list`] shows them, [`new`] takes one down, [`one`] is a contract's page, [`actions`] what is done there; [`terms`] are the
//! fields of what a contract says.

mod actions;
mod list;
mod new;
mod one;
mod terms;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/contracts", get(list::show))
        .route("/contracts/new", get(new::show).post(new::take_one))
        .route(
            "/contracts/{contract}",
            get(one::show).post(actions::change_one),
        )
        .route("/contracts/{contract}/end", post(actions::end_one))
        .route("/contracts/{contract}/units", post(actions::add_one))
        .route(
            "/contracts/{contract}/units/{unit}/take-out",
            post(actions::take_one_out),
        )
        .route(
            "/contracts/{contract}/units/{unit}/visit",
            post(actions::open_one),
        )
}
