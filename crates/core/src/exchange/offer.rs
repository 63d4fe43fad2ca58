//! `exchange.offer`: what the receiver shows.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use doorstep_evidence::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    digest::Digest,
    key::{Signature, sign},
};
use zeroize::Zeroizing;

use super::{
    ExchangeError, held,
    keys::OneTimeKey,
    parcel::{OfferBody, SignedOffer},
    seal::{receiving_key, vault_error},
};
use crate::{Device, Error};

const PREFIX: &str = "doorstep-offer:";
const SIGNED: &[u8] = b"doorstep exchange offer v1\0";
const VERSION: u32 = 1;
/// Of how many records an offer says that they are here: what a QR code has room for. Others come once more, which
/// costs bytes and nothing else.
const HELD_MAX: usize = 32;
/// The longest text that is read as an offer.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// What another device showed: who it is, a key for this once, and what it has.
#[derive(Debug, Clone)]
pub struct Offer {
    body: OfferBody,
    digest: [u8; 32],
    receiver: DeviceCertificate,
}

impl Device {
    /// Shows that this device would take records now: a text to be shown as a QR code, or sent by any way. Nothing in it
    /// is secret.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`], [`Error::Vault`], [`Error::Random`] or what the disk says.
    pub fn offer(&self) -> Result<String, Error> {
        let device = &*self.inner;
        let identity = device.store.identity()?;
        let nonce = device.environment.draw()?;
        let secret = Zeroizing::new(device.environment.draw()?);
        let (_, key) = receiving_key(&secret);
        let held = device
            .store
            .read(|connection| held::newest(connection, HELD_MAX))?;
        let body = OfferBody {
            version: VERSION,
            nonce,
            key: key.into(),
            certificate: identity.certificate.clone().into(),
            held: held.concat().into(),
        };
        let body = minicbor::to_vec(&body).map_err(|_| ExchangeError::Offer)?;
        let signature = sign(&*device.vault, &signed_bytes(&body)).map_err(vault_error)?;
        let one_time = OneTimeKey {
            nonce,
            secret,
            offer: Digest::of(&body).0,
        };
        device
            .store
            .write(|write| one_time.keep(write.connection()?))?;
        let offer = SignedOffer {
            body: body.into(),
            signature: signature.to_bytes().to_vec().into(),
        };
        let bytes = minicbor::to_vec(&offer).map_err(|_| ExchangeError::Offer)?;
        Ok(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }
}

impl Offer {
    /// Reads an offer. It is believed only from a device of the same organisation.
    ///
    /// # Errors
    /// [`ExchangeError::Offer`] or [`ExchangeError::OtherOrganisation`].
    pub fn read(text: &str, organisation: &TrustedOrganisation) -> Result<Self, ExchangeError> {
        let text = text.trim();
        let encoded = text
            .strip_prefix(PREFIX)
            .filter(|encoded| encoded.len() <= TEXT_BYTES_MAX)
            .ok_or(ExchangeError::Offer)?;
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| ExchangeError::Offer)?;
        let signed: SignedOffer = minicbor::decode(&bytes).map_err(|_| ExchangeError::Offer)?;
        let body: OfferBody = minicbor::decode(&signed.body).map_err(|_| ExchangeError::Offer)?;
        if body.version != VERSION {
            return Err(ExchangeError::Offer);
        }
        let receiver =
            DeviceCertificate::parse(&body.certificate).map_err(|_| ExchangeError::Offer)?;
        receiver
            .verify(organisation)
            .map_err(ExchangeError::OtherOrganisation)?;
        Signature::from_bytes(&signed.signature)
            .and_then(|signature| {
                receiver
                    .public_key()
                    .verify(&signed_bytes(&signed.body), &signature)
            })
            .map_err(|_| ExchangeError::Offer)?;
        Ok(Self {
            digest: Digest::of(&signed.body).0,
            body,
            receiver,
        })
    }

    /// Whose device it is.
    #[must_use]
    pub const fn receiver(&self) -> &DeviceCertificate {
        &self.receiver
    }

    /// Whether the receiver said that he has exactly this.
    pub(super) fn has(&self, digest: [u8; 8]) -> bool {
        self.body.held.chunks_exact(8).any(|held| held == digest)
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.body.key
    }

    pub(super) const fn nonce(&self) -> [u8; 16] {
        self.body.nonce
    }

    pub(super) const fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

fn signed_bytes(body: &[u8]) -> Vec<u8> {
    [SIGNED, body].concat()
}
