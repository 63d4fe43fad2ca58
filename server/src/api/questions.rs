//! What technicians ask of the office.
#![allow(unused_qualifications)] // in what the macro of a query's parameters writes

use axum::{extract::State, http::Uri};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Refusals, told::query};
use crate::{
    api_error::ApiError,
    app::AppState,
    json::Json,
    question::{PAGE_ROWS, Question, waiting},
    rights::{Action, require},
    session::SignedIn,
};

/// Which questions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QuestionsQuery {
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
}

/// A page of questions that wait.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Questions {
    /// Who waits longest stands first.
    questions: Vec<Question>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// Questions that nobody has decided.
#[utoipa::path(get, path = "/api/v1/questions", tag = "dispatch", params(QuestionsQuery),
    responses((status = 200, body = Questions), Refusals))]
pub(super) async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: Uri,
) -> Result<Json<Questions>, ApiError> {
    require(&signed_in.clerk, Action::Approve, None)?;
    let asked: QuestionsQuery = query(&address)?;
    let after = asked.after.as_deref().and_then(|place| place.parse().ok());
    let read = move |connection: &rusqlite::Connection| {
        Ok::<_, ApiError>(waiting(connection, &signed_in.clerk, after)?)
    };
    let mut questions = state.store().read(read).await?;
    let is_more = questions.len() > PAGE_ROWS;
    questions.truncate(PAGE_ROWS);
    let last = questions.last().filter(|_| is_more);
    let next = last.map(|last| last.place().to_string());
    Ok(Json(Questions { questions, next }))
}
