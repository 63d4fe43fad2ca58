//! Signed requests: who sent exactly this request, and that it was not sent before.
//!
//! A small fixed profile of HTTP Message Signatures (RFC 9421) over a Content-Digest (RFC 9530): one
//! signature, labelled `doorstep`, that covers method, authority, path, query and the digest of the
//! body, in this order, with one set of parameters. There is nothing to negotiate, and one meaning has
//! one spelling: what is not written as [`sign`] writes it is refused.
//!
//! Where to start: a device calls [`sign`]; a server calls [`parse`], looks up the key of
//! [`ParsedSignature::device`], calls [`ParsedSignature::verify`], and then asks [`replay::NonceMemory`],
//! which takes nothing else than a verified signature, whether the request is new.

pub mod replay;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use doorstep_domain::ids::DeviceId;
use doorstep_evidence::{
    digest::Digest,
    key::{self, PublicKey, Signature},
    vault::{DeviceVault, VaultError},
};
use sfv::{
    BareItem, DictSerializer, Dictionary, InnerList, Integer, KeyRef, ListEntry, ListSerializer,
    Parser, StringRef, key_ref, string_ref,
};

/// The header that holds the digest of the body, in lower case as all three are.
pub const CONTENT_DIGEST: &str = "content-digest";
/// The header that says what is signed, by whom and when.
pub const SIGNATURE_INPUT: &str = "signature-input";
/// The header that holds the signature itself.
pub const SIGNATURE: &str = "signature";

/// Ours are under 300 bytes; a longer one is refused unread.
const MAX_HEADER_BYTES: usize = 400;

const COMPONENTS: [&StringRef; 5] = [
    string_ref("@method"),
    string_ref("@authority"),
    string_ref("@path"),
    string_ref("@query"),
    string_ref(CONTENT_DIGEST),
];
const LABEL: &KeyRef = key_ref("doorstep");
const ALGORITHM: &StringRef = string_ref("ecdsa-p256-sha256");
const TAG: &StringRef = string_ref("doorstep-v1");

/// What of a request is signed.
#[derive(Debug, Clone, Copy)]
pub struct RequestParts<'a> {
    /// `POST`, in the case it is sent in.
    pub method: &'a str,
    /// Host, and the port unless it is the scheme's own: what stands in the Host header. Case does not count.
    pub authority: &'a str,
    /// The absolute path as sent, percent-encoded: `/v1/sync`.
    pub path: &'a str,
    /// What follows the question mark, as sent; none if there is none.
    pub query: Option<&'a str>,
    /// The body as sent, after compression.
    pub body: &'a [u8],
}

/// A text that is used once: 16 random bytes, drawn by the device or, as a challenge, by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nonce(pub [u8; 16]);

impl Nonce {
    /// The 22 characters that stand in headers (base64url without padding).
    #[must_use]
    pub fn to_text(self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads what [`Nonce::to_text`] wrote; none for anything else.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

/// What shows that a request is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The device's own clock and a nonce of its own.
    OwnClock {
        /// Seconds since 1970 in UTC, as the device's clock says.
        created_s: i64,
        /// Drawn by the device for this request.
        nonce: Nonce,
    },
    /// The nonce that the server answered when it did not believe the device's clock. No time is sent:
    /// it would say nothing.
    ServerNonce(Nonce),
}

/// Everything a signature says beside what it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureParameters {
    /// The device that signs: `keyid`.
    pub device: DeviceId,
    /// What shows that the request is new: `created` and `nonce`, or a server's `nonce` alone.
    pub moment: Moment,
}

/// The values of the three headers that make a request a signed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHeaders {
    /// The value of [`CONTENT_DIGEST`].
    pub content_digest: String,
    /// The value of [`SIGNATURE_INPUT`].
    pub signature_input: String,
    /// The value of [`SIGNATURE`].
    pub signature: String,
}

