//! Batch alerts, failures, and units by batch.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

mod alerts;
mod checks;
mod notices;
mod report;
mod second_repairs;

use axum::{extract::State, http::Uri};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    json::Json,
    quality::{Alert, FailureCount, Group, Imported, alerts, failure_counts, import, preview},
    rates::Scope,
    rights::{Action, require},
    session::Caller,
};

/// The routes of quality.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_alerts))
        .routes(routes!(list_failures))
        .routes(routes!(import_batches))
        .routes(routes!(alerts::read))
        .routes(routes!(alerts::speak_on_one))
        .routes(routes!(alerts::ask_one))
        .routes(routes!(notices::list, notices::tell))
        .routes(routes!(notices::read))
        .routes(routes!(notices::answer))
        .routes(routes!(notices::list_causes))
        .routes(routes!(notices::call, notices::call_it_safe))
        .routes(routes!(checks::list, checks::take))
        .routes(routes!(checks::read))
        .routes(routes!(checks::settle))
        .routes(routes!(report::read))
        .routes(routes!(second_repairs::list))
        .routes(routes!(second_repairs::read))
        .routes(routes!(second_repairs::contest_one))
}

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// After which row an answer begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FailuresQuery {
    /// The last model of the answer before.
    model: Option<String>,
    /// Its batch.
    batch: Option<String>,
    /// Its cause.
    cause: Option<String>,
}

/// Units by batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportBatches {
    /// A CSV file with the columns model, batch, serial_first, serial_last, units.
    csv: String,
    /// Only say what it would bring.
    #[serde(default)]
    preview: bool,
}

/// The batch alerts, the newest first, at most 500.
#[utoipa::path(get, path = "/api/v1/quality/alerts", tag = "quality",
    responses((status = 200, body = Vec<Alert>), Refusals))]
pub(super) async fn list_alerts(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<Alert>>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let read = |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(alerts(connection, None, None, MOST_ROWS)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Failures by model, batch and cause, in this order, at most 500; those after a row, where one is named.
#[utoipa::path(get, path = "/api/v1/quality/failures", tag = "quality", params(FailuresQuery),
    responses((status = 200, body = Vec<FailureCount>), Refusals))]
pub(super) async fn list_failures(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<Vec<FailureCount>>, ApiError> {
    require(&caller.clerk, Action::ReadQuality, None)?;
    let asked: FailuresQuery = query(&address)?;
    let after = Group {
        model: asked.model.unwrap_or_default(),
        batch: asked.batch.unwrap_or_default(),
        cause: asked.cause.unwrap_or_default(),
    };
    let scope = Scope::of(&caller.clerk);
    let read = move |connection: &rusqlite::Connection| {
        let counts = failure_counts(connection, &scope, Some(&after), MOST_ROWS)?;
        Ok::<_, ApiError>(counts)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Takes units by batch in, all rows or none; or only says what they would bring.
#[utoipa::path(post, path = "/api/v1/quality/batches", tag = "quality", request_body = ImportBatches,
    responses((status = 200, body = Imported), Refusals))]
pub(super) async fn import_batches(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<ImportBatches>,
) -> Result<Json<Imported>, ApiError> {
    let now_ms = state.environment().now_ms();
    let imported = state
        .writer()
        .submit(move |transaction| {
            let (name, bytes) = ("batches.csv", request.csv.as_bytes());
            let imported = if request.preview {
                preview(transaction, &caller.clerk, name, bytes)?.0
            } else {
                import(transaction, &caller.clerk, (name, bytes), now_ms)?
            };
            Ok::<_, ApiError>(imported)
        })
        .await?;
    Ok(Json(imported))
}
