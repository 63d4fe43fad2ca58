//! A device with a one-time code proves its key and gets its certificate.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, requested_key},
    digest::Digest,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    Organisation, OrganisationError, device,
    devices::{certificate_validity, next_number, register},
    people::{check_name, require_active},
};
use crate::{log::Kind, secret::hash_of_typed};

/// What a device sends to enrol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRequest {
    /// The code, as typed or scanned.
    pub code: String,
    /// PKCS#10, DER: the device's key, and the proof that it holds it.
    pub certificate_request: Vec<u8>,
    /// What the device would like to be called; the office's word comes first.
    pub device_name: String,
}

/// What the device gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The device's id.
    pub device: DeviceId,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// The number that its record numbers carry.
    pub number: i64,
}

impl Organisation {
    /// Enrols a device. The same device may ask again with the same code and gets the same answer, because the
    /// first one may have been lost on its way.
    ///
    /// # Errors
    /// [`OrganisationError::Certificate`] if the request is no good or does not prove its key;
    /// [`OrganisationError::CodeUnknown`], [`OrganisationError::CodeUsed`], [`OrganisationError::CodeExpired`],
    /// [`OrganisationError::KeyEnrolled`], [`OrganisationError::NoPerson`], [`OrganisationError::BadName`].
    pub async fn enrol(&self, request: EnrolmentRequest) -> Result<Enrolment, OrganisationError> {
        // Before anything is looked up: the proof of the key costs no database.
        let applicant = Applicant {
            code: hash_of_typed(&request.code),
            device: requested_key(&request.certificate_request)?.device_id(),
            certificate_request: request.certificate_request,
            device_name: request.device_name,
            serial: self.environment.draw()?,
            authority: Arc::clone(&self.authority),
            now: self.environment.now(),
        };
        self.writer
            .submit(move |transaction| applicant.enrol(transaction))
            .await
    }
}

/// A device whose key is proved.
struct Applicant {
    authority: Arc<Authority>,
    now: DateTime<Utc>,
    code: Digest,
    device: DeviceId,
    certificate_request: Vec<u8>,
    device_name: String,
    serial: [u8; 16],
}

/// A row of `enrolment_code`.
struct Code {
    person: PersonId,
    device_name: Option<String>,
    expires_at_ms: i64,
    device: Option<DeviceId>,
}

impl Applicant {
    /// One writer: of two devices with one code the second finds it used.
    fn enrol(&self, transaction: &Connection) -> Result<Enrolment, OrganisationError> {
        let now_ms = self.now.timestamp_millis();
        let code = find(transaction, &self.code)?.ok_or(OrganisationError::CodeUnknown)?;
        let known = device(transaction, self.device)?;
        match (code.device, known) {
            (Some(user), Some(known)) if user == self.device => {
                return Ok(Enrolment {
                    device: known.device,
                    certificate: known.certificate,
                    number: known.number,
                });
            }
            (Some(_), _) => return Err(OrganisationError::CodeUsed),
            _ if code.expires_at_ms < now_ms => return Err(OrganisationError::CodeExpired),
            (None, Some(_)) => return Err(OrganisationError::KeyEnrolled),
            (None, None) => {}
        }
        let role = require_active(transaction, &code.person)?;
        let certificate = self.issue(&code, role)?;
        let number = next_number(transaction)?;
        register(transaction, &certificate, number, Kind::Certificate, now_ms)?;
        transaction.execute(
            "UPDATE enrolment_code SET used_at_ms = ?2, device = ?3 WHERE hash = ?1",
            params![self.code.0, now_ms, self.device.as_bytes()],
        )?;
        Ok(Enrolment {
            device: self.device,
            certificate: certificate.der().to_vec(),
            number,
        })
    }

    fn issue(&self, code: &Code, role: Role) -> Result<DeviceCertificate, OrganisationError> {
        let device_name = code.device_name.as_ref().unwrap_or(&self.device_name);
        check_name(device_name, "device's name")?;
        let issue = Issue {
            person: code.person.clone(),
            device_name: device_name.clone(),
            role: role.code().to_owned(),
            validity: certificate_validity(self.now)?,
            serial: self.serial,
        };
        let certificate = self.authority.issue(&self.certificate_request, &issue)?;
        Ok(DeviceCertificate::parse(&certificate)?)
    }
}

fn find(transaction: &Connection, hash: &Digest) -> rusqlite::Result<Option<Code>> {
    transaction
        .query_row(
            "SELECT person, device_name, expires_at_ms, device FROM enrolment_code WHERE hash = ?1",
            [hash.0],
            |row| {
                let device: Option<[u8; 16]> = row.get(3)?;
                Ok(Code {
                    person: PersonId(row.get(0)?),
                    device_name: row.get(1)?,
                    expires_at_ms: row.get(2)?,
                    device: device.map(DeviceId),
                })
            },
        )
        .optional()
}
