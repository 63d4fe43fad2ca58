//! Taking the office's answer: checked against the invitation before anything of it is believed.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_domain::{course::DERIVATION_VERSION, ids::DeviceId};
use doorstep_evidence::certificate::{CertificateError, DeviceCertificate, TrustedOrganisation};
use serde::{Deserialize, Serialize};

use super::{EnrolError, Invitation};
use crate::{
    Device, Error, Identity, Notice,
    store::{
        Write, identity,
        settings::{self, name},
    },
};

/// What the server answers to an enrolment. Bytes are base64 (standard alphabet, padded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAnswer {
    /// The device's certificate, X.509 DER.
    pub certificate: String,
    /// The organisation's certificate, PEM.
    pub organisation_certificate: String,
    /// The device's number in the organisation.
    pub device_number: u64,
    /// The device by which the office's own changes are written, 32 hex digits.
    pub office_device: DeviceId,
    /// Its certificate, X.509 DER.
    pub office_certificate: String,
}

/// An answer that was checked.
struct Checked {
    certificate: DeviceCertificate,
    office: DeviceCertificate,
    organisation: TrustedOrganisation,
}

impl Device {
    /// Takes an answer to an enrolment, in one transaction.
    ///
    /// # Errors
    /// [`Error::Enrolment`], [`Error::Vault`] or what the disk says.
    pub fn take_enrolment(
        &self,
        invitation: &Invitation,
        answer: &EnrolAnswer,
    ) -> Result<Arc<Identity>, Error> {
        let own_key = self.inner.vault.public_key()?;
        let installation = self.inner.vault.installation()?;
        let checked = Checked::of(invitation, answer)?;
        if *checked.certificate.public_key() != own_key {
            return Err(EnrolError::OtherKey.into());
        }
        if let Ok(identity) = self.identity()
            && TrustedOrganisation::from_pem(&identity.organisation)?.fingerprint()
                != invitation.organisation
        {
            return Err(EnrolError::AlreadyEnrolled.into());
        }
        self.inner.store.write(|write| {
            keep(write, invitation, answer, &checked, installation)?;
            write.look_who()?;
            write.forget_all();
            write.tell(Notice::Status);
            Ok(())
        })?;
        self.identity()
    }
}

impl Checked {
    fn of(invitation: &Invitation, answer: &EnrolAnswer) -> Result<Self, EnrolError> {
        let organisation = TrustedOrganisation::from_pem(&answer.organisation_certificate)?;
        if organisation.fingerprint() != invitation.organisation {
            return Err(EnrolError::OtherOrganisation);
        }
        let read = |text: &str| {
            let der = BASE64_STANDARD
                .decode(text)
                .map_err(|_| EnrolError::Answer)?;
            let certificate = DeviceCertificate::parse(&der)?;
            certificate.verify(&organisation)?;
            Ok::<_, EnrolError>(certificate)
        };
        let (certificate, office) = (
            read(&answer.certificate)?,
            read(&answer.office_certificate)?,
        );
        if office.device_id() != answer.office_device {
            return Err(EnrolError::Answer);
        }
        Ok(Self {
            certificate,
            office,
            organisation,
        })
    }
}

fn keep(
    write: &Write<'_>,
    invitation: &Invitation,
    answer: &EnrolAnswer,
    checked: &Checked,
    installation: [u8; 16],
) -> Result<(), Error> {
    let connection = write.connection()?;
    let pem = checked
        .organisation
        .to_pem()
        .map_err(|error: CertificateError| EnrolError::from(error))?;
    settings::set(connection, name::CERTIFICATE, checked.certificate.der())?;
    settings::set(connection, name::ORGANISATION, pem)?;
    settings::set(connection, name::NUMBER, answer.device_number.cast_signed())?;
    settings::set(connection, name::OFFICE, checked.office.device_id().0)?;
    settings::set(connection, name::SERVER_URL, &invitation.server_url)?;
    settings::set(connection, name::INSTALLATION, installation)?;
    settings::set(connection, name::DERIVATION, DERIVATION_VERSION)?;
    for certificate in [&checked.certificate, &checked.office] {
        identity::keep_certificate(connection, certificate, false)?;
    }
    Ok(())
}
