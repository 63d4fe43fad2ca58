//! `/records.csv` and `/records.xlsx`: exactly the records that the list shows for a question, on all its pages.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};

use super::{
    question::{Moment, Question},
    read::{ListRow, read_all},
    search::search,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    csv_file,
    office::{moment::on_the_wall, visitor::Visitor},
    rights::{Action, Sight, sees},
    xlsx_file,
};

const COLUMNS: [&str; 17] = [
    "record",
    "number",
    "status",
    "next_step",
    "customer_name",
    "customer_phone",
    "customer_address",
    "unit_kind",
    "unit_model",
    "priority_hours",
    "assignee",
    "appointment",
    "findings",
    "conflicts",
    "verdict",
    "is_refused",
    "updated_at",
];

/// How a file is written.
#[derive(Clone, Copy)]
enum Kind {
    Csv,
    Workbook,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Csv => "records.csv",
            Self::Workbook => "records.xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    fn write(self, rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, ApiError> {
        match self {
            Self::Csv => csv_file::write(&COLUMNS, rows).map_err(ApiError::internal),
            Self::Workbook => xlsx_file::write(&COLUMNS, rows).map_err(ApiError::internal),
        }
    }
}

/// `GET /records.csv`.
pub(in crate::office) async fn give_csv(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Response {
    give(&state, &visitor, Kind::Csv).await
}

/// `GET /records.xlsx`.
pub(in crate::office) async fn give_workbook(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Response {
    give(&state, &visitor, Kind::Workbook).await
}

async fn give(state: &AppState, visitor: &Visitor, kind: Kind) -> Response {
    if let Some(refused) = visitor.refusal(Action::Export) {
        return refused;
    }
    let question = Question::of(visitor.address.query());
    // Which records they were: the question itself is kept.
    let subject = question.link(&format!("/{}", kind.name()));
    let clerk = visitor.clerk().clone();
    let moment = Moment::of(on_the_wall(state));
    let written = state
        .store()
        .read(move |connection| {
            let hits = search(connection, &clerk, &question)?;
            let rows = read_all(connection, &clerk, &question, &hits, moment)?;
            let sees_customers = sees(&clerk, Sight::Customer);
            kind.write(rows.into_iter().map(|row| cells(row, sees_customers)))
        })
        .await;
    // He gets it only once it is noted that he took it.
    let noted = match written {
        Ok(bytes) => note_view(state, visitor.clerk(), Deed::ListTaken, subject)
            .await
            .map(|()| bytes)
            .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => {
            let disposition = format!("attachment; filename=\"{}\"", kind.name());
            let disposition = HeaderValue::try_from(disposition);
            let headers = [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(kind.media_type()),
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

fn cells(row: ListRow, sees_customers: bool) -> Vec<String> {
    let customer = |words: String| if sees_customers { words } else { String::new() };
    let updated = DateTime::<Utc>::from_timestamp_millis(row.place.updated_ms).unwrap_or_default();
    vec![
        row.record.to_string(),
        row.number,
        row.status,
        row.next_step.unwrap_or_default(),
        customer(row.customer_name),
        customer(row.customer_phone),
        customer(row.customer_address),
        row.unit_kind,
        row.unit_model,
        row.priority_hours
            .map_or_else(String::new, |hours| hours.to_string()),
        row.assignee.unwrap_or_default(),
        row.appointment.unwrap_or_default(),
        row.findings.to_string(),
        row.conflicts.to_string(),
        row.verdict.unwrap_or_default(),
        row.refused.to_string(),
        updated.to_rfc3339_opts(SecondsFormat::Millis, true),
    ]
}
