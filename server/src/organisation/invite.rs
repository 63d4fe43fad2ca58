//! A one-time code by which one device enrols.

use chrono::{DateTime, TimeDelta, Utc};
use doorstep_domain::ids::PersonId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, params};

use super::{
    Organisation, OrganisationError,
    people::{check_name, require_active},
};
use crate::{environment::Environment, secret::Secret};

/// How long a code is good.
const GOOD_FOR_MINUTES: i64 = 15;

/// What the office shows to the device: as a QR code, or to be typed. It is shown once; only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The code, good for one device.
    pub code: Secret,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// SHA-256 of the organisation's certificate: by it the device knows that it reached the right server.
    pub fingerprint: Digest,
}

impl Invitation {
    /// What the QR code holds: `doorstep://enrol?url=…&code=…&ca=…`, percent-encoded like a form.
    #[must_use]
    pub fn link(&self, server_url: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("url", server_url)
            .append_pair("code", self.code.as_text())
            .append_pair("ca", &self.fingerprint.to_string())
            .finish();
        format!("doorstep://enrol?{query}")
    }
}

impl Organisation {
    /// Invites one device of a person. The device's name is the office's to give; without one the device says it.
    ///
    /// # Errors
    /// [`OrganisationError::NoPerson`] or [`OrganisationError::BadName`].
    pub async fn invite_device(
        &self,
        person: PersonId,
        device_name: Option<String>,
    ) -> Result<Invitation, OrganisationError> {
        let environment = self.environment.clone();
        let fingerprint = self.authority.fingerprint();
        self.writer
            .submit(move |transaction| {
                let name = device_name.as_deref();
                write_invitation(transaction, &environment, fingerprint, &person, name)
            })
            .await
    }
}

/// Draws an invitation and writes its hash down. `fingerprint` is that of the organisation's certificate.
pub(crate) fn write_invitation(
    transaction: &Connection,
    environment: &Environment,
    fingerprint: Digest,
    person: &PersonId,
    device_name: Option<&str>,
) -> Result<Invitation, OrganisationError> {
    if let Some(name) = device_name {
        check_name(name, "device's name")?;
    }
    let invitation = Invitation {
        code: Secret::draw(environment)?,
        expires_at: environment.now() + TimeDelta::minutes(GOOD_FOR_MINUTES),
        fingerprint,
    };
    require_active(transaction, person)?;
    transaction.execute(
        "INSERT INTO enrolment_code (hash, person, device_name, expires_at_ms)
         VALUES (?1, ?2, ?3, ?4)",
        params![
            invitation.code.hash().0,
            person.0,
            device_name,
            invitation.expires_at.timestamp_millis()
        ],
    )?;
    Ok(invitation)
}
