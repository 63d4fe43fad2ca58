//! Who may use the office's pages: a one-time link logs a browser in, a cookie keeps it logged in.
//!
//! [`create_login_link`] makes the link, `GET /login/{token}` exchanges it for a cookie, and a handler that takes
//! [`RequireOffice`] is only for browsers that have one. Links and cookies are random; the database keeps hashes.

mod log_in;
mod require;

use axum::{
    Router,
    http::{HeaderValue, header::InvalidHeaderValue},
    routing::{get, post},
};
use chrono::TimeDelta;

pub use self::{log_in::create_login_link, require::RequireOffice};
use crate::app::AppState;

/// How long a login link is good.
const LINK_GOOD_FOR: TimeDelta = TimeDelta::hours(1);
/// How long a login is good, however busy: a day's work.
const SESSION_GOOD_FOR: TimeDelta = TimeDelta::hours(8);

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/login/{token}", get(log_in::log_in))
        .route("/logout", post(log_in::log_out))
}

/// The cookie's name. With the prefix a browser takes it only over TLS and from this very host; without TLS, which
/// is for one's own machine, it would refuse that.
fn cookie_name(state: &AppState) -> &'static str {
    if is_secure(state) {
        "__Host-doorstep"
    } else {
        "doorstep"
    }
}

/// A cookie; with the value empty and no time left it is the end of one.
fn cookie(
    state: &AppState,
    value: &str,
    good_for: TimeDelta,
) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if is_secure(state) { "; Secure" } else { "" };
    let name = cookie_name(state);
    let seconds = good_for.num_seconds();
    HeaderValue::try_from(format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
}

fn is_secure(state: &AppState) -> bool {
    state.public_url().starts_with("https://")
}

#[cfg(test)]
mod tests;
