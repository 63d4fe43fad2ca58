//! The two endpoints for devices that the server does not know yet.
//!
//! `POST /v1/enrol`: a one-time code and a proved key become a certificate. `POST /v1/introduce`: a device that was
//! enrolled after the backup that was restored brings its certificate back. Both are JSON; bytes are base64
//! (standard alphabet, padded).

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    routing::post,
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_evidence::certificate::DeviceCertificate;
use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError,
    app::AppState,
    authenticate::{read_signature, unknown_device, verify},
    body::MAX_UNKNOWN_BYTES,
    json::{self, Json},
    organisation::{EnrolmentRequest, OrganisationError, device, introduce},
};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/enrol", post(enrol))
        .route("/v1/introduce", post(take_up))
}

#[derive(Deserialize)]
struct EnrolBody {
    code: String,
    /// PKCS#10.
    request: String,
    device_name: String,
}

#[derive(Serialize)]
struct EnrolAnswer {
    device: String,
    /// X.509.
    certificate: String,
    /// PEM.
    organisation_certificate: String,
    device_number: i64,
    office_device: String,
    office_certificate: String,
    /// RFC 3339.
    server_time: String,
}

async fn enrol(
    State(state): State<AppState>,
    request: Request<Body>,
) -> Result<Json<EnrolAnswer>, ApiError> {
    let (parts, body) = request.into_parts();
    let body = state
        .body_room()
        .read(&parts.headers, body, MAX_UNKNOWN_BYTES)
        .await?;
    let asked: EnrolBody = json::read(&body.bytes)?;
    let organisation = state.organisation();
    let enrolment = organisation
        .enrol(EnrolmentRequest {
            code: asked.code,
            certificate_request: decode(&asked.request)?,
            device_name: asked.device_name,
        })
        .await?;
    let pem = organisation.authority().certificate().to_pem();
    Ok(Json(EnrolAnswer {
        device: enrolment.device.to_string(),
        certificate: BASE64_STANDARD.encode(enrolment.certificate),
        organisation_certificate: pem.map_err(ApiError::internal)?,
        device_number: enrolment.number,
        office_device: organisation.office().device().to_string(),
        office_certificate: BASE64_STANDARD.encode(organisation.office().certificate()),
        server_time: state.environment().now().to_rfc3339(),
    }))
}

#[derive(Deserialize)]
struct IntroduceBody {
    /// X.509.
    certificate: String,
    /// The number that the device was enrolled with.
    device_number: Option<i64>,
}

#[derive(Serialize)]
struct IntroduceAnswer {
    device: String,
    device_number: i64,
    /// RFC 3339.
    server_time: String,
}

/// Signed by the device itself, whose key is in the certificate, or by another device that is known.
async fn take_up(
    State(state): State<AppState>,
    request: Request<Body>,
) -> Result<Json<IntroduceAnswer>, ApiError> {
    let (parts, body) = request.into_parts();
    let signature = read_signature(&parts)?;
    let body = state
        .body_room()
        .read(&parts.headers, body, MAX_UNKNOWN_BYTES)
        .await?;
    let asked: IntroduceBody = json::read(&body.bytes)?;
    let certificate = DeviceCertificate::parse(&decode(&asked.certificate)?)
        .map_err(OrganisationError::Certificate)?;
    let id = signature.device();
    let sender = state
        .store()
        .read(move |connection| Ok::<_, ApiError>(device(connection, id)?))
        .await?;
    let key = match sender {
        Some(known) if known.is_revoked() => return Err(revoked()),
        Some(known) => known.public_key,
        None if certificate.device_id() == id => *certificate.public_key(),
        None => return Err(unknown_device()),
    };
    let verified = verify(&signature, &parts, &body.bytes, &key)?;
    let trusted = state.organisation().authority().certificate().clone();
    // Before its nonce is remembered: a stranger must not fill that memory.
    certificate
        .verify(&trusted)
        .map_err(OrganisationError::Certificate)?;
    state.nonces().admit(&verified, state.environment())?;
    let now_ms = state.environment().now_ms();
    let claimed = asked.device_number;
    let introduction = state
        .writer()
        .submit(move |transaction| introduce(transaction, &trusted, &certificate, claimed, now_ms))
        .await?;
    Ok(Json(IntroduceAnswer {
        device: introduction.device.to_string(),
        device_number: introduction.number,
        server_time: state.environment().now().to_rfc3339(),
    }))
}

fn revoked() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "device_revoked",
        "This device is revoked.",
    )
}

fn decode(text: &str) -> Result<Vec<u8>, ApiError> {
    BASE64_STANDARD
        .decode(text)
        .map_err(|_| ApiError::bad_request("Bytes are not written as base64."))
}
