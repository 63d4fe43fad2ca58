//! The office's use cases for other programs: JSON, described by its own code at `GET /api/openapi.json`.
//!
//! A handler is short: it takes who asks ([`crate::session::Caller`]), reads the body ([`Told`]), asks the same use case that the page's
//! form asks, and answers [`Json`]. What it may answer is in its `#[utoipa::path]`; refusals are the same everywhere
//! ([`Refusals`]). One file a noun.

mod audit;
mod board;
mod calendar;
mod call_backs;
mod calls;
mod complaints;
mod contracts;
mod devices;
mod expenses;
mod me;
mod money;
mod parts;
mod parts_store;
mod parts_waiting;
mod people;
mod quality;
mod questions;
mod records;
mod reviews;
mod stations;
mod tokens;
mod told;
mod tools;
mod training;
mod workshop;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::IntoResponse as _,
    routing::get,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::told::Told;
use crate::app::AppState;

/// An answer that is an error.
#[derive(Debug, Serialize, ToSchema)]
struct ErrorAnswer {
    error: ErrorWords,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
struct ErrorWords {
    /// A stable code for programs.
    code: String,
    /// A sentence for people.
    message: String,
    /// By its name, a code for each field that cannot be used; only with `unfit_fields`.
    fields: Option<std::collections::BTreeMap<String, String>>,
}

/// What every request may be answered instead of what it asked for.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code)] // only described
enum Refusals {
    /// The request cannot be read.
    #[response(status = 400)]
    Unreadable(ErrorAnswer),
    /// Nobody is signed in.
    #[response(status = 401)]
    NotSignedIn(ErrorAnswer),
    /// Who is signed in may not, or the request came from another server's page.
    #[response(status = 403)]
    NotAllowed(ErrorAnswer),
    /// There is nothing of this name.
    #[response(status = 404)]
    NotThere(ErrorAnswer),
    /// It does not fit what stands now.
    #[response(status = 409)]
    Conflict(ErrorAnswer),
    /// The body is too large.
    #[response(status = 413)]
    TooLarge(ErrorAnswer),
    /// The body is not JSON.
    #[response(status = 415)]
    NotJson(ErrorAnswer),
    /// A value cannot be used.
    #[response(status = 422)]
    Unfit(ErrorAnswer),
    /// The server cannot do this just now.
    #[response(status = 503)]
    Unavailable(ErrorAnswer),
}

/// It was done, and there is nothing more to say.
#[derive(utoipa::IntoResponses)]
#[response(status = 204, description = "Done.")]
#[allow(dead_code)] // only described
struct Done;

#[derive(OpenApi)]
#[openapi(
    components(schemas(ErrorAnswer)),
    info(
        title = "Doorstep, the office",
        description = "What the office's pages do, for other programs. Moments are RFC 3339 in UTC; amounts are whole minor \
                   units with their currency."
    )
)]
struct Described;

/// The routes, and the document that describes them.
pub(crate) fn routes() -> Router<AppState> {
    let (router, document) = OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(me::read))
        .routes(routes!(people::list, people::add_one))
        .routes(routes!(
            people::read,
            people::change_one,
            people::dismiss_one
        ))
        .routes(routes!(people::invite_one))
        .routes(routes!(stations::list, stations::add_one))
        .routes(routes!(stations::close_one))
        .routes(routes!(audit::list))
        .routes(routes!(calls::take_one))
        .routes(routes!(reviews::list))
        .routes(routes!(reviews::read))
        .routes(routes!(reviews::judge_one))
        .routes(routes!(reviews::archive_one))
        .routes(routes!(tokens::list, tokens::make_one))
        .routes(routes!(tokens::revoke_one))
        .routes(routes!(calendar::read, calendar::change))
        .routes(routes!(call_backs::list_due))
        .routes(routes!(call_backs::read, call_backs::make_one))
        .routes(routes!(complaints::list_them, complaints::take_one))
        .routes(routes!(complaints::read))
        .routes(routes!(complaints::offer_one))
        .routes(routes!(complaints::speak_on_one))
        .routes(routes!(complaints::serve_again))
        .routes(routes!(complaints::insure_one))
        .routes(routes!(complaints::close_one))
        .routes(routes!(workshop::list))
        .routes(routes!(devices::list))
        .routes(routes!(devices::read))
        .routes(routes!(devices::invite_one))
        .routes(routes!(devices::revoke_one))
        .routes(routes!(records::list_them))
        .routes(routes!(records::read))
        .routes(routes!(records::settle_one))
        .routes(routes!(records::correct_one))
        .routes(routes!(records::take_one_back))
        .routes(routes!(board::read))
        .routes(routes!(board::list_candidates))
        .routes(routes!(board::read_profile, board::keep_profile))
        .routes(routes!(questions::list))
        .routes(routes!(records::decide_one))
        .routes(routes!(records::hand_one_out))
        .routes(routes!(records::cancel_one))
        .merge(expenses::routes())
        .merge(money::routes())
        .merge(parts::routes())
        .merge(contracts::routes())
        .merge(quality::routes())
        .merge(tools::routes())
        .merge(training::routes())
        .split_for_parts();
    let document = document.to_json().unwrap_or_default();
    router.route(
        "/api/openapi.json",
        get(async move || {
            let json = HeaderValue::from_static("application/json");
            ([(header::CONTENT_TYPE, json)], document).into_response()
        }),
    )
}

#[cfg(test)]
mod tests;
