//! A device asks for its certificate and proves that it holds the key (PKCS#10, RFC 2986).

use x509_cert::{
    SubjectPublicKeyInfo,
    der::{Encode as _, asn1::BitString},
    request::{CertReq, CertReqInfo, Version},
};

use super::{CertificateError, check_es256, check_signature, es256, name, read_der, read_key};
use crate::{
    key::{PublicKey, sign},
    vault::DeviceVault,
};

/// Makes a request, DER, signed through the vault. The name is a wish: the organisation decides.
///
/// # Errors
/// [`CertificateError::Name`] or [`CertificateError::Vault`].
pub fn certificate_request(
    vault: &dyn DeviceVault,
    device_name: &str,
) -> Result<Vec<u8>, CertificateError> {
    let key = vault.public_key()?;
    let info = CertReqInfo {
        version: Version::V1,
        subject: name::write(&[(name::DEVICE, device_name)])?,
        public_key: SubjectPublicKeyInfo::from_key(key.as_p256())
            .map_err(|_| CertificateError::Algorithm)?,
        attributes: Default::default(),
    };
    let signature = sign(vault, &info.to_der()?)?;
    let request = CertReq {
        info,
        algorithm: es256(),
        signature: BitString::from_bytes(&signature.to_der())?,
    };
    Ok(request.to_der()?)
}

/// The key that a request is for, once its own signature has proved that the asker holds it.
///
/// # Errors
/// [`CertificateError`]; the bytes may be a stranger's.
pub fn requested_key(request: &[u8]) -> Result<PublicKey, CertificateError> {
    let request: CertReq = read_der(request)?;
    check_es256(&request.algorithm)?;
    let key = read_key(&request.info.public_key)?;
    check_signature(&key, &request.info.to_der()?, &request.signature)?;
    Ok(key)
}
