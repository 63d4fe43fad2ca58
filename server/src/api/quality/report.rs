//! The month's report.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{extract::State, http::Uri};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::MOST_ROWS;
use crate::{
    api::{Refusals, told::query},
    api_error::ApiError,
    app::AppState,
    json::Json,
    quality::{Month, MonthFailure, MonthGroup, Raised, complaint_sums, month_failures, raised},
    rates::Scope,
    rights::{Action, require},
    session::Caller,
};

/// Which month, and after which failure its list begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ReportQuery {
    /// `YYYY-MM`; without it this month.
    month: Option<String>,
    /// The last model of the answer before.
    model: Option<String>,
    /// Its batch.
    batch: Option<String>,
    /// Its cause.
    cause: Option<String>,
    /// Its part.
    part: Option<String>,
}

/// A month in sum.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MonthReport {
    /// `YYYY-MM`.
    month: String,
    /// Complaints that were taken in the month, by what they are.
    complaints: Vec<ComplaintCount>,
    /// Compensation that was granted for them, in fen.
    compensation_minor: i64,
    /// Notices and alerts.
    raised: Raised,
    /// Failures by model, batch, cause and part, in this order, at most 500.
    failures: Vec<MonthFailure>,
}

/// Complaints of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ComplaintCount {
    /// `taken`, `major`, `of_dealers`, `signature_denied`, `open`, `open_late`, `closed`, `closed_in_time`,
    /// `services_fault`, `compensated`, `taken_back`.
    group: &'static str,
    /// How many.
    count: i64,
}

/// A month in sum: complaints, notices and alerts, failures.
#[utoipa::path(get, path = "/api/v1/quality/report", tag = "quality", params(ReportQuery),
    responses((status = 200, body = MonthReport), Refusals))]
pub(in crate::api) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<MonthReport>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let asked: ReportQuery = query(&address)?;
    let now = state.environment().now();
    let month = match asked.month {
        Some(text) => Month::read(&text)
            .ok_or_else(|| ApiError::bad_request("The query is not as expected."))?,
        None => Month::of(now),
    };
    let after = MonthGroup {
        model: asked.model.unwrap_or_default(),
        batch: asked.batch.unwrap_or_default(),
        cause: asked.cause.unwrap_or_default(),
        part: asked.part.unwrap_or_default(),
    };
    let scope = Scope::of(&caller.clerk);
    let now_ms = now.timestamp_millis();
    let read = move |connection: &rusqlite::Connection| {
        let sums = complaint_sums(connection, &scope, month, now_ms)?;
        let complaints = sums.counts.iter().map(|(group, count)| ComplaintCount {
            group: group.code(),
            count: *count,
        });
        Ok::<_, ApiError>(MonthReport {
            month: month.name(),
            complaints: complaints.collect(),
            compensation_minor: sums.compensation_minor,
            raised: raised(connection, &scope, month)?,
            failures: month_failures(connection, &scope, month, (Some(&after), MOST_ROWS))?,
        })
    };
    Ok(Json(state.store().read(read).await?))
}
