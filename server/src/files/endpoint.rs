//! `/v1/files/{digest}`: where are you, take this piece, give me that one.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use doorstep_evidence::digest::Digest;
use serde::Deserialize;
use serde_json::json;

use super::{
    GIVEN_BYTES, PIECE_BYTES_MAX, ShelfError,
    named::{Named, named_for},
    quota,
};
use crate::{
    api_error::ApiError, app::AppState, authenticate::Signed, authenticate::SignedDevice,
    json::Json, store::StoreError, writer::WriteError,
};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/files/{digest}", get(give).put(take))
        .route("/v1/files/{digest}/standing", get(standing))
}

/// Which piece is brought.
#[derive(Deserialize)]
struct Brought {
    /// How many bytes the whole content has.
    bytes: u64,
    /// Where the piece begins.
    from: u64,
}

/// Which piece is wanted.
#[derive(Deserialize)]
struct Wanted {
    /// Where it begins.
    from: u64,
}

/// The answer to the device, by the number of bytes that are here and whether that is all.
fn said((received, whole): (u64, bool)) -> Response {
    Json(json!({ "received": received, "whole": whole })).into_response()
}

async fn standing(
    State(state): State<AppState>,
    Path(digest): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let digest = digest_of(&digest)?;
    named(&state, &signed.device, digest).await?;
    let shelf = state.shelf().clone();
    on_disk(move || shelf.standing(digest)).await.map(said)
}

async fn take(
    State(state): State<AppState>,
    Path(digest): Path<String>,
    Query(brought): Query<Brought>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let digest = digest_of(&digest)?;
    if signed.body().len() > PIECE_BYTES_MAX {
        return Err(ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "A piece has at most 1 MiB.",
        ));
    }
    let named = named(&state, &signed.device, digest).await?;
    // Whoever is on a record may name a content with any size: one of the sizes must be meant.
    let as_named = named
        .iter()
        .find(|named| named.bytes == brought.bytes)
        .copied()
        .ok_or_else(|| refused(&ShelfError::Size))?;
    let shelf = state.shelf().clone();
    if shelf.has(digest) {
        return on_disk(move || shelf.standing(digest)).await.map(said);
    }
    if !begin(&state, signed.device.clone(), digest, brought.bytes).await? {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "file_quota",
            "This device has brought as much as it may in a day.",
        ));
    }
    let taken = on_disk(move || {
        let piece = signed.body();
        shelf.take(
            digest,
            as_named.bytes,
            as_named.media_type,
            brought.from,
            piece,
        )
    });
    taken.await.map(said)
}

async fn give(
    State(state): State<AppState>,
    Path(digest): Path<String>,
    Query(wanted): Query<Wanted>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let digest = digest_of(&digest)?;
    if signed.device.revoked {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "device_revoked",
            "This device was revoked.",
        ));
    }
    let named = named(&state, &signed.device, digest).await?;
    if !named.iter().any(|named| named.is_visible) {
        return Err(not_named());
    }
    let shelf = state.shelf().clone();
    let piece = on_disk(move || shelf.read(digest, wanted.from, GIVEN_BYTES)).await?;
    let piece = piece.ok_or(ApiError::new(
        StatusCode::NOT_FOUND,
        "file_not_here",
        "The file has not arrived yet.",
    ))?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], piece).into_response())
}

fn digest_of(text: &str) -> Result<Digest, ApiError> {
    text.parse()
        .map_err(|_| ApiError::bad_request("A file is named by the 64 hex digits of its SHA-256."))
}

/// The content as the records name it that the sender has, or had; at least one must.
async fn named(
    state: &AppState,
    sender: &SignedDevice,
    digest: Digest,
) -> Result<Vec<Named>, ApiError> {
    let (person, now_ms) = (sender.person.clone(), state.environment().now_ms());
    let named = state
        .store()
        .read(move |connection| {
            named_for(connection, digest, &person, now_ms).map_err(ApiError::internal)
        })
        .await?;
    if named.is_empty() {
        return Err(not_named());
    }
    Ok(named)
}

/// The same whether no record names it or somebody else's does.
const fn not_named() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "file_not_named",
        "No record that this device has names this file.",
    )
}

#[derive(Debug, thiserror::Error)]
enum BeginError {
    #[error("the statement failed")]
    Statement(#[from] rusqlite::Error),
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

async fn begin(
    state: &AppState,
    sender: SignedDevice,
    digest: Digest,
    bytes: u64,
) -> Result<bool, ApiError> {
    let now_ms = state.environment().now_ms();
    // Only the first piece costs a commit.
    let is_begun = state
        .store()
        .read(move |connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM file_brought WHERE digest = ?1)";
            let mut statement = connection.prepare_cached(sql)?;
            Ok::<bool, ApiError>(statement.query_row([digest.as_bytes()], |row| row.get(0))?)
        })
        .await?;
    if is_begun {
        return Ok(true);
    }
    let begun: Result<bool, BeginError> = state
        .writer()
        .submit(move |transaction| {
            Ok(quota::begin(
                transaction,
                digest,
                sender.device,
                bytes,
                now_ms,
            )?)
        })
        .await;
    begun.map_err(|error| match error {
        BeginError::Statement(error) => error.into(),
        BeginError::Write(error) => error.into(),
    })
}

/// Forgets contents that were begun long ago and never became whole.
///
/// # Errors
/// [`StoreError`] or what the disk says, as an answer.
pub(crate) async fn sweep(state: &AppState) -> Result<(), ApiError> {
    let now_ms = state.environment().now_ms();
    let old = state
        .store()
        .read(move |connection| quota::begun_long_ago(connection, now_ms).map_err(ApiError::from))
        .await?;
    let shelf = state.shelf().clone();
    on_disk(move || {
        old.into_iter()
            .try_for_each(|digest| shelf.forget_half(digest))
    })
    .await
}

/// Works on the disk away from the threads that serve requests.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ShelfError> + Send + 'static,
) -> Result<T, ApiError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| refused(&error)),
        Err(_) => Err(StoreError::Interrupted.into()),
    }
}

fn refused(error: &ShelfError) -> ApiError {
    let refuse = |code, message| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message);
    match error {
        ShelfError::OtherBytes => refuse(
            "file_other_bytes",
            "The bytes are not those of the digest; begin anew.",
        ),
        ShelfError::Kind => refuse(
            "file_kind",
            "The file is not of the kind that the record says.",
        ),
        ShelfError::Size => refuse("file_size", "The size is not the one that the record says."),
        ShelfError::File(error) => {
            tracing::error!(%error, "a file could not be kept or read");
            // A full disk: what was sent is not at fault, and may come again.
            ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "The server cannot do this just now; try again later.",
            )
        }
    }
}
