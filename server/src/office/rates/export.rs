//! `GET /rates/{rate}/records.csv`: exactly the records behind a number, all of them, for a recount by other means.
//! Moments are in UTC with milliseconds, so that they sort as text; names of columns and codes are English.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use doorstep_domain::rates::Rate;

use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    csv_file,
    office::visitor::Visitor,
    rates::{Listed, Question, Scope, list, technicians},
    rights::Action,
};

const COLUMNS: [&str; 14] = [
    "record",
    "number",
    "rate",
    "visit",
    "technician",
    "technician_name",
    "due_day",
    "due_at",
    "done_at",
    "value",
    "outcome",
    "apart",
    "provisional_until",
    "as_of",
];

pub(super) async fn give(
    State(state): State<AppState>,
    Path(rate): Path<String>,
    visitor: Visitor,
) -> Response {
    let Some(rate) = Rate::from_code(&rate) else {
        return visitor.nothing_here();
    };
    for action in [Action::ReadRates, Action::Export] {
        if let Some(refused) = visitor.refusal(action) {
            return refused;
        }
    }
    let scope = Scope::of(visitor.clerk());
    let now = state.environment().now();
    let now_ms = now.timestamp_millis();
    let question = Question::of(visitor.address.query(), now.date_naive());
    let name = format!("{}_{}_{}.csv", rate.code(), question.from, question.to);
    let written = state
        .store()
        .read(move |connection| {
            let people = technicians(connection)?;
            let rows = list(
                connection,
                rate,
                (&question, &scope),
                (None, usize::MAX),
                now_ms,
            )?;
            let rows = rows.iter().map(|row| cells(rate, row, &people, now_ms));
            csv_file::write(&COLUMNS, rows).map_err(ApiError::internal)
        })
        .await;
    // He gets it only once it is noted that he took it.
    let noted = match written {
        Ok(bytes) => note_view(&state, visitor.clerk(), Deed::RatesTaken, name.clone())
            .await
            .map(|()| bytes)
            .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => file(&name, bytes),
        Err(error) => visitor.answer(Err(error)),
    }
}

fn cells(rate: Rate, row: &Listed, people: &[(String, String)], now_ms: i64) -> Vec<String> {
    let name = people.iter().find(|(code, _)| *code == row.technician);
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    vec![
        row.record.to_string(),
        row.number.clone(),
        rate.code().to_owned(),
        row.visit.to_string(),
        row.technician.clone(),
        name.map_or_else(String::new, |(_, name)| name.clone()),
        row.due_day.clone(),
        at(Some(row.due_ms)),
        at(row.done_ms),
        number(row.value),
        row.outcome.clone(),
        row.apart.clone().unwrap_or_default(),
        at(row.provisional_until_ms),
        at(Some(now_ms)),
    ]
}

fn at(at_ms: Option<i64>) -> String {
    let at = at_ms.and_then(DateTime::<Utc>::from_timestamp_millis);
    at.map_or_else(String::new, |at| {
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    })
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
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
