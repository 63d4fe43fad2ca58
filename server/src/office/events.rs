//! `GET /events`: says that there is something new, and nothing else. Each event's id is the head of the log.

use std::{convert::Infallible, pin::Pin, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Uri},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{Stream, stream};
use tokio::{sync::watch, time::Sleep};

use crate::{app::AppState, session::SignedIn};

/// A browser asks again after this time, and its login is looked at again.
const STREAM_LASTS: Duration = Duration::from_secs(10 * 60);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies would gather events before they pass them on.
const NO_BUFFERING: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

/// Tells the head at once if it is not the one that the page was made at (`?since=`, or after a lost connection
/// `last-event-id`), and from then on whenever it moves.
pub(super) async fn follow(
    State(state): State<AppState>,
    _signed_in: SignedIn,
    address: Uri,
    headers: HeaderMap,
) -> Response {
    let known = last_event(&headers).or_else(|| since(&address));
    let events = Sse::new(heads(state, known)).keep_alive(KeepAlive::default());
    ([NO_BUFFERING], events).into_response()
}

struct Follower {
    state: AppState,
    head: watch::Receiver<i64>,
    known: Option<i64>,
    end: Pin<Box<Sleep>>,
}

fn heads(state: AppState, known: Option<i64>) -> impl Stream<Item = Result<Event, Infallible>> {
    let follower = Follower {
        head: state.writer().head(),
        state,
        known,
        end: Box::pin(tokio::time::sleep(STREAM_LASTS)),
    };
    stream::unfold(follower, |mut follower| async move {
        loop {
            let head = *follower.head.borrow_and_update();
            if follower.known.replace(head) != Some(head) {
                let event = Event::default().id(head.to_string()).data(head.to_string());
                return Some((Ok(event), follower));
            }
            tokio::select! {
                moved = follower.head.changed() => moved.ok()?,
                () = follower.state.stopping() => return None,
                () = follower.end.as_mut() => return None,
            }
        }
    })
}

fn last_event(headers: &HeaderMap) -> Option<i64> {
    headers.get(LAST_EVENT_ID)?.to_str().ok()?.parse().ok()
}

fn since(address: &Uri) -> Option<i64> {
    form_urlencoded::parse(address.query()?.as_bytes())
        .find(|(name, _)| name == "since")
        .and_then(|(_, value)| value.parse().ok())
}
