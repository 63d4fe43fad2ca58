//! The organisation's own certificate authority: it lives on the server and issues the devices' certificates.

use std::{fmt, time::Duration};

use chrono::{DateTime, Months, Utc};
use doorstep_domain::ids::PersonId;
use p256::{
    ecdsa::{DerSignature, SigningKey},
    pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding},
};
use x509_cert::{
    SubjectPublicKeyInfo, TbsCertificate,
    builder::{Builder as _, CertificateBuilder, Error as BuildError, profile::BuilderProfile},
    der::{DateTime as DerDateTime, Encode as _, flagset::FlagSet},
    ext::{
        Extension, ToExtension as _,
        pkix::{
            AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier,
        },
    },
    name::Name,
    serial_number::SerialNumber,
    spki::SubjectPublicKeyInfoRef,
    time::{Time, Validity as X509Validity},
};
use zeroize::Zeroizing;

use super::{CertificateError, TrustedOrganisation, Validity, name, requested_key};
use crate::{digest::Digest, key::PublicKey};

/// How long an authority is meant to live, in months.
const LIFETIME_MONTHS: u32 = 20 * 12;

/// An organisation's private key and its self-signed certificate.
pub struct Authority {
    key: SigningKey,
    certificate: TrustedOrganisation,
}

/// What the organisation says about a device when it issues a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Whose device it is.
    pub person: PersonId,
    /// What people call the device.
    pub device_name: String,
    /// The role's code, such as `technician`.
    pub role: String,
    /// From when to when it is meant to be used; whole seconds.
    pub validity: Validity,
    /// Random, never used before, not zero.
    pub serial: [u8; 16],
}

impl Authority {
    /// A new authority for 20 years, from 32 random bytes and a random serial number.
    ///
    /// # Errors
    /// [`CertificateError::Name`] for a name that fits no certificate; [`CertificateError::Algorithm`] if
    /// the random bytes make no key, as one draw in 2^32 does: draw again.
    pub fn create(
        random: [u8; 32],
        organisation: &str,
        now: DateTime<Utc>,
        serial: [u8; 16],
    ) -> Result<Self, CertificateError> {
        let random = Zeroizing::new(random);
        let key =
            SigningKey::from_slice(random.as_slice()).map_err(|_| CertificateError::Algorithm)?;
        let subject = name::write(&[(name::ORGANISATION, organisation)])?;
        let shape = Shape {
            issuer: subject.clone(),
            subject,
            constraints: BasicConstraints {
                ca: true,
                path_len_constraint: Some(0),
            },
            usage: KeyUsages::KeyCertSign | KeyUsages::CRLSign,
        };
        let validity = Validity {
            not_before: now,
            not_after: now
                .checked_add_months(Months::new(LIFETIME_MONTHS))
                .ok_or(CertificateError::Validity)?,
        };
        let own = PublicKey::from_p256(*key.verifying_key());
        let der = make(&key, shape, validity, serial, &own)?;
        Ok(Self {
            certificate: TrustedOrganisation::from_der(&der)?,
            key,
        })
    }

    /// Reads what [`Authority::key_to_pem`] and [`TrustedOrganisation::to_pem`] wrote.
    ///
    /// # Errors
    /// [`CertificateError`]; [`CertificateError::OtherKey`] if the two do not belong together.
    pub fn from_pem(key: &str, certificate: &str) -> Result<Self, CertificateError> {
        let key = SigningKey::from_pkcs8_pem(key).map_err(|_| CertificateError::Algorithm)?;
        let certificate = TrustedOrganisation::from_pem(certificate)?;
        if certificate.public_key().as_p256() == key.verifying_key() {
            Ok(Self { key, certificate })
        } else {
            Err(CertificateError::OtherKey)
        }
    }

    /// The private key, PKCS#8 PEM: whoever reads it can enrol devices.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] if it cannot be encoded.
    pub fn key_to_pem(&self) -> Result<Zeroizing<String>, CertificateError> {
        self.key
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|_| CertificateError::Algorithm)
    }

    /// The public part, which everybody is given.
    #[must_use]
    pub const fn certificate(&self) -> &TrustedOrganisation {
        &self.certificate
    }

    /// SHA-256 of the authority's certificate: what the enrolment code carries.
    #[must_use]
    pub const fn fingerprint(&self) -> Digest {
        self.certificate.fingerprint()
    }

    /// Issues a device's certificate, DER, after checking that the asker holds the key.
    ///
    /// # Errors
    /// [`CertificateError`] of the request, or of what is to be said.
    pub fn issue(&self, request: &[u8], issue: &Issue) -> Result<Vec<u8>, CertificateError> {
        let shape = Shape {
            issuer: self.certificate.subject().clone(),
            subject: name::write(&[
                (name::ORGANISATION, self.certificate.name()),
                (name::ROLE, &issue.role),
                (name::DEVICE, &issue.device_name),
                (name::PERSON, &issue.person.0),
            ])?,
            constraints: BasicConstraints {
                ca: false,
                path_len_constraint: None,
            },
            usage: KeyUsages::DigitalSignature.into(),
        };
        make(
            &self.key,
            shape,
            issue.validity,
            issue.serial,
            &requested_key(request)?,
        )
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority({})", self.fingerprint())
    }
}

/// What differs between the authority's certificate and a device's.
struct Shape {
    issuer: Name,
    subject: Name,
    constraints: BasicConstraints,
    usage: FlagSet<KeyUsages>,
}

impl BuilderProfile for Shape {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        issuer_key: SubjectPublicKeyInfoRef<'_>,
        signed: &TbsCertificate,
    ) -> Result<Vec<Extension>, BuildError> {
        let subject = signed.subject();
        Ok(vec![
            self.constraints.to_extension(subject, &[])?,
            KeyUsage(self.usage).to_extension(subject, &[])?,
            SubjectKeyIdentifier::try_from(key)?.to_extension(subject, &[])?,
            AuthorityKeyIdentifier::try_from(issuer_key)?.to_extension(subject, &[])?,
        ])
    }
}

fn make(
    authority: &SigningKey,
    shape: Shape,
    validity: Validity,
    serial: [u8; 16],
    key: &PublicKey,
) -> Result<Vec<u8>, CertificateError> {
    if validity.not_after < validity.not_before {
        return Err(CertificateError::Validity);
    }
    // RFC 5280, section 4.1.2.2: a serial number is positive.
    if serial == [0; 16] {
        return Err(CertificateError::Malformed(None));
    }
    let validity = X509Validity::new(time(validity.not_before)?, time(validity.not_after)?);
    let key =
        SubjectPublicKeyInfo::from_key(key.as_p256()).map_err(|_| CertificateError::Algorithm)?;
    let certificate = CertificateBuilder::new(shape, SerialNumber::new(&serial)?, validity, key)
        .and_then(|builder| builder.build::<_, DerSignature>(authority))
        .map_err(|_| CertificateError::Malformed(None))?;
    Ok(certificate.to_der()?)
}

fn time(moment: DateTime<Utc>) -> Result<Time, CertificateError> {
    u64::try_from(moment.timestamp())
        .ok()
        .and_then(|seconds| DerDateTime::from_unix_duration(Duration::from_secs(seconds)).ok())
        .map(Time::from)
        .ok_or(CertificateError::Validity)
}