impl SignatureHeaders {
    /// The headers as names and values, to be set on a request.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            (CONTENT_DIGEST, self.content_digest.as_str()),
            (SIGNATURE_INPUT, &self.signature_input),
            (SIGNATURE, &self.signature),
        ]
        .into_iter()
    }
}

/// Why a request is not taken as signed by a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestSignatureError {
    /// One of the three headers is not there.
    #[error("the header `{0}` is missing")]
    Missing(&'static str),
    /// One of the three headers is there twice.
    #[error("the header `{0}` is there more than once")]
    Repeated(&'static str),
    /// A header is longer than any that [`sign`] writes.
    #[error("the header `{0}` is too long")]
    TooLong(&'static str),
    /// A header is not written as [`sign`] writes it; so are unknown parameters and another order of them.
    #[error("the header `{0}` is not written as expected")]
    Malformed(&'static str),
    /// Not exactly one signature with our label.
    #[error("there is not exactly one signature, labelled `doorstep`")]
    NotOneSignature,
    /// The signature does not cover exactly our five components in our order.
    #[error("the signature does not cover the components it must")]
    Components,
    /// Another algorithm than ours, or none named.
    #[error("the signature's algorithm is not ecdsa-p256-sha256")]
    Algorithm,
    /// A signature made for something else, or for another version of this profile.
    #[error("the signature is not tagged doorstep-v1")]
    Tag,
    /// A part of the request has a character that no request line can have.
    #[error("the {0} of the request cannot be signed as it stands")]
    Unsignable(&'static str),
    /// The body is not the one whose digest was signed.
    #[error("the body does not match its digest")]
    BodyChanged,
    /// The key is another device's than the one the signature names.
    #[error("the key is not the named device's")]
    WrongKey,
    /// The signature is another request's or made by another key.
    #[error("the signature does not fit the request")]
    Mismatch,
}

/// Why a request could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The request itself is at fault.
    #[error("the request could not be put into words to sign")]
    Request(#[from] RequestSignatureError),
    /// The device's key is locked, gone or refused.
    #[error("the device's key did not sign the request")]
    Vault(#[from] VaultError),
}

/// A request's signature as it was read; nothing about it is known to be true yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedSignature {
    parameters: SignatureParameters,
    content_digest: String,
    signature: Signature,
}

/// A signature that fits its request and its device's key: only [`ParsedSignature::verify`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedSignature(SignatureParameters);

impl VerifiedSignature {
    /// The device that signed.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.0.device
    }

    /// What the device gave to show that the request is new.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        self.0.moment
    }
}

/// The value of [`CONTENT_DIGEST`] for a body: its SHA-256 (RFC 9530).
#[must_use]
pub fn content_digest(body: &[u8]) -> String {
    one_byte_sequence(key_ref("sha-256"), Digest::of(body).as_bytes())
}

/// Signs a request with the device's key.
///
/// # Errors
/// [`SigningError::Request`] if a part has a character that no request line can have, or the time lies
/// outside of what a header can say; [`SigningError::Vault`] if the key does not sign.
pub fn sign(
    request: &RequestParts<'_>,
    parameters: &SignatureParameters,
    vault: &dyn DeviceVault,
) -> Result<SignatureHeaders, SigningError> {
    let content_digest = content_digest(request.body);
    let params = signature_params(parameters)?;
    let base = request_base(request, &content_digest, &params)?;
    let signature = key::sign(vault, base.as_bytes())?;
    Ok(SignatureHeaders {
        content_digest,
        signature_input: format!("{LABEL}={params}"),
        signature: one_byte_sequence(LABEL, &signature.to_bytes()),
    })
}

/// Reads a request's signature from all of its headers, as names (in any case) and values.
///
/// # Errors
/// Whatever is not written exactly as [`sign`] writes it: see [`RequestSignatureError`].
pub fn parse<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<ParsedSignature, RequestSignatureError> {
    let mut found = [
        (CONTENT_DIGEST, None),
        (SIGNATURE_INPUT, None),
        (SIGNATURE, None),
    ];
    for (name, value) in headers {
        for (wanted, seen) in &mut found {
            if wanted.eq_ignore_ascii_case(name) && seen.replace(value).is_some() {
                return Err(RequestSignatureError::Repeated(wanted));
            }
        }
    }
    let [content_digest, input, signature] = found.map(|(name, value)| header_text(name, value));
    let (content_digest, input, signature) = (content_digest?, input?, signature?);
    Ok(ParsedSignature {
        parameters: read_parameters(input)?,
        content_digest: content_digest.to_owned(),
        signature: read_signature(signature)?,
    })
}

impl ParsedSignature {
    /// The device that is said to have signed: its key is the one to verify with.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.parameters.device
    }

    /// Checks that the device with this key signed exactly this request.
    ///
    /// # Errors
    /// [`RequestSignatureError::WrongKey`], [`RequestSignatureError::BodyChanged`],
    /// [`RequestSignatureError::Unsignable`] or [`RequestSignatureError::Mismatch`].
    pub fn verify(
        &self,
        request: &RequestParts<'_>,
        key: &PublicKey,
    ) -> Result<VerifiedSignature, RequestSignatureError> {
        if key.device_id() != self.parameters.device {
            return Err(RequestSignatureError::WrongKey);
        }
        if self.content_digest != content_digest(request.body) {
            return Err(RequestSignatureError::BodyChanged);
        }
        let base = request_base(
            request,
            &self.content_digest,
            &signature_params(&self.parameters)?,
        )?;
        key.verify(base.as_bytes(), &self.signature)
            .map_err(|_| RequestSignatureError::Mismatch)?;
        Ok(VerifiedSignature(self.parameters))
    }
}

/// What the key signs for a request: RFC 9421, section 2.5, with the derived components of section 2.2.
fn request_base(
    request: &RequestParts<'_>,
    content_digest: &str,
    params: &str,
) -> Result<String, RequestSignatureError> {
    let query = request.query.unwrap_or_default();
    for (name, part) in [
        ("method", request.method),
        ("authority", request.authority),
        ("path", request.path),
        ("query", query),
    ] {
        // A line break would let one part speak for the next.
        if !part.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(RequestSignatureError::Unsignable(name));
        }
    }
    let path = if request.path.is_empty() {
        "/"
    } else {
        request.path
    };
    let values = [
        request.method.to_owned(),
        request.authority.to_ascii_lowercase(),
        path.to_owned(),
        format!("?{query}"),
        content_digest.to_owned(),
    ];
    let lines = COMPONENTS
        .iter()
        .map(|component| component.as_str())
        .zip(values);
    Ok(signature_base(lines, params))
}

