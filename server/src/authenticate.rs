//! Who sent a request: the device whose key signed exactly these bytes, and only once.
//!
//! A handler takes [`Signed`] and gets the device and the body. The cheap questions come first: a request without
//! a readable signature of a known device is refused before its body is read.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header, request::Parts},
};
use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::key::PublicKey;
use doorstep_sync::request_signature::{
    Nonce, ParsedSignature, RequestParts, RequestSignatureError, VerifiedSignature, parse,
    replay::{Admission, NonceMemory},
};
use rusqlite::params;

use crate::{
    api_error::ApiError,
    app::AppState,
    body::{HeldBody, MAX_SIGNED_BYTES},
    environment::Environment,
    organisation::{Device, device},
    writer::WriteError,
};

/// Nonces that are remembered at once, about 40 bytes each: thirty requests a second for the ten minutes that one
/// may have to be remembered.
const REMEMBERED_NONCES: usize = 20_000;

/// How old the database's word on when a device was last seen may get.
const SEEN_AGAIN_AFTER_MS: i64 = 5 * 60 * 1000;
/// What is kept of a device's version.
const LONGEST_VERSION: usize = 64;

/// A request that a device of ours signed.
#[derive(Debug)]
pub struct Signed {
    /// Who signed.
    pub device: SignedDevice,
    body: HeldBody,
}

/// Who is behind a signature, as the database knows it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedDevice {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// On whose behalf it writes: what its certificate says.
    pub role: Role,
    /// Revoked, or its person has left. It is let in all the same, because what it brings must reach quarantine:
    /// whoever gives something out must ask.
    pub revoked: bool,
}

impl Signed {
    /// The body as sent, before decompression.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body.bytes
    }
}

impl FromRequest<AppState> for Signed {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let signature = read_signature(&parts)?;
        let id = signature.device();
        let known = state
            .store()
            .read(move |connection| Ok::<_, ApiError>(device(connection, id)?))
            .await?
            .ok_or_else(unknown_device)?;
        let body = state
            .body_room()
            .read(&parts.headers, body, MAX_SIGNED_BYTES)
            .await?;
        let verified = verify(&signature, &parts, &body.bytes, &known.public_key)?;
        state.nonces().admit(&verified, state.environment())?;
        note_seen(state, &known, &parts);
        state.metrics().received(body.bytes.len());
        Ok(Self {
            device: known.into(),
            body,
        })
    }
}

impl From<Device> for SignedDevice {
    fn from(device: Device) -> Self {
        Self {
            revoked: device.is_revoked(),
            device: device.device,
            person: device.person,
            role: device.role,
        }
    }
}

/// The nonces of the last minutes, shared by all requests.
#[derive(Clone)]
pub(crate) struct Nonces(Arc<Mutex<NonceMemory>>);

impl Default for Nonces {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(NonceMemory::new(REMEMBERED_NONCES))))
    }
}

impl Nonces {
    /// Lets a verified request pass if it is new.
    ///
    /// # Errors
    /// 401 `replayed`, or 401 `use_server_nonce` with a nonce to sign with.
    pub(crate) fn admit(
        &self,
        request: &VerifiedSignature,
        environment: &Environment,
    ) -> Result<(), ApiError> {
        let now_s = environment.now().timestamp();
        let drawn = Nonce(environment.draw()?);
        // Each call leaves the memory whole: a poisoned lock still guards a sound one.
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match memory.admit(request, now_s) {
            Admission::Fresh => Ok(()),
            Admission::Replayed => Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "replayed",
                "This request was received before.",
            )),
            Admission::UseServerNonce => {
                let nonce = memory.offer(request, now_s, drawn);
                Err(ApiError::use_server_nonce(nonce))
            }
        }
    }
}

/// Reads the signature of a request, whoever made it.
///
/// # Errors
/// 401 `unsigned` or `bad_signature`.
pub(crate) fn read_signature(parts: &Parts) -> Result<ParsedSignature, ApiError> {
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    parse(headers).map_err(refused)
}

/// Checks the signature against the request and the key.
///
/// # Errors
/// 401 `body_changed` or `bad_signature`.
pub(crate) fn verify(
    signature: &ParsedSignature,
    parts: &Parts,
    body: &[u8],
    key: &PublicKey,
) -> Result<VerifiedSignature, ApiError> {
    let host = parts.headers.get(header::HOST);
    let request = RequestParts {
        method: parts.method.as_str(),
        authority: host
            .and_then(|host| host.to_str().ok())
            .ok_or(ApiError::bad_request("The header `host` is missing."))?,
        path: parts.uri.path(),
        query: parts.uri.query(),
        body,
    };
    signature.verify(&request, key).map_err(refused)
}

/// The refusal of a device that the database does not know.
pub(crate) fn unknown_device() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "unknown_device",
        "This device is not enrolled here.",
    )
}

fn refused(error: RequestSignatureError) -> ApiError {
    let (code, message) = match error {
        RequestSignatureError::Missing(_) => ("unsigned", "The request is not signed."),
        RequestSignatureError::BodyChanged => {
            ("body_changed", "The body is not the one that was signed.")
        }
        _ => ("bad_signature", "The request's signature is not valid."),
    };
    ApiError::new(StatusCode::UNAUTHORIZED, code, message)
}

/// Notes now and then when a device was here and what it runs; the request does not wait for it.
fn note_seen(state: &AppState, known: &Device, parts: &Parts) {
    let now_ms = state.environment().now_ms();
    let version: Option<String> = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|version| version.to_str().ok())
        .map(|version| version.chars().take(LONGEST_VERSION).collect());
    let is_recent = known
        .last_seen_ms
        .is_some_and(|seen_ms| now_ms.abs_diff(seen_ms) < SEEN_AGAIN_AFTER_MS.unsigned_abs());
    if is_recent && version == known.last_version {
        return;
    }
    let (writer, device) = (state.writer().clone(), known.device);
    tokio::spawn(async move {
        let noted: Result<usize, SeenError> = writer
            .submit(move |transaction| {
                Ok(transaction.execute(
                    "UPDATE device SET last_seen_ms = ?2, last_version = ?3 WHERE device = ?1",
                    params![device.as_bytes(), now_ms, version],
                )?)
            })
            .await;
        if let Err(error) = noted {
            tracing::debug!(%error, "that a device was seen could not be noted");
        }
    });
}

#[derive(Debug, thiserror::Error)]
enum SeenError {
    #[error("the statement failed")]
    Statement(#[from] rusqlite::Error),
    #[error("the work was not written")]
    Write(#[from] WriteError),
}

#[cfg(test)]
mod tests;
