//! Who is signed in to the office's pages, and in which browser.
//!
//! Somebody comes in with his password ([`crate::staff::sign_in`]) or by a one-time link from the command line
//! ([`create_login_link`], `GET /login/{token}`); a cookie keeps him in. A handler that takes [`SignedIn`] is only for
//! browsers that have one. Links and cookies are random; the database keeps hashes.

mod begin;
mod caller;
mod end;
mod log_in;
mod read;
mod signed_in;

use axum::{
    Router,
    http::{HeaderValue, header::InvalidHeaderValue},
    routing::{get, post},
};
use chrono::TimeDelta;

pub use self::{
    begin::{Begun, begin},
    caller::Caller,
    end::{EndError, end},
    log_in::create_login_link,
    read::{Session, sessions},
    signed_in::SignedIn,
};
pub(crate) use self::{
    log_in::{browser, go_to},
    signed_in::{cross_site, is_from_our_page},
};
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

/// The cookie of a session that has just begun.
///
/// # Errors
/// [`InvalidHeaderValue`], which a cookie of ours is not.
pub(crate) fn cookie_of(
    state: &AppState,
    session: &Begun,
) -> Result<HeaderValue, InvalidHeaderValue> {
    cookie(state, session.secret.as_text(), SESSION_GOOD_FOR)
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