/// One line for each component, and one for the parameters: RFC 9421, section 2.5.
fn signature_base<'a>(components: impl Iterator<Item = (&'a str, String)>, params: &str) -> String {
    let mut base: String = components
        .map(|(name, value)| format!("\"{name}\": {value}\n"))
        .collect();
    base.push_str("\"@signature-params\": ");
    base.push_str(params);
    base
}

/// The covered components and the parameters, in the one order there is.
fn signature_params(parameters: &SignatureParameters) -> Result<String, RequestSignatureError> {
    const MALFORMED: RequestSignatureError = RequestSignatureError::Malformed(SIGNATURE_INPUT);
    let device = parameters.device.to_string();
    let (created_s, nonce) = match parameters.moment {
        Moment::OwnClock { created_s, nonce } => (Some(created_s), nonce.to_text()),
        Moment::ServerNonce(nonce) => (None, nonce.to_text()),
    };
    let mut list = ListSerializer::new();
    let mut covered = list.inner_list();
    for component in COMPONENTS {
        covered.bare_item(component);
    }
    let mut written = covered.finish();
    if let Some(created_s) = created_s {
        let created_s = Integer::try_from(created_s).map_err(|_| MALFORMED)?;
        written = written.parameter(key_ref("created"), created_s);
    }
    written
        .parameter(
            key_ref("nonce"),
            StringRef::from_str(&nonce).map_err(|_| MALFORMED)?,
        )
        .parameter(
            key_ref("keyid"),
            StringRef::from_str(&device).map_err(|_| MALFORMED)?,
        )
        .parameter(key_ref("alg"), ALGORITHM)
        .parameter(key_ref("tag"), TAG);
    list.finish().ok_or(MALFORMED)
}

