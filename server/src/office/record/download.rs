//! What others check and open with programs of their own: a sealed statement as JWS, the record as automerge file.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use doorstep_evidence::digest::Digest;

use super::{
    dossier::{Found, find, load},
    sight::sees_all,
};
use crate::{
    api_error::ApiError,
    app::AppState,
    audit::{Deed, note_view},
    office::visitor::Visitor,
    replication::statements_of,
};

/// What the name of a record ends with where the file is meant.
pub(super) const RECORD_FILE: &str = ".automerge";
/// What the name of a statement ends with.
pub(super) const STATEMENT_FILE: &str = ".jws";

/// `GET /records/{record}/statements/{digest}.jws`: the compact JWS, exactly as its device sealed it.
pub(in crate::office) async fn download_statement(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((name, file)): Path<(String, String)>,
) -> Response {
    if !sees_all(visitor.clerk()) {
        return visitor.refused(ApiError::not_allowed());
    }
    let wanted = file
        .strip_suffix(STATEMENT_FILE)
        .and_then(|digest| digest.parse::<Digest>().ok());
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let (Found::One(id), Some(wanted)) = (find(connection, &clerk, &name)?, wanted) else {
                return Ok(None);
            };
            let statements = statements_of(connection, id).map_err(ApiError::internal)?;
            let found = statements
                .into_iter()
                .find(|statement| statement.digest == wanted);
            Ok(found.map(|statement| statement.jws.into_bytes()))
        })
        .await;
    given_out(&state, &visitor, read, &file, "application/jose").await
}

/// `GET /records/{record}.automerge`: the whole document with its history.
pub(super) async fn record(state: &AppState, visitor: &Visitor, name: String) -> Response {
    if !sees_all(visitor.clerk()) {
        return visitor.refused(ApiError::not_allowed());
    }
    let clerk = visitor.clerk().clone();
    let read = state
        .store()
        .read(move |connection| {
            let Found::One(id) = find(connection, &clerk, &name)? else {
                return Ok(None);
            };
            let (document, _) = load(connection, id)?;
            let saved = document.document().save().map_err(ApiError::internal)?;
            Ok(Some((id, saved)))
        })
        .await;
    match read {
        Ok(Some((id, saved))) => {
            let file = format!("{id}{RECORD_FILE}");
            given_out(
                state,
                visitor,
                Ok(Some(saved)),
                &file,
                "application/octet-stream",
            )
            .await
        }
        Ok(None) => visitor.nothing_here(),
        Err(error) => visitor.refused(error),
    }
}

/// `file` is of our own making: an id or a digest with its ending.
pub(super) async fn given_out(
    state: &AppState,
    visitor: &Visitor,
    read: Result<Option<Vec<u8>>, ApiError>,
    file: &str,
    media_type: &'static str,
) -> Response {
    match read {
        Ok(Some(bytes)) => {
            let noted = note_view(state, visitor.clerk(), Deed::FileTaken, file.to_owned()).await;
            if let Err(error) = noted {
                return visitor.refused(error.into());
            }
            let disposition = HeaderValue::try_from(format!("attachment; filename=\"{file}\""));
            let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => visitor.nothing_here(),
        Err(error) => visitor.refused(error),
    }
}
