//! Complaints.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Done, Refusals, Told, call_backs::id, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    approval::SayWord,
    complaint::{
        AskSecondService, CloseComplaint, Complaint, ComplaintError, ComplaintId, ComplaintLine,
        ComplaintPlace, OfferRemedy, PAGE_ROWS, Show, TakeComplaint, TellInsurer, close, complaint,
        list, new_id, offer, second_service, speak, take, tell_insurer,
    },
    json::Json,
    replication::OfficeDesk,
    rights::{Action, require},
    session::SignedIn,
    staff::Clerk,
};

/// Which complaints.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ComplaintQuery {
    /// Also those that are closed, the newest first; else the open ones, what is due first.
    all: Option<bool>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of complaints.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Complaints {
    complaints: Vec<ComplaintLine>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// A complaint that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Taken {
    complaint: ComplaintId,
}

/// Complaints.
#[utoipa::path(get, path = "/api/v1/complaints", tag = "after the visit", params(ComplaintQuery),
    responses((status = 200, body = Complaints), Refusals))]
pub(super) async fn list_them(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<Complaints>, ApiError> {
    require(&signed_in.clerk, Action::HandleComplaints, None)?;
    let asked: ComplaintQuery = query(&address)?;
    let show = if asked.all == Some(true) {
        Show::All
    } else {
        Show::Open
    };
    let after = match asked.after {
        Some(text) => Some(place(&text)?),
        None => None,
    };
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(list(connection, &signed_in.clerk, show, after.as_ref())?)
    };
    let mut complaints = state.store().read(read).await?;
    let is_more = complaints.len() > PAGE_ROWS;
    complaints.truncate(PAGE_ROWS);
    let next = complaints.last().filter(|_| is_more).map(|last| {
        let place = last.place(show);
        format!("{}_{}", place.key, place.complaint)
    });
    Ok(Json(Complaints { complaints, next }))
}

fn place(text: &str) -> Result<ComplaintPlace, ApiError> {
    let place = text.split_once('_').and_then(|(key, complaint)| {
        Some(ComplaintPlace {
            key: key.to_owned(),
            complaint: complaint.parse().ok()?,
        })
    });
    place.ok_or_else(|| ApiError::bad_request("The query is not as expected."))
}

/// Takes a complaint.
#[utoipa::path(post, path = "/api/v1/complaints", tag = "after the visit", request_body = TakeComplaint,
    responses((status = 200, body = Taken), Refusals))]
pub(super) async fn take_one(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Told(request): Told<TakeComplaint>,
) -> Result<Json<Taken>, ApiError> {
    let fresh = new_id(state.environment())?;
    let now_ms = state.environment().now_ms();
    let clerk = signed_in.clerk;
    let complaint = state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            Ok::<_, ApiError>(take(desk, &clerk, fresh, &request, now_ms)?)
        })
        .await?;
    Ok(Json(Taken { complaint }))
}

/// One complaint, with its approval and what is still open.
#[utoipa::path(get, path = "/api/v1/complaints/{complaint}", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), responses((status = 200, body = Complaint), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(complaint_id): Path<String>,
    signed_in: SignedIn,
) -> Result<Json<Complaint>, ApiError> {
    let complaint_id = ComplaintId(id(&complaint_id)?);
    let read = move |connection: &rusqlite::Connection| {
        require(&signed_in.clerk, Action::HandleComplaints, None)?;
        let found = complaint(connection, complaint_id)?.ok_or_else(not_found)?;
        let station = found.station.as_ref();
        require(&signed_in.clerk, Action::HandleComplaints, station)?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Offers a remedy: its approval begins.
#[utoipa::path(post, path = "/api/v1/complaints/{complaint}/offer", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), request_body = OfferRemedy, responses(Done, Refusals))]
pub(super) async fn offer_one(
    State(state): State<AppState>,
    Path(complaint): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<OfferRemedy>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &complaint,
        move |desk, clerk, id, now_ms| offer(desk.connection(), clerk, id, &request, now_ms),
    )
    .await
}

/// A word of whoever is next on what is offered.
#[utoipa::path(post, path = "/api/v1/complaints/{complaint}/word", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), request_body = SayWord, responses(Done, Refusals))]
pub(super) async fn speak_on_one(
    State(state): State<AppState>,
    Path(complaint): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<SayWord>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &complaint,
        move |desk, clerk, id, now_ms| {
            speak(desk.connection(), clerk, id, &request, now_ms).map(|_| ())
        },
    )
    .await
}

/// Asks for a second service, free of charge.
#[utoipa::path(post, path = "/api/v1/complaints/{complaint}/second-service", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), request_body = AskSecondService, responses(Done, Refusals))]
pub(super) async fn serve_again(
    State(state): State<AppState>,
    Path(complaint): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<AskSecondService>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &complaint,
        move |desk, clerk, id, now_ms| second_service(desk, clerk, id, &request, now_ms),
    )
    .await
}

/// Notes that the insurer was told.
#[utoipa::path(post, path = "/api/v1/complaints/{complaint}/insurer", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), request_body = TellInsurer, responses(Done, Refusals))]
pub(super) async fn insure_one(
    State(state): State<AppState>,
    Path(complaint): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<TellInsurer>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &complaint,
        move |desk, clerk, id, now_ms| tell_insurer(desk, clerk, id, &request, now_ms),
    )
    .await
}

/// Closes a complaint with the word of who complained.
#[utoipa::path(post, path = "/api/v1/complaints/{complaint}/close", tag = "after the visit",
    params(("complaint" = String, Path, format = "uuid")), request_body = CloseComplaint, responses(Done, Refusals))]
pub(super) async fn close_one(
    State(state): State<AppState>,
    Path(complaint): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<CloseComplaint>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &complaint,
        move |desk, clerk, id, now_ms| close(desk.connection(), clerk, id, &request, now_ms),
    )
    .await
}

async fn act<W>(
    state: &AppState,
    signed_in: SignedIn,
    complaint: &str,
    work: W,
) -> Result<StatusCode, ApiError>
where
    W: FnOnce(&OfficeDesk<'_>, &Clerk, ComplaintId, i64) -> Result<(), ComplaintError>
        + Send
        + 'static,
{
    let id = ComplaintId(id(complaint)?);
    let now_ms = state.environment().now_ms();
    let clerk = signed_in.clerk;
    state
        .replication()
        .on_behalf_of(clerk.person.clone(), move |desk| {
            Ok::<_, ApiError>(work(desk, &clerk, id, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
