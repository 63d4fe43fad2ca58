//! Training hours and certificates of technicians.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use chrono::{Datelike as _, NaiveDate};
use doorstep_domain::ids::PersonId;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    office::on_the_wall,
    session::SignedIn,
    staff::Clerk,
    training::{
        NoteCertificate, NoteHours, Noted, Standing, Trained, TrainingError, note_certificate,
        note_hours, overview, strike, trained,
    },
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(note_hours_of))
        .routes(routes!(note_certificate_of))
        .routes(routes!(strike_hours))
        .routes(routes!(strike_certificate))
}

/// Of which year the hours count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TrainingQuery {
    /// The year; else this one.
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i32>,
}

/// The technicians against the target: 20 hours a year and a valid certificate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Training {
    /// Of which year the hours count.
    year: i32,
    /// Who is to be seen to first stands first.
    technicians: Vec<Standing>,
}

fn asked(address: &Uri, today: NaiveDate) -> Result<i32, ApiError> {
    let asked: TrainingQuery = query(address)?;
    let year = asked.year.unwrap_or_else(|| today.year());
    if (2000..=2100).contains(&year) {
        Ok(year)
    } else {
        Err(ApiError::bad_request("The query is not as expected."))
    }
}

/// All technicians who have not left.
#[utoipa::path(get, path = "/api/v1/training", tag = "training", params(TrainingQuery),
    responses((status = 200, body = Training), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<Training>, ApiError> {
    let today = on_the_wall(&state).date_naive();
    let year = asked(&address, today)?;
    let read = move |connection: &Connection| {
        let clerk = &signed_in.clerk;
        Ok::<_, ApiError>(overview(connection, clerk, year, today)?)
    };
    let technicians = state.store().read(read).await?;
    Ok(Json(Training { year, technicians }))
}

/// One technician with all that was noted of him.
#[utoipa::path(get, path = "/api/v1/training/{person}", tag = "training", params(("person" = String, Path), TrainingQuery),
    responses((status = 200, body = Trained), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(person): Path<String>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<Trained>, ApiError> {
    let today = on_the_wall(&state).date_naive();
    let year = asked(&address, today)?;
    let read = move |connection: &Connection| {
        let (clerk, person) = (&signed_in.clerk, PersonId(person));
        Ok::<_, ApiError>(trained(connection, clerk, &person, year, today)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Writes hours down.
#[utoipa::path(post, path = "/api/v1/training/{person}/hours", tag = "training", params(("person" = String, Path)),
    request_body = NoteHours, responses(Done, Refusals))]
pub(super) async fn note_hours_of(
    State(state): State<AppState>,
    Path(person): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<NoteHours>,
) -> Result<StatusCode, ApiError> {
    let today = on_the_wall(&state).date_naive();
    let person = PersonId(person);
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        note_hours(transaction, clerk, &person, &request, today, now_ms)
    })
    .await
}

/// Writes a certificate down.
#[utoipa::path(post, path = "/api/v1/training/{person}/certificates", tag = "training",
    params(("person" = String, Path)), request_body = NoteCertificate, responses(Done, Refusals))]
pub(super) async fn note_certificate_of(
    State(state): State<AppState>,
    Path(person): Path<String>,
    signed_in: SignedIn,
    Told(request): Told<NoteCertificate>,
) -> Result<StatusCode, ApiError> {
    let person = PersonId(person);
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        note_certificate(transaction, clerk, &person, &request, now_ms)
    })
    .await
}

/// Strikes hours that were noted wrongly.
#[utoipa::path(delete, path = "/api/v1/training-hours/{training}", tag = "training",
    params(("training" = i64, Path)), responses(Done, Refusals))]
pub(super) async fn strike_hours(
    State(state): State<AppState>,
    Path(number): Path<String>,
    signed_in: SignedIn,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        strike(transaction, clerk, Noted::Hours(number), now_ms).map(|_| ())
    })
    .await
}

/// Strikes a certificate that was noted wrongly or withdrawn.
#[utoipa::path(delete, path = "/api/v1/certificates/{certificate}", tag = "training",
    params(("certificate" = i64, Path)), responses(Done, Refusals))]
pub(super) async fn strike_certificate(
    State(state): State<AppState>,
    Path(number): Path<String>,
    signed_in: SignedIn,
) -> Result<StatusCode, ApiError> {
    let number = number.parse().map_err(|_| not_found())?;
    write(&state, signed_in, move |transaction, clerk, now_ms| {
        strike(transaction, clerk, Noted::Certificate(number), now_ms).map(|_| ())
    })
    .await
}

async fn write(
    state: &AppState,
    signed_in: SignedIn,
    work: impl FnOnce(&Connection, &Clerk, i64) -> Result<(), TrainingError> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| Ok::<_, ApiError>(work(transaction, &signed_in.clerk, now_ms)?))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
