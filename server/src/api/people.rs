//! People.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use doorstep_domain::ids::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Done, Refusals, Told};
use crate::{
    api_error::ApiError,
    app::{AppState, not_found},
    json::Json,
    rights::{Action, require},
    secret::Secret,
    session::Caller,
    staff::{
        AddPerson, ChangePerson, Colleague, INVITATION_GOOD_FOR, add, change, colleague,
        colleagues, dismiss, invite,
    },
};

/// A person, and the version that a change of him names.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonAnswer {
    #[serde(flatten)]
    colleague: Colleague,
    /// To be sent with a change.
    version: String,
}

impl From<Colleague> for PersonAnswer {
    fn from(colleague: Colleague) -> Self {
        Self {
            version: colleague.version(),
            colleague,
        }
    }
}

/// A link by which somebody sets his password.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationAnswer {
    /// The link; it is told only here.
    url: String,
    /// Until when it is good, RFC 3339.
    expires_at: String,
}

/// Everybody.
#[utoipa::path(get, path = "/api/v1/people", tag = "people",
    responses((status = 200, body = Vec<PersonAnswer>), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Vec<PersonAnswer>>, ApiError> {
    require(&caller.clerk, Action::KeepPeople, None)?;
    let read = |connection: &rusqlite::Connection| Ok::<_, ApiError>(colleagues(connection)?);
    let people = state.store().read(read).await?;
    Ok(Json(people.into_iter().map(PersonAnswer::from).collect()))
}

/// Adds a person.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = AddPerson, responses(Done, Refusals))]
pub(super) async fn add_one(
    State(state): State<AppState>,
    caller: Caller,
    Told(request): Told<AddPerson>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(add(transaction, &caller.clerk, &request, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One person.
#[utoipa::path(get, path = "/api/v1/people/{person}", tag = "people", params(("person" = String, Path)),
    responses((status = 200, body = PersonAnswer), Refusals))]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
) -> Result<Json<PersonAnswer>, ApiError> {
    require(&caller.clerk, Action::KeepPeople, None)?;
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(colleague(connection, &PersonId(person))?)
    };
    let colleague = state.store().read(read).await?.ok_or_else(not_found)?;
    Ok(Json(colleague.into()))
}

/// Changes a person. 409 `changed_meanwhile` if he is not as he was read.
#[utoipa::path(put, path = "/api/v1/people/{person}", tag = "people", params(("person" = String, Path)),
    request_body = ChangePerson, responses(Done, Refusals))]
pub(super) async fn change_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
    Told(request): Told<ChangePerson>,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    let person = PersonId(person);
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(change(
                transaction,
                &caller.clerk,
                &person,
                &request,
                now_ms,
            )?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a person go: sessions end, devices are revoked; what was done stays.
#[utoipa::path(delete, path = "/api/v1/people/{person}", tag = "people", params(("person" = String, Path)),
    responses(Done, Refusals))]
pub(super) async fn dismiss_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let now_ms = state.environment().now_ms();
    let own = state.organisation().office().device();
    let person = PersonId(person);
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(dismiss(transaction, &caller.clerk, &person, own, now_ms)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link by which somebody of the office sets his password. Earlier ones are no good any more.
#[utoipa::path(post, path = "/api/v1/people/{person}/invitation", tag = "people", params(("person" = String, Path)),
    responses((status = 200, body = InvitationAnswer), Refusals))]
pub(super) async fn invite_one(
    State(state): State<AppState>,
    Path(person): Path<String>,
    caller: Caller,
) -> Result<Json<InvitationAnswer>, ApiError> {
    let link = Secret::draw(state.environment())?;
    let now = state.environment().now();
    let answer = InvitationAnswer {
        url: format!("{}/set-up/{}", state.public_url(), link.as_text()),
        expires_at: (now + INVITATION_GOOD_FOR).to_rfc3339(),
    };
    let person = PersonId(person);
    let now_ms = now.timestamp_millis();
    state
        .writer()
        .submit(move |transaction| {
            Ok::<_, ApiError>(invite(transaction, &caller.clerk, &person, &link, now_ms)?)
        })
        .await?;
    Ok(Json(answer))
}
