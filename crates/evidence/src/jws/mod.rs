//! A sealed statement: a JWS (RFC 7515) with the signer's certificate inside, that any JOSE library verifies.
//!
//! The protected header is exactly
//!
//! ```json
//! {"alg":"ES256","typ":"doorstep-statement+json","x5c":["<certificate, base64 of DER>"]}
//! ```
//!
//! and a reader allows only a `kid` besides. No `none`, no HMAC, no `jwk`, no `crit`, nothing outside the
//! signature: what decides about trust is in one place, and signed. A statement has one spelling (strict
//! base64url, the low one of two possible signatures), so [`Jws::digest`] names it.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};

use crate::{
    certificate::{CertificateError, DeviceCertificate, MAX_DER_BYTES},
    digest::Digest,
    key::{Signature, sign},
    vault::{DeviceVault, VaultError},
};

/// The largest payload, in bytes: a statement with its strokes is a few dozen KiB.
pub const MAX_PAYLOAD_BYTES: usize = 1024 * 1024;

/// The largest text that is read: payload and certificate in base64 (the certificate twice over), and
/// room for the rest.
pub const MAX_TEXT_BYTES: usize = MAX_PAYLOAD_BYTES / 3 * 4 + 2 * MAX_DER_BYTES + 4096;

const ALGORITHM: &str = "ES256";
const TYPE: &str = "doorstep-statement+json";

/// Why a statement was not sealed, not read or not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// More than [`MAX_PAYLOAD_BYTES`] or [`MAX_TEXT_BYTES`].
    #[error("the statement is too large")]
    TooLarge,
    /// Neither the compact nor the flattened JSON serialisation, or not strict base64url.
    #[error("the text is not a sealed statement")]
    Malformed,
    /// The protected header is not the one that statements have.
    #[error("the statement's header is not the expected one")]
    Header,
    /// Another algorithm than ES256, `none` among them.
    #[error("the statement is not signed with ES256")]
    Algorithm,
    /// The certificate inside cannot be read.
    #[error("the statement's certificate cannot be read")]
    Certificate(#[from] CertificateError),
    /// The certificate to seal with belongs to another key than the vault's.
    #[error("the certificate does not belong to this device's key")]
    OtherKey,
    /// The signature has not the one form it can have, or does not fit: something was changed.
    #[error("the statement's signature does not fit")]
    Signature,
    /// The device's key could not be used.
    #[error("the device's key could not seal the statement")]
    Vault(#[from] VaultError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    x5c: [String; 1],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
}

/// RFC 7515, section 7.2.2, without the unprotected header.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flattened {
    payload: String,
    protected: String,
    signature: String,
}

/// Seals a payload with the device's key and returns the compact serialisation.
///
/// # Errors
/// [`JwsError::TooLarge`], [`JwsError::Certificate`], [`JwsError::OtherKey`] or [`JwsError::Vault`].
pub fn seal(
    payload: &[u8],
    vault: &dyn DeviceVault,
    certificate: &[u8],
) -> Result<String, JwsError> {
    if payload.len() > MAX_PAYLOAD_BYTES {
        return Err(JwsError::TooLarge);
    }
    if *DeviceCertificate::parse(certificate)?.public_key() != vault.public_key()? {
        return Err(JwsError::OtherKey);
    }
    let header = Header {
        alg: ALGORITHM.into(),
        typ: TYPE.into(),
        x5c: [BASE64_STANDARD.encode(certificate)],
        kid: None,
    };
    let header = serde_json::to_vec(&header).map_err(|_| JwsError::Header)?;
    let signing_input = [&header, payload]
        .map(|part| BASE64_URL_SAFE_NO_PAD.encode(part))
        .join(".");
    let signature = sign(vault, signing_input.as_bytes())?;
    Ok(compact(&signing_input, &signature))
}

/// A sealed statement, read; its signature is checked by [`Jws::verify_signature`], and its signer is
/// believed only after [`DeviceCertificate::verify`].
#[derive(Clone, PartialEq, Eq)]
pub struct Jws {
    payload: Vec<u8>,
    certificate: DeviceCertificate,
    signing_input: String,
    signature: Signature,
}

