//! Second repairs by technician, and why one should not count.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::MOST_ROWS;
use crate::{
    api::{Done, Refusals, Told, call_backs::id, told::query},
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    quality::{
        ContestSecondRepair, RepairPlace, SecondRepairLine, TechnicianCount, by_technician,
        contest, second_repair, second_repairs,
    },
    rates::{Question, Scope},
    replication::OfficeDesk,
    rights::{Action, require},
    session::Caller,
};

/// Which second repairs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // the days are read where pages read them
pub(in crate::api) struct SecondRepairsQuery {
    /// The first day on which the earlier repairs were closed; without it the first of this year.
    from: Option<String>,
    /// The last day; without it the last of this year.
    to: Option<String>,
    /// Only this person's.
    technician: Option<String>,
    /// `yes`: only those that count; `apart`: only those that are contested.
    show: Option<String>,
    /// Where the answer begins: `next` of the answer before.
    after: Option<String>,
}

/// Second repairs.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct SecondRepairs {
    /// What each technician's repairs came to.
    technicians: Vec<TechnicianCount>,
    /// The latest first, at most 500.
    repairs: Vec<SecondRepairLine>,
    /// Where the next answer begins; null on the last.
    next: Option<String>,
}

/// Second repairs of what was closed in some days, by technician.
#[utoipa::path(get, path = "/api/v1/quality/second-repairs", tag = "quality", params(SecondRepairsQuery),
    responses((status = 200, body = SecondRepairs), Refusals))]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<SecondRepairs>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let asked: SecondRepairsQuery = query(&address)?;
    let now = state.environment().now();
    let question = Question::of(address.query(), now.date_naive());
    let after = match asked.after {
        Some(text) => Some(place(&text)?),
        None => None,
    };
    let scope = Scope::of(&caller.clerk);
    let now_ms = now.timestamp_millis();
    let read = move |connection: &rusqlite::Connection| {
        let place = (after, MOST_ROWS + 1);
        Ok::<_, ApiError>((
            by_technician(connection, &question, &scope, now_ms)?,
            second_repairs(connection, (&question, &scope), place, now_ms)?,
        ))
    };
    let (technicians, mut repairs) = state.store().read(read).await?;
    let is_more = repairs.len() > MOST_ROWS;
    repairs.truncate(MOST_ROWS);
    let next = repairs.last().filter(|_| is_more).map(|last| {
        let place = last.place();
        format!("{}.{}", place.closed_ms, place.record)
    });
    Ok(Json(SecondRepairs {
        technicians,
        repairs,
        next,
    }))
}

fn place(text: &str) -> Result<RepairPlace, ApiError> {
    let place = text.split_once('.').and_then(|(closed_ms, record)| {
        Some(RepairPlace {
            closed_ms: closed_ms.parse().ok()?,
            record: record.parse::<Uuid>().ok()?,
        })
    });
    place.ok_or_else(|| ApiError::bad_request("The query is not as expected."))
}

/// A record as the second repair that it is.
#[utoipa::path(get, path = "/api/v1/quality/second-repairs/{record}", tag = "quality",
    params(("record" = String, Path, format = "uuid")),
    responses((status = 200, body = SecondRepairLine), Refusals))]
pub(in crate::api) async fn read(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
) -> Result<Json<SecondRepairLine>, ApiError> {
    let record = id(&record)?;
    let read = move |connection: &rusqlite::Connection| {
        require(&caller.clerk, Action::ReadQuality, None)?;
        let found = second_repair(connection, record)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::ReadQuality, found.station.as_ref())?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Says why a second repair should not count against whoever did the earlier one, or that it counts.
#[utoipa::path(put, path = "/api/v1/quality/second-repairs/{record}/contest", tag = "quality",
    params(("record" = String, Path, format = "uuid")), request_body = ContestSecondRepair, responses(Done, Refusals))]
pub(in crate::api) async fn contest_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
    Told(request): Told<ContestSecondRepair>,
) -> Result<StatusCode, ApiError> {
    let record = id(&record)?;
    let now_ms = state.environment().now_ms();
    let by = caller.clerk.person.clone();
    state
        .replication()
        .on_behalf_of(by, move |desk: &OfficeDesk<'_>| {
            Ok::<_, ApiError>(contest(desk, &caller.clerk, record, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
