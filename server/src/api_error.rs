//! What a caller is told when something fails, kept apart from what is written to the log.
//!
//! Every error becomes an [`ApiError`] on its way out: a status, a stable code for programs and a sentence for
//! people. What was really wrong is logged here, in one place, and never sent.

use std::{collections::BTreeMap, error::Error};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use doorstep_evidence::certificate::CertificateError;
use doorstep_sync::request_signature::Nonce;
use doorstep_words::{Language, Phrase, office::form as words};
use serde_json::json;

use crate::{
    environment::NoRandomness, json::Json, organisation::OrganisationError, store::StoreError,
    writer::WriteError,
};

/// The header with the nonce that a device is to sign with, on a 401 with the code `use_server_nonce`.
pub const NONCE: &str = "doorstep-nonce";

/// A field of a form or a body that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldFault {
    /// What the form and the body call it.
    pub field: &'static str,
    /// A stable code for programs.
    pub code: &'static str,
    /// Why, for people.
    pub words: Phrase,
}

/// An answer that is an error: `{"error": {"code": …, "message": …}}`.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    nonce: Option<Nonce>,
    words: Option<Phrase>,
    faults: Option<Box<[FieldFault]>>,
    inside: Option<Box<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// An error that the caller can do something about.
    #[must_use]
    pub const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
            nonce: None,
            words: None,
            faults: None,
            inside: None,
        }
    }

    /// An error that people at the office are told in their language; programs in English.
    #[must_use]
    pub fn refused(status: StatusCode, code: &'static str, words: Phrase) -> Self {
        Self {
            words: Some(words),
            ..Self::new(status, code, Language::English.say(words))
        }
    }

    /// Some fields cannot be used: `{"error": {…, "fields": {"phone": "bad_phone"}}}`.
    #[must_use]
    pub fn unfit(faults: Vec<FieldFault>) -> Self {
        const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        Self {
            faults: Some(faults.into()),
            ..Self::refused(UNFIT, "unfit_fields", words::FIELDS_CANNOT_BE_USED)
        }
    }

    /// The fields that cannot be used.
    #[must_use]
    pub fn faults(&self) -> &[FieldFault] {
        self.faults.as_deref().unwrap_or_default()
    }

    /// The clerk may not do this.
    #[must_use]
    pub fn not_allowed() -> Self {
        Self::refused(StatusCode::FORBIDDEN, "not_allowed", words::NOT_ALLOWED)
    }

    /// Something that should not have happened: the caller learns only that.
    #[must_use]
    pub fn internal(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            inside: Some(Box::new(error)),
            ..Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong on the server.",
            )
        }
    }

    /// The device's clock is not believed: it is to sign again with this nonce.
    #[must_use]
    pub fn use_server_nonce(nonce: Nonce) -> Self {
        Self {
            nonce: Some(nonce),
            ..Self::new(
                StatusCode::UNAUTHORIZED,
                "use_server_nonce",
                "Sign the request again with the nonce of the header doorstep-nonce.",
            )
        }
    }

    /// A body or a part of it that cannot be read.
    #[must_use]
    pub const fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// What a person at the office is told; nothing for what is not his to mend.
    #[must_use]
    pub const fn words(&self) -> Option<Phrase> {
        self.words
    }

    fn unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            inside: Some(Box::new(error)),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "The server cannot do this just now; try again later.",
            )
        }
    }
}

/// The code of an error, beside its answer: for who answers in words of his own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorCode(pub(crate) &'static str);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = (self.status.as_u16(), self.code);
        match self.inside.as_deref() {
            Some(inside) => {
                tracing::error!(status, code, error = causes(inside), "a request failed")
            }
            None => tracing::debug!(status, code, "a request was refused"),
        }
        let mut error = json!({ "code": self.code, "message": self.message });
        if let (Some(faults), Some(error)) = (&self.faults, error.as_object_mut()) {
            let faults = faults.iter();
            let codes: BTreeMap<_, _> = faults.map(|fault| (fault.field, fault.code)).collect();
            error.insert("fields".to_owned(), json!(codes));
        }
        let body = json!({ "error": error });
        let mut response = (self.status, Json(body)).into_response();
        response.extensions_mut().insert(ErrorCode(self.code));
        let nonce = self
            .nonce
            .map(|nonce| HeaderValue::try_from(nonce.to_text()));
        if let Some(Ok(nonce)) = nonce {
            response.headers_mut().insert(NONCE, nonce);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            let seconds = HeaderValue::from_static("5");
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

/// An error with everything below it, for the log.
fn causes(error: &(dyn Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Panicked => Self::internal(error),
            // Stopping, a full disk, a lock of another process: what was sent is not at fault.
            WriteError::Stopped | WriteError::NotCommitted(_) | WriteError::NotOpened(_) => {
                Self::unavailable(error)
            }
        }
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        Self::internal(error)
    }
}

impl From<OrganisationError> for ApiError {
    fn from(error: OrganisationError) -> Self {
        use OrganisationError as E;
        let refuse = |code, message| Self::new(StatusCode::FORBIDDEN, code, message);
        match error {
            E::CodeUnknown => refuse("code_unknown", "This enrolment code is not one of ours."),
            E::CodeUsed => refuse(
                "code_used",
                "This enrolment code was used by another device.",
            ),
            E::CodeExpired => refuse("code_expired", "This enrolment code has expired."),
            E::KeyEnrolled => Self::new(
                StatusCode::CONFLICT,
                "key_already_enrolled",
                "This device's key is enrolled already.",
            ),
            E::NoPerson => refuse("no_person", "The code's person has left."),
            E::Certificate(CertificateError::Signature) => Self::new(
                StatusCode::BAD_REQUEST,
                "bad_request_signature",
                "The request's signature does not prove its key.",
            ),
            E::Certificate(CertificateError::Issuer) => refuse(
                "other_organisation",
                "The certificate is of another organisation.",
            ),
            E::Certificate(_) => {
                Self::bad_request("The certificate or request is not as expected.")
            }
            E::BadName(_) => Self::bad_request("A name cannot be used."),
            E::Write(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
