//! `POST /v1/sync`: one signed request of a device, one answer.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use doorstep_sync::{
    codec::{self, CodecError, MEDIA_TYPE},
    message::{Ack, PROTOCOL, Request},
};

use crate::{api_error::ApiError, app::AppState, authenticate::Signed};

pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/v1/sync", post(sync))
}

async fn sync(State(state): State<AppState>, signed: Signed) -> Result<Response, ApiError> {
    // Held to the end: while the message waits for the writer, and while its answer is made.
    let mut place = state.message_room().wait().await?;
    let (request, bytes): (Request, usize) =
        codec::decode_weighed(signed.body()).map_err(|error| unreadable(&error))?;
    place.shrink(bytes);
    if request.protocol != PROTOCOL {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "protocol",
            "This server speaks protocol 1.",
        ));
    }
    let answer = state
        .replication()
        .exchange(signed.device, request)
        .await
        .map_err(ApiError::internal)?;
    for ack in answer.acks.iter().chain(&answer.statement_acks) {
        state.metrics().pushed(outcome(ack));
    }
    let bytes = codec::encode(&answer).map_err(ApiError::internal)?;
    state.metrics().pulled();
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response())
}

fn outcome(ack: &Ack) -> &str {
    match ack {
        Ack::Accepted => "accepted",
        Ack::Duplicate => "duplicate",
        Ack::MissingDependencies => "missing_dependencies",
        Ack::Refused { code, .. } | Ack::Later { code } => code,
    }
}

fn unreadable(error: &CodecError) -> ApiError {
    match error {
        CodecError::TooLarge => ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "message_too_large",
            "The message is too large.",
        ),
        CodecError::Compression | CodecError::Malformed | CodecError::Encode => ApiError::new(
            StatusCode::BAD_REQUEST,
            "message_malformed",
            "The message cannot be read.",
        ),
    }
}
