//! Reports are reviewed, then archived.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Done, Refusals, Told, call_backs::id, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    rates::Scope,
    review::{
        ArchiveReport, JudgeReport, Report, ReportPlace, Show, archive, judge, report, reports,
    },
    rights::{Action, require},
    session::Caller,
};

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportsQuery {
    /// `due`, `sent_back`, `to_archive`, `archived`; without it what is due.
    show: Option<String>,
    /// Where the answer begins: `next` of the answer before.
    after: Option<String>,
}

/// Reports of a state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reports {
    reports: Vec<Report>,
    /// Where the next answer begins; null on the last.
    next: Option<String>,
}

/// Reports of a state, at most 500: what has waited longest first, of the archive the newest.
#[utoipa::path(get, path = "/api/v1/reviews", tag = "reviews", params(ReportsQuery),
    responses((status = 200, body = Reports), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Reports>, ApiError> {
    require(&caller.clerk, Action::Review, None)?;
    let unreadable = || ApiError::bad_request("The query is not as expected.");
    let asked: ReportsQuery = query(&address)?;
    let show = match asked.show {
        Some(code) => Show::from_code(&code).ok_or_else(unreadable)?,
        None => Show::default(),
    };
    let after = match asked.after {
        Some(text) => Some(place(&text).ok_or_else(unreadable)?),
        None => None,
    };
    let scope = Scope::of(&caller.clerk);
    let read = move |connection: &rusqlite::Connection| {
        let place = (after, MOST_ROWS + 1);
        Ok::<_, ApiError>(reports(connection, &scope, show, place)?)
    };
    let mut reports = state.store().read(read).await?;
    let is_more = reports.len() > MOST_ROWS;
    reports.truncate(MOST_ROWS);
    let next = reports.last().filter(|_| is_more).map(|last| {
        let place = last.place();
        format!("{}.{}", place.since_ms, place.record)
    });
    Ok(Json(Reports { reports, next }))
}

fn place(text: &str) -> Option<ReportPlace> {
    let (since_ms, record) = text.split_once('.')?;
    Some(ReportPlace {
        since_ms: since_ms.parse().ok()?,
        record: record.parse::<Uuid>().ok()?,
    })
}

/// A record as the report that it is.
#[utoipa::path(get, path = "/api/v1/reviews/{record}", tag = "reviews",
    params(("record" = String, Path, format = "uuid")), responses((status = 200, body = Report), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
) -> Result<Json<Report>, ApiError> {
    let record = id(&record)?;
    let read = move |connection: &rusqlite::Connection| {
        require(&caller.clerk, Action::Review, None)?;
        let found = report(connection, record)?.ok_or_else(not_found)?;
        require(&caller.clerk, Action::Review, found.station.as_ref())?;
        Ok::<_, ApiError>(found)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Reviews a report.
#[utoipa::path(post, path = "/api/v1/reviews/{record}/review", tag = "reviews",
    params(("record" = String, Path, format = "uuid")), request_body = JudgeReport, responses(Done, Refusals))]
pub(super) async fn judge_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
    Told(request): Told<JudgeReport>,
) -> Result<StatusCode, ApiError> {
    let record = id(&record)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            judge(transaction, &caller.clerk, record, &request, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}

/// Archives a report that was found in order.
#[utoipa::path(post, path = "/api/v1/reviews/{record}/archive", tag = "reviews",
    params(("record" = String, Path, format = "uuid")), request_body = ArchiveReport, responses(Done, Refusals))]
pub(super) async fn archive_one(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
    Told(request): Told<ArchiveReport>,
) -> Result<StatusCode, ApiError> {
    let record = id(&record)?;
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            archive(transaction, &caller.clerk, record, &request, now_ms)?;
            Ok::<_, ApiError>(StatusCode::NO_CONTENT)
        })
        .await
}
