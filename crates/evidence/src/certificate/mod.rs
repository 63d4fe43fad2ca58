//! Who a key belongs to: one X.509 certificate per device, issued by the organisation's own authority.
//!
//! [`certificate_request`] asks (on the device), [`Authority::issue`] answers (on the server),
//! [`DeviceCertificate::verify`] checks (anywhere, offline, with the [`TrustedOrganisation`] one was given).
//!
//! The subject reads: CN the device's name, UID the person, OU the role, O the organisation. Whatever
//! this module accepts is strict DER, ES256 and P-256; everything else is refused, never guessed at.

mod authority;
mod name;
mod organisation;
mod request;

use chrono::{DateTime, Utc};
use doorstep_domain::ids::{DeviceId, PersonId};
use p256::ecdsa::VerifyingKey;
use x509_cert::{
    AlgorithmIdentifier, Certificate, SubjectPublicKeyInfo,
    certificate::Version,
    der::{
        self, Decode, Encode,
        asn1::{BitString, ObjectIdentifier},
        oid::AssociatedOid as _,
        referenced::OwnedToRef as _,
    },
    ext::pkix::{BasicConstraints, KeyUsage},
    time::Time,
};

pub use self::{
    authority::{Authority, Issue},
    organisation::TrustedOrganisation,
    request::{certificate_request, requested_key},
};
use crate::{
    key::{PublicKey, Signature},
    vault::VaultError,
};

/// The largest certificate or request that is read, in bytes; ours are below 1 KiB.
pub const MAX_DER_BYTES: usize = 8 * 1024;

/// ecdsa-with-SHA256 (RFC 5758, section 3.2); X.509's word for ES256.
const ES256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Why a certificate or request was not made, not read or not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not DER, or DER with another meaning than the one expected.
    #[error("the certificate is not well formed")]
    Malformed(#[source] Option<der::Error>),
    /// More than [`MAX_DER_BYTES`].
    #[error("the certificate is too large")]
    TooLarge,
    /// A name is missing, given twice, empty, longer than 64 characters or holds control characters.
    #[error("a name in the certificate cannot be used")]
    Name,
    /// Not ES256, or not a P-256 key.
    #[error("the certificate's key or algorithm is not one that is used here")]
    Algorithm,
    /// The signature fits neither the content nor the key it should.
    #[error("the certificate's signature does not fit")]
    Signature,
    /// Issued by somebody else than the organisation that is trusted.
    #[error("the certificate was issued by another organisation")]
    Issuer,
    /// Not made for this: an authority's where a device's is expected, the other way round, or with a
    /// critical extension that is not known here.
    #[error("the certificate was made for another use")]
    Usage,
    /// A time before 1970 or after 9999, or an end before its beginning.
    #[error("the certificate's validity cannot be written")]
    Validity,
    /// The private key and the certificate do not belong together.
    #[error("the private key does not belong to the certificate")]
    OtherKey,
    /// The device's key could not be used.
    #[error("the device's key could not sign the request")]
    Vault(#[from] VaultError),
}

impl From<der::Error> for CertificateError {
    fn from(error: der::Error) -> Self {
        Self::Malformed(Some(error))
    }
}

/// From when to when a certificate is meant to be used, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: DateTime<Utc>,
    /// The last second.
    pub not_after: DateTime<Utc>,
}

impl Validity {
    /// Whether a moment lies within.
    #[must_use]
    pub fn contains(&self, moment: DateTime<Utc>) -> bool {
        (self.not_before..=self.not_after).contains(&moment)
    }

    fn of(certificate: &Certificate) -> Result<Self, CertificateError> {
        let validity = certificate.tbs_certificate().validity();
        let moment = |time: Time| {
            i64::try_from(time.to_unix_duration().as_secs())
                .ok()
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
                .ok_or(CertificateError::Validity)
        };
        Ok(Self {
            not_before: moment(validity.not_before)?,
            not_after: moment(validity.not_after)?,
        })
    }
}

/// A device's certificate, read but not yet believed: see [`DeviceCertificate::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCertificate {
    der: Vec<u8>,
    certificate: Certificate,
    key: PublicKey,
    device_name: String,
    person: PersonId,
    role: String,
    organisation: String,
    validity: Validity,
}