impl Jws {
    /// Reads the compact or the flattened JSON serialisation. The text may be a stranger's.
    ///
    /// # Errors
    /// [`JwsError`] for everything that [`seal`] would not have written, apart from a `kid` and the order
    /// and blanks of JSON.
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(JwsError::TooLarge);
        }
        if text.trim_start().starts_with('{') {
            let parts: Flattened = serde_json::from_str(text).map_err(|_| JwsError::Malformed)?;
            return Self::of_parts(&parts.protected, &parts.payload, &parts.signature);
        }
        let mut parts = text.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(protected), Some(payload), Some(signature), None) => {
                Self::of_parts(protected, payload, signature)
            }
            _ => Err(JwsError::Malformed),
        }
    }

    fn of_parts(protected: &str, payload: &str, signature: &str) -> Result<Self, JwsError> {
        let certificate = read_header(&decode(protected)?)?;
        let signing_input = [protected, payload].join(".");
        let payload = decode(payload)?;
        if payload.len() > MAX_PAYLOAD_BYTES {
            return Err(JwsError::TooLarge);
        }
        let signature =
            Signature::from_bytes(&decode(signature)?).map_err(|_| JwsError::Signature)?;
        // Anybody could turn a low signature into the high one and so give the statement a second name.
        if !signature.is_low() {
            return Err(JwsError::Signature);
        }
        Ok(Self {
            payload,
            certificate,
            signing_input,
            signature,
        })
    }

    /// Checks that the key of the certificate inside signed exactly this header and payload.
    ///
    /// # Errors
    /// [`JwsError::Signature`].
    pub fn verify_signature(&self) -> Result<(), JwsError> {
        self.certificate
            .public_key()
            .verify(self.signing_input.as_bytes(), &self.signature)
            .map_err(|_| JwsError::Signature)
    }

    /// What was sealed.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The certificate inside.
    #[must_use]
    pub const fn certificate(&self) -> &DeviceCertificate {
        &self.certificate
    }

    /// The signature.
    #[must_use]
    pub const fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The compact serialisation, in whichever form the statement arrived.
    #[must_use]
    pub fn to_compact(&self) -> String {
        compact(&self.signing_input, &self.signature)
    }

    /// The flattened JSON serialisation.
    ///
    /// # Errors
    /// [`JwsError::Malformed`] if it cannot be written.
    pub fn to_flattened(&self) -> Result<String, JwsError> {
        let (protected, payload) = self
            .signing_input
            .split_once('.')
            .ok_or(JwsError::Malformed)?;
        let parts = Flattened {
            payload: payload.into(),
            protected: protected.into(),
            signature: BASE64_URL_SAFE_NO_PAD.encode(self.signature.to_bytes()),
        };
        serde_json::to_string(&parts).map_err(|_| JwsError::Malformed)
    }

    /// The statement's name: SHA-256 over the ASCII of the compact serialisation.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_compact().as_bytes())
    }
}

impl fmt::Debug for Jws {
    /// By name only: the payload is the customer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jws({})", self.digest())
    }
}

fn compact(signing_input: &str, signature: &Signature) -> String {
    [
        signing_input,
        &BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes()),
    ]
    .join(".")
}

fn decode(text: &str) -> Result<Vec<u8>, JwsError> {
    BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JwsError::Malformed)
}

fn read_header(json: &[u8]) -> Result<DeviceCertificate, JwsError> {
    // serde reads a struct from an array, too; a header is an object.
    if json.trim_ascii_start().first() != Some(&b'{') {
        return Err(JwsError::Header);
    }
    let header: Header = serde_json::from_slice(json).map_err(|_| JwsError::Header)?;
    if header.alg != ALGORITHM {
        return Err(JwsError::Algorithm);
    }
    if header.typ != TYPE {
        return Err(JwsError::Header);
    }
    let [certificate] = header.x5c;
    let certificate = BASE64_STANDARD
        .decode(certificate)
        .map_err(|_| JwsError::Header)?;
    Ok(DeviceCertificate::parse(&certificate)?)
}

#[cfg(test)]
mod tests;
