//! The month's report as files: exactly what its page says, all of it; names of columns and codes are English.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::report::month_of;
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    csv_file,
    office::visitor::Visitor,
    quality::{complaint_sums, month_failures},
    rates::Scope,
    rights::Action,
};

/// `GET /quality/report/complaints.csv?month=…`.
pub(super) async fn complaints(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Some(refused) = refusal(&visitor) {
        return refused;
    }
    let Some(month) = month_of(visitor.address.query()) else {
        return visitor.nothing_here();
    };
    let scope = Scope::of(visitor.clerk());
    let now_ms = state.environment().now_ms();
    let written = state
        .store()
        .read(move |connection| {
            let sums = complaint_sums(connection, &scope, month, now_ms)?;
            let compensation = ("compensation_minor", sums.compensation_minor);
            let counts = sums
                .counts
                .iter()
                .map(|(group, count)| (group.code(), *count));
            let rows = counts
                .chain([compensation])
                .map(|(measure, count)| vec![month.name(), measure.to_owned(), count.to_string()]);
            csv_file::write(&["month", "measure", "count"], rows).map_err(ApiError::internal)
        })
        .await;
    give(
        &state,
        &visitor,
        format!("complaints_{}.csv", month.name()),
        written,
    )
    .await
}

/// `GET /quality/report/failures.csv?month=…`.
pub(super) async fn failures(State(state): State<AppState>, visitor: Visitor) -> Response {
    const COLUMNS: [&str; 7] = [
        "month", "model", "batch", "cause", "part", "records", "units",
    ];
    if let Some(refused) = refusal(&visitor) {
        return refused;
    }
    let Some(month) = month_of(visitor.address.query()) else {
        return visitor.nothing_here();
    };
    let scope = Scope::of(visitor.clerk());
    let written = state
        .store()
        .read(move |connection| {
            let rows = month_failures(connection, &scope, month, (None, usize::MAX))?;
            let rows = rows.into_iter().map(|row| {
                vec![
                    month.name(),
                    row.model,
                    row.batch,
                    row.cause,
                    row.part,
                    row.records.to_string(),
                    row.failed.to_string(),
                ]
            });
            csv_file::write(&COLUMNS, rows).map_err(ApiError::internal)
        })
        .await;
    give(
        &state,
        &visitor,
        format!("quality_{}.csv", month.name()),
        written,
    )
    .await
}

fn refusal(visitor: &Visitor) -> Option<Response> {
    [Action::ReadQuality, Action::Export]
        .into_iter()
        .find_map(|action| visitor.refusal(action))
}

/// He gets it only once it is noted that he took it.
async fn give(
    state: &AppState,
    visitor: &Visitor,
    name: String,
    written: Result<Vec<u8>, ApiError>,
) -> Response {
    let noted = match written {
        Ok(bytes) => note_view(
            state,
            visitor.clerk(),
            Deed::QualityReportTaken,
            name.clone(),
        )
        .await
        .map(|()| bytes)
        .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => {
            let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            let headers = [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/csv; charset=utf-8"),
                ),
                (
                    header::CONTENT_DISPOSITION,
                    disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment")),
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => visitor.answer(Err(error)),
    }
}