impl DeviceCertificate {
    /// Reads a certificate of a stranger.
    ///
    /// # Errors
    /// [`CertificateError`] for everything but a device's certificate as [`crate::certificate`] describes it.
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        let certificate = read(der)?;
        let (constraints, usage) = uses(&certificate)?;
        if constraints.ca || !usage.digital_signature() || usage.key_cert_sign() {
            return Err(CertificateError::Usage);
        }
        let subject = certificate.tbs_certificate().subject();
        Ok(Self {
            der: der.to_vec(),
            key: read_key(certificate.tbs_certificate().subject_public_key_info())?,
            device_name: name::part(subject, name::DEVICE)?,
            person: PersonId(name::part(subject, name::PERSON)?),
            role: name::part(subject, name::ROLE)?,
            organisation: name::part(subject, name::ORGANISATION)?,
            validity: Validity::of(&certificate)?,
            certificate,
        })
    }

    /// Checks that the trusted organisation issued this certificate, whenever that was.
    ///
    /// Validity is not checked: a statement signed in time must verify years later. Who cares when, asks
    /// [`DeviceCertificate::validity`].
    ///
    /// # Errors
    /// [`CertificateError::Issuer`] or [`CertificateError::Signature`].
    pub fn verify(&self, trusted: &TrustedOrganisation) -> Result<(), CertificateError> {
        let issuer = self.certificate.tbs_certificate().issuer();
        if issuer != trusted.subject() || self.organisation != trusted.name() {
            return Err(CertificateError::Issuer);
        }
        signed_by(&self.certificate, trusted.public_key())
    }

    /// The certificate's bytes, exactly as read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The device's key.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The device; it follows from the key.
    #[must_use]
    pub fn device_id(&self) -> DeviceId {
        self.key.device_id()
    }

    /// What people call the device.
    #[must_use]
    pub fn device_name(&self) -> &str {
        &self.device_name
    }

    /// Whose device it is.
    #[must_use]
    pub const fn person(&self) -> &PersonId {
        &self.person
    }

    /// What that person does: the role's code, such as `technician`.
    #[must_use]
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The organisation's name.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// From when to when the certificate is meant to be used.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }
}

/// Reads strict DER: what does not come out again byte by byte was not DER, whatever the reader let pass.
fn read_der<'a, T: Decode<'a, Error = der::Error> + Encode>(
    bytes: &'a [u8],
) -> Result<T, CertificateError> {
    if bytes.len() > MAX_DER_BYTES {
        return Err(CertificateError::TooLarge);
    }
    let value = T::from_der(bytes)?;
    if value.to_der()? == bytes {
        Ok(value)
    } else {
        Err(CertificateError::Malformed(None))
    }
}

fn read(der: &[u8]) -> Result<Certificate, CertificateError> {
    let certificate: Certificate = read_der(der)?;
    let signed = certificate.tbs_certificate();
    if signed.version() != Version::V3 {
        return Err(CertificateError::Malformed(None));
    }
    check_es256(signed.signature())?;
    check_es256(certificate.signature_algorithm())?;
    Ok(certificate)
}

fn read_key(key: &SubjectPublicKeyInfo) -> Result<PublicKey, CertificateError> {
    VerifyingKey::try_from(key.owned_to_ref())
        .map(PublicKey::from_p256)
        .map_err(|_| CertificateError::Algorithm)
}

/// Basic constraints and key usage, after checking that no other extension claims to be critical.
fn uses(certificate: &Certificate) -> Result<(BasicConstraints, KeyUsage), CertificateError> {
    let signed = certificate.tbs_certificate();
    let known = [BasicConstraints::OID, KeyUsage::OID];
    let extensions = signed.extensions().map_or(&[][..], Vec::as_slice);
    if extensions
        .iter()
        .any(|extension| extension.critical && !known.contains(&extension.extn_id))
    {
        return Err(CertificateError::Usage);
    }
    let (_, constraints) = signed.get_extension()?.ok_or(CertificateError::Usage)?;
    let (_, usage) = signed.get_extension()?.ok_or(CertificateError::Usage)?;
    Ok((constraints, usage))
}

const fn es256() -> AlgorithmIdentifier {
    AlgorithmIdentifier {
        oid: ES256,
        parameters: None,
    }
}

fn check_es256(algorithm: &AlgorithmIdentifier) -> Result<(), CertificateError> {
    if *algorithm == es256() {
        Ok(())
    } else {
        Err(CertificateError::Algorithm)
    }
}

fn signed_by(certificate: &Certificate, key: &PublicKey) -> Result<(), CertificateError> {
    check_signature(
        key,
        &certificate.tbs_certificate().to_der()?,
        certificate.signature(),
    )
}

fn check_signature(
    key: &PublicKey,
    message: &[u8],
    signature: &BitString,
) -> Result<(), CertificateError> {
    let bytes = signature.as_bytes().ok_or(CertificateError::Signature)?;
    // X.509 holds DER, low or high.
    Signature::from_vault(bytes)
        .and_then(|signature| key.verify(message, &signature))
        .map_err(|_| CertificateError::Signature)
}

#[cfg(test)]
mod tests;
