//! `/reviews`: reports that wait for their review, that went back, that are to be archived, and the archive;
//! `/reviews/{record}` is one of them.

mod list;
mod one;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::AppState;

/// Rows of one page.
const PAGE_ROWS: usize = 50;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/reviews", get(list::show))
        .route("/reviews/{record}", get(one::show).post(one::judge_one))
        .route("/reviews/{record}/archive", post(one::archive_one))
}
