//! The organisation whose devices are believed.

use p256::pkcs8::LineEnding;
use x509_cert::{
    Certificate,
    der::{DecodePem as _, Encode as _, EncodePem as _},
    name::Name,
};

use super::{CertificateError, Validity, name, read, read_key, signed_by, uses};
use crate::{digest::Digest, key::PublicKey};

/// An organisation's certificate, the file `organisation.pem`: what a verifier is given once, by a way it
/// trusts, and all it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedOrganisation {
    certificate: Certificate,
    fingerprint: Digest,
    name: String,
    key: PublicKey,
    validity: Validity,
}

impl TrustedOrganisation {
    /// Reads `organisation.pem`.
    ///
    /// # Errors
    /// [`CertificateError`] unless it is one self-signed certificate of an authority.
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        Self::from_der(&Certificate::from_pem(pem)?.to_der()?)
    }

    pub(super) fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let certificate = read(der)?;
        let (constraints, usage) = uses(&certificate)?;
        if !constraints.ca || !usage.key_cert_sign() {
            return Err(CertificateError::Usage);
        }
        let signed = certificate.tbs_certificate();
        if signed.issuer() != signed.subject() {
            return Err(CertificateError::Issuer);
        }
        let key = read_key(signed.subject_public_key_info())?;
        signed_by(&certificate, &key)?;
        Ok(Self {
            fingerprint: Digest::of(der),
            name: name::part(signed.subject(), name::ORGANISATION)?,
            key,
            validity: Validity::of(&certificate)?,
            certificate,
        })
    }

    /// Writes `organisation.pem`.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] if it cannot be encoded.
    pub fn to_pem(&self) -> Result<String, CertificateError> {
        Ok(self.certificate.to_pem(LineEnding::LF)?)
    }

    /// What people compare by eye or QR: SHA-256 of the certificate's DER.
    #[must_use]
    pub const fn fingerprint(&self) -> Digest {
        self.fingerprint
    }

    /// The organisation's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that signs the devices' certificates.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// From when to when the authority is meant to issue.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    pub(super) fn subject(&self) -> &Name {
        self.certificate.tbs_certificate().subject()
    }
}
