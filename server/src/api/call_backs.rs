//! Follow-up calls.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::Uri,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    call_back::{
        DueCall, DuePlace, Made, MadeCall, MakeCallBack, PAGE_ROWS, Show, due_call, list,
        made_about, make,
    },
    json::Json,
    rights::{Action, require},
    session::SignedIn,
};

/// Which calls.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CallBackQuery {
    /// Only those that are too late.
    late: Option<bool>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of calls that are due.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DueCalls {
    /// What is due first stands first.
    calls: Vec<DueCall>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// A call with what was said before.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CallAnswer {
    /// What is due.
    due: DueCall,
    /// The calls so far.
    made: Vec<MadeCall>,
}

/// Calls that are due.
#[utoipa::path(get, path = "/api/v1/call-backs", tag = "after the visit", params(CallBackQuery),
    responses((status = 200, body = DueCalls), Refusals))]
pub(super) async fn list_due(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<DueCalls>, ApiError> {
    require(&signed_in.clerk, Action::CallBack, None)?;
    let asked: CallBackQuery = query(&address)?;
    let show = if asked.late == Some(true) {
        Show::Late(state.environment().now_ms())
    } else {
        Show::Open
    };
    let after = match asked.after {
        Some(text) => Some(place(&text)?),
        None => None,
    };
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(list(connection, &signed_in.clerk, show, after)?)
    };
    let mut calls = state.store().read(read).await?;
    let is_more = calls.len() > PAGE_ROWS;
    calls.truncate(PAGE_ROWS);
    let next = calls.last().filter(|_| is_more).map(|last| {
        let place = last.place();
        format!("{}_{}", place.due_ms, place.about)
    });
    Ok(Json(DueCalls { calls, next }))
}

fn place(text: &str) -> Result<DuePlace, ApiError> {
    let place = text.split_once('_').and_then(|(due_ms, about)| {
        Some(DuePlace {
            due_ms: due_ms.parse().ok()?,
            about: about.parse().ok()?,
        })
    });
    place.ok_or_else(|| ApiError::bad_request("The query is not as expected."))
}

/// One call.
#[utoipa::path(get, path = "/api/v1/call-backs/{about}", tag = "after the visit",
    params(("about" = String, Path, format = "uuid")), responses((status = 200, body = CallAnswer), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(about): Path<String>,
    signed_in: SignedIn,
) -> Result<Json<CallAnswer>, ApiError> {
    let about = id(&about)?;
    let read = move |connection: &rusqlite::Connection| {
        let clerk = &signed_in.clerk;
        require(clerk, Action::CallBack, None)?;
        let due = due_call(connection, clerk, about)?.ok_or_else(not_found)?;
        require(clerk, Action::CallBack, due.station.as_ref())?;
        let made = made_about(connection, about)?;
        Ok::<_, ApiError>(CallAnswer { due, made })
    };
    Ok(Json(state.store().read(read).await?))
}

/// Writes a call down, with what follows from the answers.
#[utoipa::path(post, path = "/api/v1/call-backs/{about}", tag = "after the visit",
    params(("about" = String, Path, format = "uuid")), request_body = MakeCallBack,
    responses((status = 200, body = Made), Refusals))]
pub(super) async fn make_one(
    State(state): State<AppState>,
    Path(about): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<MakeCallBack>,
) -> Result<Json<Made>, ApiError> {
    let about = id(&about)?;
    let now_ms = state.environment().now_ms();
    let clerk = signed_in.clerk;
    let made = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            Ok::<_, ApiError>(make(desk, &clerk, about, &request, now_ms)?)
        })
        .await?;
    Ok(Json(made))
}

/// An id in an address; what is none names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, ApiError> {
    text.parse().map_err(|_| not_found())
}
