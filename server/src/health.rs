//! What a supervisor asks: does the process live, does the database work, what is counted.

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{api_error::ApiError, app::AppState, log, metrics};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(count))
}

/// Reads, and writes to the disk: a full disk is found out here, not by the first technician.
async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    state
        .store()
        .read(|connection| Ok::<_, ApiError>(log::head(connection)?))
        .await?;
    state
        .writer()
        .submit(|transaction| {
            transaction.execute("UPDATE organisation SET name = name", [])?;
            Ok::<_, ApiError>(())
        })
        .await?;
    Ok("ready\n")
}

async fn count(State(state): State<AppState>) -> Result<Response, ApiError> {
    let (head, devices) = state
        .store()
        .read(|connection| {
            let head = log::head(connection)?.map_or(0, |head| head.seq);
            let devices = connection.query_row(
                "SELECT count(*) FROM device WHERE revoked_at_ms IS NULL",
                [],
                |row| row.get(0),
            )?;
            Ok::<_, ApiError>((head, devices))
        })
        .await?;
    let text = state
        .metrics()
        .write(head, devices)
        .map_err(ApiError::internal)?;
    Ok(([(header::CONTENT_TYPE, metrics::MEDIA_TYPE)], text).into_response())
}
