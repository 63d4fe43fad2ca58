//! What was done at the office.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{extract::State, http::Uri};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Refusals, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{AuditFilter, AuditRow, read},
    json::Json,
    rights::{Action, require},
    session::Caller,
};

/// The most rows of one answer.
const MOST_ROWS: i64 = 500;

/// Which deeds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// Only this person's.
    person: Option<String>,
    /// Only what was done to this.
    subject: Option<String>,
    /// Only those before the row of this id.
    before: Option<i64>,
    /// So many at most.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Deeds, the newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Vec<AuditRow>), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<AuditRow>>, ApiError> {
    require(&caller.clerk, Action::ReadAudit, None)?;
    let asked: AuditQuery = query(&address)?;
    let limit = asked.limit.unwrap_or(100);
    if !(1..=MOST_ROWS).contains(&limit) {
        return Err(ApiError::bad_request("The limit is 1 to 500."));
    }
    let filter = AuditFilter {
        person: asked.person,
        subject: asked.subject,
        before: asked.before,
        limit,
    };
    let read =
        move |connection: &rusqlite::Connection| Ok::<_, ApiError>(read(connection, &filter)?);
    Ok(Json(state.store().read(read).await?))
}
