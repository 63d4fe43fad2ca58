//! The style sheet and the script, built into the program. They hold nobody's data, so they need no login.

use std::sync::LazyLock;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use doorstep_evidence::digest::Digest;

use crate::app::AppState;

const STYLE: &str = concat!(
    include_str!("style/ground.css"),
    include_str!("style/frame.css"),
    include_str!("style/tables.css"),
    include_str!("style/list.css"),
    include_str!("style/record.css"),
    include_str!("style/form.css"),
    include_str!("style/rates.css"),
    include_str!("style/board.css"),
    // These two change what stands above.
    include_str!("style/phone.css"),
    include_str!("style/print.css"),
);
const SCRIPT: &str = include_str!("office.js");

/// Where a page finds its style sheet; another version has another address, so that browsers may keep each.
pub(super) static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("/office.css", STYLE));
/// As [`STYLE_ADDRESS`], for the script.
pub(super) static SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| address("/office.js", SCRIPT));

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/office.css",
            get(async || file(STYLE, "text/css; charset=utf-8")),
        )
        .route(
            "/office.js",
            get(async || file(SCRIPT, "text/javascript; charset=utf-8")),
        )
}

fn file(text: &'static str, media_type: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, text).into_response()
}

fn address(path: &str, text: &str) -> String {
    let version: String = Digest::of(text.as_bytes()).to_string();
    format!("{path}?v={}", version.get(..12).unwrap_or_default())
}