fn header_text<'a>(
    name: &'static str,
    value: Option<&'a [u8]>,
) -> Result<&'a str, RequestSignatureError> {
    let value = value.ok_or(RequestSignatureError::Missing(name))?;
    if value.len() > MAX_HEADER_BYTES {
        return Err(RequestSignatureError::TooLong(name));
    }
    std::str::from_utf8(value).map_err(|_| RequestSignatureError::Malformed(name))
}

fn read_parameters(input: &str) -> Result<SignatureParameters, RequestSignatureError> {
    const MALFORMED: RequestSignatureError = RequestSignatureError::Malformed(SIGNATURE_INPUT);
    let ListEntry::InnerList(list) = our_member(SIGNATURE_INPUT, input)? else {
        return Err(MALFORMED);
    };
    if !covers_our_components(&list) {
        return Err(RequestSignatureError::Components);
    }
    let text = |name| list.params.get(name).and_then(BareItem::as_string);
    if text("alg") != Some(ALGORITHM) {
        return Err(RequestSignatureError::Algorithm);
    }
    if text("tag") != Some(TAG) {
        return Err(RequestSignatureError::Tag);
    }
    let device = text("keyid").and_then(|device| device.as_str().parse().ok());
    let nonce = text("nonce").and_then(|nonce| Nonce::from_text(nonce.as_str()));
    let nonce = nonce.ok_or(MALFORMED)?;
    let moment = match list.params.get("created") {
        None => Moment::ServerNonce(nonce),
        Some(created) => Moment::OwnClock {
            created_s: created.as_integer().ok_or(MALFORMED)?.into(),
            nonce,
        },
    };
    let parameters = SignatureParameters {
        device: device.ok_or(MALFORMED)?,
        moment,
    };
    // Also refuses unknown and repeated parameters, for which structured fields have a rule ("the last one counts")
    // that two programs could apply differently.
    let ours = format!("{LABEL}={}", signature_params(&parameters)?);
    if ours == input {
        Ok(parameters)
    } else {
        Err(MALFORMED)
    }
}

fn covers_our_components(list: &InnerList) -> bool {
    list.items.len() == COMPONENTS.len()
        && list.items.iter().zip(COMPONENTS).all(|(item, component)| {
            item.bare_item.as_string() == Some(component) && item.params.is_empty()
        })
}

fn read_signature(value: &str) -> Result<Signature, RequestSignatureError> {
    const MALFORMED: RequestSignatureError = RequestSignatureError::Malformed(SIGNATURE);
    let ListEntry::Item(item) = our_member(SIGNATURE, value)? else {
        return Err(MALFORMED);
    };
    let bytes = item.bare_item.as_byte_sequence().ok_or(MALFORMED)?;
    let signature = Signature::from_bytes(bytes).map_err(|_| MALFORMED)?;
    if one_byte_sequence(LABEL, bytes) == value {
        Ok(signature)
    } else {
        Err(MALFORMED)
    }
}

/// The only member of a dictionary, under our label.
fn our_member(header: &'static str, value: &str) -> Result<ListEntry, RequestSignatureError> {
    let members: Dictionary = Parser::new(value)
        .parse()
        .map_err(|_| RequestSignatureError::Malformed(header))?;
    let mut members = members.into_iter();
    match (members.next(), members.next()) {
        (Some((label, member)), None) if &*label == LABEL => Ok(member),
        _ => Err(RequestSignatureError::NotOneSignature),
    }
}

fn one_byte_sequence(name: &KeyRef, bytes: &[u8]) -> String {
    let mut dictionary = DictSerializer::new();
    dictionary.bare_item(name, bytes);
    // None only for a dictionary without members; this one has one.
    dictionary.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests;
