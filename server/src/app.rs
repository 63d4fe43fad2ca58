//! The router and what every request passes through: limits, headers, counters, and a net for panics.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::HttpBody as _,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use tokio::sync::watch;

use crate::{
    api,
    api_error::ApiError,
    authenticate::Nonces,
    body::{BodyRoom, MessageRoom},
    enrolment,
    environment::Environment,
    files::{self, Shelf},
    health,
    metrics::Metrics,
    office,
    organisation::Organisation,
    replication::Replication,
    session,
    store::Store,
    sync_endpoint,
    writer::Writer,
};

/// A request that takes longer than this is given up, whatever it does.
const LONGEST_REQUEST: Duration = Duration::from_secs(10 * 60);

/// What a page of ours may load and do: its own files, its own events, nothing of others.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What handlers share: cheap to clone, the same for all clones.
#[derive(Clone)]
pub struct AppState {
    shared: Arc<Shared>,
}

struct Shared {
    replication: Replication,
    public_url: String,
    metrics: Metrics,
    body_room: BodyRoom,
    message_room: MessageRoom,
    nonces: Nonces,
    shelf: Shelf,
    stopping: watch::Sender<bool>,
}

impl AppState {
    /// The state of one server. `public_url` is where devices and browsers reach it, without a slash at the end.
    #[must_use]
    pub fn new(organisation: Organisation, public_url: &str) -> Self {
        let shared = Shared {
            shelf: Shelf::of(organisation.folder().path()),
            replication: Replication::new(organisation),
            public_url: public_url.trim_end_matches('/').to_owned(),
            metrics: Metrics::default(),
            body_room: BodyRoom::default(),
            message_room: MessageRoom::default(),
            nonces: Nonces::default(),
            stopping: watch::Sender::new(false),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The organisation: its people, devices and keys.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        self.replication().organisation()
    }

    /// What devices push and pull, and the office's own edits.
    #[must_use]
    pub fn replication(&self) -> &Replication {
        &self.shared.replication
    }

    /// For reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        self.organisation().store()
    }

    /// For writing.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        self.organisation().writer()
    }

    /// Photos and other files.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.shared.shelf
    }

    /// Clock and randomness.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        self.organisation().environment()
    }

    /// The counters.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// Where devices and browsers reach the server, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.shared.public_url
    }

    /// Returns when the server begins to stop: what would go on for ever (live updates) ends then.
    pub async fn stopping(&self) {
        let mut stopping = self.shared.stopping.subscribe();
        // Fails only without a sender, and `self` holds it.
        drop(stopping.wait_for(|is_stopping| *is_stopping).await);
    }

    pub(crate) fn stop(&self) {
        self.shared.stopping.send_replace(true);
    }

    pub(crate) fn body_room(&self) -> &BodyRoom {
        &self.shared.body_room
    }

    pub(crate) fn message_room(&self) -> &MessageRoom {
        &self.shared.message_room
    }

    pub(crate) fn nonces(&self) -> &Nonces {
        &self.shared.nonces
    }
}

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    let routes = Router::new()
        .merge(health::routes())
        .merge(enrolment::routes())
        .merge(sync_endpoint::routes())
        .merge(files::routes())
        .merge(session::routes())
        .merge(office::routes())
        .merge(api::routes());
    guarded(routes, state)
}

/// Puts what every request passes through around some routes.
pub(crate) fn guarded(routes: Router<AppState>, state: AppState) -> Router {
    routes
        .fallback(async || not_found())
        .method_not_allowed_fallback(async || {
            ApiError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take this method.",
            )
        })
        .layer(from_fn(limit_and_guard))
        .layer(from_fn(office::speak_to_browsers))
        .layer(from_fn_with_state(state.clone(), count))
        .layer(from_fn(secure))
        .with_state(state)
}

/// The answer for what does not exist, and for what somebody may not know of.
#[must_use]
pub fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
}

/// Ends what takes too long, and turns a panic into an answer.
async fn limit_and_guard(request: Request, next: Next) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(LONGEST_REQUEST, answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => ApiError::internal(HandlerPanicked).into_response(),
        Err(_) => ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_long",
            "The request took too long.",
        )
        .into_response(),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a handler panicked")]
struct HandlerPanicked;

async fn count(
    State(state): State<AppState>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let length = response.body().size_hint().exact();
    let status = response.status().as_u16();
    state.metrics().answered(route, status, length);
    response
}

/// Headers that every answer has, unless its handler knows better.
async fn secure(request: Request, next: Next) -> Response {
    const HEADERS: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
