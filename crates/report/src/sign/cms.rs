//! The signature's own bytes: CMS SignedData as PAdES B-B wants it (ETSI EN 319 122-1, 319 142-1).
//!
//! Everything in it but the signature's value follows from the certificate and the digest. So a reader makes it again
//! and compares: there is one spelling, and no part that somebody could alter unseen.

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo,
        SignerInfos,
    },
};
use doorstep_evidence::{
    certificate::DeviceCertificate,
    digest::Digest,
    key::{Signature, sign},
    vault::DeviceVault,
};
use x509_cert::{
    AlgorithmIdentifier, Certificate,
    attr::{Attribute, Attributes},
    der::{
        self, Any, Decode as _, Encode as _,
        asn1::{ObjectIdentifier, OctetString, SetOfVec},
    },
};

use super::SignError;

const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Signs a digest of the file.
pub(crate) fn signed(
    certificate: &DeviceCertificate,
    digest: &Digest,
    vault: &dyn DeviceVault,
) -> Result<Vec<u8>, SignError> {
    let attributes = attributes(certificate, digest)?.to_der()?;
    let signature = sign(vault, &attributes)?;
    Ok(assembled(certificate, digest, &signature)?)
}

/// The bytes that a signature of this digest by this device has, given its value.
pub(crate) fn assembled(
    certificate: &DeviceCertificate,
    digest: &Digest,
    signature: &Signature,
) -> der::Result<Vec<u8>> {
    let x509 = Certificate::from_der(certificate.der())?;
    let signed = x509.tbs_certificate();
    let sha256 = AlgorithmIdentifier {
        oid: SHA256,
        parameters: None,
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: signed.issuer().clone(),
            serial_number: signed.serial_number().clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes(certificate, digest)?),
        signature_algorithm: AlgorithmIdentifier {
            oid: ECDSA_WITH_SHA256,
            parameters: None,
        },
        signature: OctetString::new(signature.to_der())?,
        unsigned_attrs: None,
    };
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: ID_DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(vec![
            CertificateChoices::Certificate(x509),
        ])?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    ContentInfo {
        content_type: ID_SIGNED_DATA,
        content: Any::encode_from(&data)?,
    }
    .to_der()
}

/// What the device's key signs.
pub(crate) fn attributes(
    certificate: &DeviceCertificate,
    digest: &Digest,
) -> der::Result<Attributes> {
    let own = Digest::of(certificate.der());
    // SigningCertificateV2 of one ESSCertIDv2 (RFC 5035, section 5): sequences in each other, since SHA-256 is the
    // default that is not written, and nothing else is said.
    let named = vec![vec![vec![OctetString::new(own.as_bytes().as_slice())?]]];
    let attribute = |oid, value: Any| -> der::Result<Attribute> {
        Ok(Attribute {
            oid,
            values: SetOfVec::try_from(vec![value])?,
        })
    };
    Attributes::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(
            MESSAGE_DIGEST,
            Any::encode_from(&OctetString::new(digest.as_bytes().as_slice())?)?,
        )?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&named)?)?,
    ])
}

/// The signature's value in somebody's CMS bytes, and how many of the bytes are CMS (the rest is room).
pub(crate) fn signature_in(bytes: &[u8]) -> Option<(Signature, usize)> {
    let mut reader = der::SliceReader::new(bytes).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let length = usize::try_from(der::Reader::position(&reader)).ok()?;
    let data: SignedData = info.content.decode_as().ok()?;
    let signer = data.signer_infos.0.iter().next()?;
    let signature = Signature::from_vault(signer.signature.as_bytes()).ok()?;
    Some((signature, length))
}
