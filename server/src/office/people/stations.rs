//! Stations open and close.

use axum::{
    extract::{Path, State},
    response::Response,
};

use super::list::{Part, answer};
use crate::{
    api_error::ApiError,
    app::AppState,
    office::form::{Attempt, Fields, Sent, done},
    staff::{AddStation, StationCode, add_station, close_station},
};

/// `POST /stations`.
pub(super) async fn add_one(State(state): State<AppState>, sent: Sent) -> Response {
    let request = AddStation {
        station: sent.fields.text("station").to_owned(),
        name: sent.fields.text("name").to_owned(),
    };
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let added = state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(add_station(transaction, &clerk, &request, now_ms)?)
        })
        .await;
    match added {
        Ok(()) => done("/people?done=1"),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(&state, &sent.visitor, Part::Station, attempt).await
        }
    }
}

/// `POST /stations/{station}/close`.
pub(super) async fn close_one(
    State(state): State<AppState>,
    Path(station): Path<String>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let closed = state
        .writer()
        .submit(move |transaction| {
            let station = StationCode(station);
            Ok::<_, ApiError>(close_station(transaction, &clerk, &station, now_ms)?)
        })
        .await;
    match closed {
        Ok(()) => done("/people?done=1"),
        Err(error) => {
            let attempt = Attempt::refused(Fields::default(), error);
            answer(&state, &sent.visitor, Part::Station, attempt).await
        }
    }
}
