//! Reading request bodies so that no sender, slow or large, takes more than his share of memory; and room for what
//! they unfold to.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header},
};
use doorstep_sync::codec::DECODING_BYTES_MAX;
use futures_util::StreamExt as _;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::api_error::ApiError;

/// The largest body of a signed request, compressed as it is sent.
pub const MAX_SIGNED_BYTES: usize = 4 * 1024 * 1024;
/// The largest body of a request by somebody who is not known yet.
pub const MAX_UNKNOWN_BYTES: usize = 32 * 1024;

/// All bodies that are held at once, in KiB.
const ROOM_KIB: usize = 128 * 1024;
/// All messages that are held at once, unfolded, in KiB: four of the largest while they are read.
const MESSAGE_ROOM_KIB: usize = 4 * DECODING_BYTES_MAX / 1024;
/// How long a body waits until others have left.
const WAIT_FOR_ROOM: Duration = Duration::from_secs(10);
/// How long a sender may pause. There is no limit for the whole: a phone at the edge of coverage is slow.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The memory that bodies share.
#[derive(Clone)]
pub struct BodyRoom(Arc<Semaphore>);

/// The memory that messages share once they are unfolded: a body of two kilobytes may hold a message of sixteen
/// megabytes, which is held until the one writer has taken it.
#[derive(Clone)]
pub struct MessageRoom(Arc<Semaphore>);

/// The place of a message, which is free again when this is dropped.
#[derive(Debug)]
pub struct HeldMessage(OwnedSemaphorePermit);

/// A body and its place, which is free again when this is dropped.
#[derive(Debug)]
pub struct HeldBody {
    /// The bytes as sent.
    pub bytes: Bytes,
    _place: OwnedSemaphorePermit,
}

impl Default for BodyRoom {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM_KIB)))
    }
}

impl Default for MessageRoom {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MESSAGE_ROOM_KIB)))
    }
}

impl MessageRoom {
    /// Waits until the largest message could be read.
    ///
    /// # Errors
    /// 503 if there was no room.
    pub async fn wait(&self) -> Result<HeldMessage, ApiError> {
        wait(&self.0, DECODING_BYTES_MAX).await.map(HeldMessage)
    }
}

impl HeldMessage {
    /// Gives back what the message did not take: it takes so many bytes.
    pub fn shrink(&mut self, bytes: usize) {
        let spare = self.0.num_permits().saturating_sub(kib(bytes));
        drop(self.0.split(spare));
    }
}

/// What so many bytes take of a room.
const fn kib(bytes: usize) -> usize {
    bytes / 1024 + 1
}

async fn wait(room: &Arc<Semaphore>, bytes: usize) -> Result<OwnedSemaphorePermit, ApiError> {
    let kib = u32::try_from(kib(bytes)).unwrap_or(u32::MAX);
    match timeout(WAIT_FOR_ROOM, Arc::clone(room).acquire_many_owned(kib)).await {
        Ok(Ok(place)) => Ok(place),
        _ => Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "The server is busy; try again later.",
        )),
    }
}

impl BodyRoom {
    /// Reads a body of at most so many bytes. Its length must be announced, and room for it be free, before the
    /// first byte is taken.
    ///
    /// # Errors
    /// 411, 413, 400 or 408 for the sender's faults; 503 if there was no room.
    pub async fn read(
        &self,
        headers: &HeaderMap,
        body: Body,
        at_most: usize,
    ) -> Result<HeldBody, ApiError> {
        let length = announced_length(headers)?;
        if length > at_most {
            return Err(ApiError::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "The body is larger than what is taken here.",
            ));
        }
        let place = wait(&self.0, length).await?;
        let mut bytes = Vec::with_capacity(length);
        let mut chunks = body.into_data_stream();
        loop {
            match timeout(LONGEST_PAUSE, chunks.next()).await {
                Ok(Some(Ok(chunk))) if bytes.len() + chunk.len() <= length => {
                    bytes.extend_from_slice(&chunk);
                }
                Ok(None) if bytes.len() == length => break,
                Ok(_) => return Err(ApiError::bad_request("The body was cut off or too long.")),
                Err(_) => {
                    return Err(ApiError::new(
                        StatusCode::REQUEST_TIMEOUT,
                        "too_slow",
                        "The body did not arrive.",
                    ));
                }
            }
        }
        Ok(HeldBody {
            bytes: bytes.into(),
            _place: place,
        })
    }
}

/// Without either header there is no body (RFC 9112, section 6.3).
fn announced_length(headers: &HeaderMap) -> Result<usize, ApiError> {
    let unknown = ApiError::new(
        StatusCode::LENGTH_REQUIRED,
        "length_required",
        "The body's length must be announced.",
    );
    match headers.get(header::CONTENT_LENGTH) {
        Some(length) => length
            .to_str()
            .ok()
            .and_then(|length| length.parse().ok())
            .ok_or(unknown),
        None if headers.contains_key(header::TRANSFER_ENCODING) => Err(unknown),
        None => Ok(0),
    }
}
