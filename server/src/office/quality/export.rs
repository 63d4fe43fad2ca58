//! `GET /quality/records.csv`: exactly the records behind a failure's number, all of them; names of columns are English.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::group;
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    csv_file,
    office::visitor::Visitor,
    quality::failures_of,
    rates::Scope,
    rights::Action,
};

const COLUMNS: [&str; 7] = [
    "record", "number", "model", "batch", "cause", "serial", "part",
];

pub(super) async fn give(State(state): State<AppState>, visitor: Visitor) -> Response {
    for action in [Action::ReadQuality, Action::Export] {
        if let Some(refused) = visitor.refusal(action) {
            return refused;
        }
    }
    let Some(group) = group(visitor.address.query()) else {
        return visitor.nothing_here();
    };
    let scope = Scope::of(visitor.clerk());
    let subject = format!("{} {} {}", group.model, group.batch, group.cause);
    let written = state
        .store()
        .read(move |connection| {
            let rows = failures_of(connection, &scope, &group, (None, usize::MAX))?;
            let rows = rows.into_iter().map(|row| {
                vec![
                    row.record.to_string(),
                    row.number,
                    group.model.clone(),
                    group.batch.clone(),
                    group.cause.clone(),
                    row.serial,
                    row.part,
                ]
            });
            csv_file::write(&COLUMNS, rows).map_err(ApiError::internal)
        })
        .await;
    // He gets it only once it is noted that he took it.
    let noted = match written {
        Ok(bytes) => note_view(&state, visitor.clerk(), Deed::FailuresTaken, subject)
            .await
            .map(|()| bytes)
            .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"failures.csv\"",
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => visitor.answer(Err(error)),
    }
}
