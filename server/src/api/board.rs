//! The board, who could take a record, and what is known of technicians.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use chrono::NaiveDate;
use doorstep_domain::ids::{PersonId, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Done, Refusals, Told, told::query};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    board::{
        BoardDay, Candidate, Job, JobPlace, PAGE_ROWS, TechnicianDay, TechnicianPlace, WaitsFor,
        Whose, candidates, count_waiting, day, waiting,
    },
    json::Json,
    office::on_the_wall,
    rights::{Action, require},
    session::Caller,
    staff::{StationCode, colleague},
    technician::{KeepProfile, Profile, keep, profile},
};

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardQuery {
    /// The day by the office's clock on the wall; today without it.
    #[param(value_type = Option<String>, format = "date")]
    day: Option<NaiveDate>,
    /// A station's code: its technicians, and those of none; all without it.
    station: Option<String>,
    /// A technician's code: he alone.
    technician: Option<String>,
    /// Where the page of technicians begins: `next` of the page before.
    after: Option<String>,
    /// Where the page of unassigned records begins: `further` of the page before.
    further: Option<String>,
}

/// A day of the board.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardAnswer {
    /// The day.
    #[schema(value_type = String, format = "date")]
    day: NaiveDate,
    /// Technicians on all pages.
    technicians_count: usize,
    /// Appointments of the technicians on all pages on this day.
    appointments_count: i64,
    /// A page of the technicians, by name.
    technicians: Vec<TechnicianDay>,
    /// Where the next page of technicians begins; null on the last.
    next: Option<String>,
    /// What is on this day with somebody who is not on the board.
    others: Vec<Job>,
    /// Open records that such people have without a date.
    others_undated: i64,
    /// Records that nobody has, on all pages.
    unassigned_count: i64,
    /// A page of the records that nobody has, the clock that runs out next first.
    unassigned: Vec<Job>,
    /// Where the next page of these begins; null on the last.
    further: Option<String>,
}

/// A day of the board: who goes where, who has room, what nobody has yet.
#[utoipa::path(get, path = "/api/v1/board", tag = "dispatch", params(BoardQuery),
    responses((status = 200, body = BoardAnswer), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    address: Uri,
) -> Result<Json<BoardAnswer>, ApiError> {
    require(&caller.clerk, Action::Dispatch, None)?;
    let asked: BoardQuery = query(&address)?;
    let today = BoardDay::of(on_the_wall(&state));
    let on = asked.day.map_or(today, |day| today.on(day));
    let after = asked.after.as_deref().map(technician_place).transpose()?;
    let further = asked.further.as_deref().map(job_place).transpose()?;
    let given = |code: Option<String>| code.filter(|code| !code.is_empty());
    let whose = Whose {
        station: given(asked.station).map(StationCode),
        person: given(asked.technician).map(PersonId),
    };
    let clerk = caller.clerk;
    let read = move |connection: &rusqlite::Connection| {
        let (station, nobodys) = (whose.station.as_ref(), WaitsFor::Somebody);
        let board = day(connection, &clerk, on, &whose, after.as_ref())?;
        let mut unassigned = waiting(connection, &clerk, nobodys, station, further)?;
        let is_more = unassigned.len() > PAGE_ROWS;
        unassigned.truncate(PAGE_ROWS);
        let last = board.technicians.last().filter(|_| board.is_more);
        Ok::<_, ApiError>(BoardAnswer {
            day: on.date,
            technicians_count: board.technicians_count,
            appointments_count: board.appointments_count,
            next: last.map(|last| last.place().to_string()),
            technicians: board.technicians,
            others: board.others,
            others_undated: board.others_undated,
            unassigned_count: count_waiting(connection, &clerk, nobodys, station)?,
            further: unassigned
                .last()
                .filter(|_| is_more)
                .map(|last| last.place().to_string()),
            unassigned,
        })
    };
    Ok(Json(state.store().read(read).await?))
}

fn technician_place(text: &str) -> Result<TechnicianPlace, ApiError> {
    TechnicianPlace::of(text).ok_or_else(unreadable)
}

fn job_place(text: &str) -> Result<JobPlace, ApiError> {
    text.parse().map_err(|_| unreadable())
}

fn unreadable() -> ApiError {
    ApiError::bad_request("The query is not as expected.")
}

/// Who could take a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidatesAnswer {
    /// The day of its appointment; today where there is none.
    #[schema(value_type = String, format = "date")]
    day: NaiveDate,
    /// The record.
    record: Job,
    /// Who fits best first.
    candidates: Vec<Candidate>,
}

/// Who could take a record, who fits best first. To send one: `POST /api/v1/records/{record}/dispatch`.
#[utoipa::path(get, path = "/api/v1/records/{record}/candidates", tag = "dispatch",
    params(("record" = String, Path, format = "uuid")), responses((status = 200, body = CandidatesAnswer), Refusals))]
pub(super) async fn list_candidates(
    State(state): State<AppState>,
    Path(record): Path<String>,
    caller: Caller,
) -> Result<Json<CandidatesAnswer>, ApiError> {
    require(&caller.clerk, Action::Dispatch, None)?;
    let record: RecordId = record.parse().map_err(|_| not_found())?;
    let today = BoardDay::of(on_the_wall(&state));
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(candidates(connection, &caller.clerk, record, today)?)
    };
    let found = state.store().read(read).await?.ok_or_else(not_found)?;
    Ok(Json(CandidatesAnswer {
        day: found.day.date,
        record: found.job,
        candidates: found.people,
    }))
}

/// What is known of a technician.
#[utoipa::path(get, path = "/api/v1/people/{person}/profile", tag = "people", params(("person" = String, Path)),
    responses((status = 200, body = Profile), Refusals))]
pub(super) async fn read_profile(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
) -> Result<Json<Profile>, ApiError> {
    require(&caller.clerk, Action::KeepTraining, None)?;
    let person = PersonId(person);
    let read = move |connection: &rusqlite::Connection| {
        let whom = colleague(connection, &person)?.filter(|whom| whom.technician);
        let whom = whom.ok_or_else(not_found)?;
        for station in &whom.stations {
            require(&caller.clerk, Action::KeepTraining, Some(station))?;
        }
        Ok::<_, ApiError>(profile(connection, &person)?)
    };
    Ok(Json(state.store().read(read).await?))
}

/// Describes a technician. 409 `changed_meanwhile` if he is not as he was read.
#[utoipa::path(put, path = "/api/v1/people/{person}/profile", tag = "people", params(("person" = String, Path)),
    request_body = KeepProfile, responses(Done, Refusals))]
pub(super) async fn keep_profile(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
    Told(request): Told<KeepProfile>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    let person = PersonId(person);
    state
        .writer()
        .submit(move |transaction| {
            let clerk = &caller.clerk;
            Ok::<_, ApiError>(keep(transaction, clerk, &person, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
