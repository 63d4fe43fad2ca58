//! Asking the server to enrol this device.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_evidence::certificate::certificate_request;
use reqwest::Url;

use super::{EnrolAnswer, EnrolError, Invitation};
use crate::{
    Device, Error, Identity,
    replication::{SyncError, TransportError, client},
};

/// The largest answer that is read, in bytes: three certificates.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// What a person scanned, and what he calls the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolRequest {
    /// `doorstep://enrol?url=…&code=…&ca=…`.
    pub invitation: String,
    /// What people call the device; the office may decide otherwise.
    pub device_name: String,
}

impl Device {
    /// Enrols the folder as a person's device. Asked again after an answer that was lost, the server gives the same
    /// device the same answer.
    ///
    /// # Errors
    /// [`Error::Enrolment`], [`Error::Vault`] or what the disk says.
    pub async fn enrol(&self, request: EnrolRequest) -> Result<Arc<Identity>, Error> {
        let invitation = Invitation::parse(&request.invitation)?;
        let vault = Arc::clone(&self.inner.vault);
        let name = request.device_name.clone();
        let made = tokio::task::spawn_blocking(move || certificate_request(&*vault, &name));
        let certificate_request = made
            .await
            .map_err(|_| Error::Sync(SyncError::Stopped))?
            .map_err(|error| match error {
                doorstep_evidence::certificate::CertificateError::Vault(vault) => {
                    Error::Vault(vault)
                }
                other => EnrolError::Certificate(other).into(),
            })?;
        let body = serde_json::json!({
            "code": invitation.code,
            "request": BASE64_STANDARD.encode(certificate_request),
            "device_name": request.device_name,
        });
        let answer = ask(&invitation, body.to_string()).await?;
        let answer: EnrolAnswer =
            serde_json::from_slice(&answer).map_err(|_| EnrolError::Answer)?;
        let device = self.clone();
        let taken =
            tokio::task::spawn_blocking(move || device.take_enrolment(&invitation, &answer));
        taken.await.unwrap_or(Err(Error::Sync(SyncError::Stopped)))
    }
}

async fn ask(invitation: &Invitation, body: String) -> Result<Vec<u8>, EnrolError> {
    let url = Url::parse(&invitation.server_url)
        .and_then(|server| server.join("/v1/enrol"))
        .map_err(|_| EnrolError::Invitation)?;
    let offline =
        |error: reqwest::Error| EnrolError::Server(TransportError::Offline(Some(error.into())));
    let sent = client()?
        .post(url)
        .header(reqwest::header::CONTENT_TYPE, "application/json")
        .body(body)
        .send();
    let mut response = sent.await.map_err(offline)?;
    let status = response.status();
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(offline)? {
        if answer.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(EnrolError::Answer);
        }
        answer.extend_from_slice(&chunk);
    }
    if status.is_success() {
        return Ok(answer);
    }
    let said: serde_json::Value = serde_json::from_slice(&answer).unwrap_or_default();
    let code = said
        .pointer("/error/code")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned();
    Err(TransportError::Refused {
        status: status.as_u16(),
        code,
    }
    .into())
}
