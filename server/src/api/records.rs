//! Records: the list, one whole, and what the office does with it.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use doorstep_domain::{
    ids::{EntryId, RecordId},
    record::Field,
};

use rusqlite::Connection;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    audit::{Deed, note_view},
    json::Json,
    office::{RecordList, WholeRecord, listed, on_the_wall, whole_record},
    record::{
        CancelRecord, CorrectField, DecideQuestion, HandOut, RecordError, SettleConflict, TakeBack,
        cancel, correct, decide, hand_out, settle, take_back,
    },
    replication::OfficeDesk,
    rights::{Action, require},
    session::SignedIn,
    staff::Clerk,
};

/// Which records.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // only described: the list's page reads it
pub(super) struct RecordQuery {
    /// Words that a record must all have.
    #[param(max_length = 200)]
    q: Option<String>,
    /// The code of a status; or `today`, `soon`, `late`, `conflicts`, `findings`, `signatures`.
    queue: Option<String>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// Records, the one that changed last first, in pages of fifty.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(RecordQuery),
    responses((status = 200, body = RecordList), Refusals))]
pub(super) async fn list_them(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<RecordList>, ApiError> {
    require(&signed_in.clerk, Action::ReadRecords, None)?;
    let _: RecordQuery = query(&address)?;
    let now = on_the_wall(&state);
    let read =
        move |connection: &Connection| listed(connection, &signed_in.clerk, address.query(), now);
    Ok(Json(state.store().read(read).await?))
}

/// One record whole, by its id or number. What the asker does not see is left out.
#[utoipa::path(get, path = "/api/v1/records/{record}", tag = "records",
    params(("record" = String, Path, description = "The id or the number.")),
    responses((status = 200, body = WholeRecord), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(record): Path<String>,
    signed_in: SignedIn,
) -> Result<Json<WholeRecord>, ApiError> {
    require(&signed_in.clerk, Action::ReadRecords, None)?;
    let clerk = signed_in.clerk.clone();
    let (store, asking) = (state.store().clone(), state.clone());
    let whole = store
        .read(move |connection| whole_record(connection, &asking, &clerk, &record))
        .await?
        .ok_or_else(not_found)?;
    let subject = whole.record.to_string();
    note_view(&state, &signed_in.clerk, Deed::RecordViewed, subject).await?;
    Ok(Json(whole))
}

/// Settles a clash: one value holds from now on.
#[utoipa::path(post, path = "/api/v1/records/{record}/conflicts/{field}", tag = "records",
    params(("record" = String, Path, format = "uuid"), ("field" = String, Path, description = "The field's key.")),
    request_body = SettleConflict, responses(Done, Refusals))]
pub(super) async fn settle_one(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    signed_in: SignedIn,
    Told(request): Told<SettleConflict>,
) -> Result<StatusCode, ApiError> {
    let field = Field::from_key(&field).ok_or_else(not_found)?;
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| settle(desk, clerk, id, field, &request, now_ms),
    )
    .await
}

/// Gives a field another value.
#[utoipa::path(post, path = "/api/v1/records/{record}/fields/{field}", tag = "records",
    params(("record" = String, Path, format = "uuid"), ("field" = String, Path, description = "The field's key.")),
    request_body = CorrectField, responses(Done, Refusals))]
pub(super) async fn correct_one(
    State(state): State<AppState>,
    Path((record, field)): Path<(String, String)>,
    signed_in: SignedIn,
    Told(request): Told<CorrectField>,
) -> Result<StatusCode, ApiError> {
    let field = Field::from_key(&field).ok_or_else(not_found)?;
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| correct(desk, clerk, id, field, &request, now_ms),
    )
    .await
}

/// Takes an entry back; where it settled a clash, the value before holds again.
#[utoipa::path(post, path = "/api/v1/records/{record}/entries/{entry}/take-back", tag = "records",
    params(("record" = String, Path, format = "uuid"), ("entry" = String, Path, format = "uuid")),
    request_body = TakeBack, responses(Done, Refusals))]
pub(super) async fn take_one_back(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    signed_in: SignedIn,
    Told(request): Told<TakeBack>,
) -> Result<StatusCode, ApiError> {
    let entry: EntryId = entry.parse().map_err(|_| not_found())?;
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| take_back(desk, clerk, id, entry, &request, now_ms),
    )
    .await
}

/// Calls a record off.
#[utoipa::path(post, path = "/api/v1/records/{record}/cancel", tag = "records",
    params(("record" = String, Path, format = "uuid")), request_body = CancelRecord, responses(Done, Refusals))]
pub(super) async fn cancel_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<CancelRecord>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| cancel(desk, clerk, id, &request, now_ms),
    )
    .await
}

/// Answers what a technician asked: granted or refused.
#[utoipa::path(post, path = "/api/v1/records/{record}/questions/{entry}", tag = "dispatch",
    params(("record" = String, Path, format = "uuid"), ("entry" = String, Path, format = "uuid")),
    request_body = DecideQuestion, responses(Done, Refusals))]
pub(super) async fn decide_one(
    State(state): State<AppState>,
    Path((record, entry)): Path<(String, String)>,
    signed_in: SignedIn,
    Told(request): Told<DecideQuestion>,
) -> Result<StatusCode, ApiError> {
    let entry: EntryId = entry.parse().map_err(|_| not_found())?;
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| decide(desk, clerk, id, entry, &request, now_ms),
    )
    .await
}

/// Hands a record out: who goes, when, and how soon.
#[utoipa::path(post, path = "/api/v1/records/{record}/dispatch", tag = "dispatch",
    params(("record" = String, Path, format = "uuid")), request_body = HandOut, responses(Done, Refusals))]
pub(super) async fn hand_one_out(
    State(state): State<AppState>,
    Path(record): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<HandOut>,
) -> Result<StatusCode, ApiError> {
    act(
        &state,
        signed_in,
        &record,
        move |desk, clerk, id, now_ms| hand_out(desk, clerk, id, &request, now_ms),
    )
    .await
}

async fn act<W>(
    state: &AppState,
    signed_in: SignedIn,
    record: &str,
    work: W,
) -> Result<StatusCode, ApiError>
where
    W: FnOnce(&OfficeDesk<'_>, &Clerk, RecordId, i64) -> Result<(), RecordError> + Send + 'static,
{
    let id: RecordId = record.parse().map_err(|_| not_found())?;
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
