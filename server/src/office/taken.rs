//! Lists that are taken out as files.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use rusqlite::Connection;

use super::visitor::Visitor;
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    rights::Action,
    staff::Clerk,
};

/// A list that is taken out.
pub(super) struct Taken {
    /// What one must be allowed to do, beside taking files out at all.
    pub(super) action: Action,
    /// What the audit says.
    pub(super) deed: Deed,
    /// Of what.
    pub(super) subject: String,
    /// What the file is called.
    pub(super) name: &'static str,
}

/// Gives a list as CSV, once it is noted who took it.
pub(super) async fn give(
    state: &AppState,
    visitor: Visitor,
    taken: Taken,
    write: impl FnOnce(&Connection, &Clerk) -> Result<Vec<u8>, ApiError> + Send + 'static,
) -> Response {
    for action in [taken.action, Action::Export] {
        if let Some(refused) = visitor.refusal(action) {
            return refused;
        }
    }
    let clerk = visitor.clerk().clone();
    let read = move |connection: &Connection| write(connection, &clerk);
    let written = state.store().read(read).await;
    let noted = match written {
        Ok(bytes) => note_view(state, visitor.clerk(), taken.deed, taken.subject)
            .await
            .map(|()| bytes)
            .map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match noted {
        Ok(bytes) => {
            let disposition = format!("attachment; filename=\"{}\"", taken.name);
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => visitor.answer(Err(error)),
    }
}
