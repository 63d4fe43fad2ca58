//! Encrypting a file to an offer, and opening it: HPKE (RFC 9180) with P-256, HKDF-SHA256 and AES-256-GCM, and inside the
//! sender's ES256 signature over the offer and the contents.
//!
//! ```text
//! "DOORSTEP-EXCHANGE-1\0" ‖ the offer's nonce (16) ‖ encapsulated key (65) ‖ ciphertext and tag
//! ```

use std::convert::Infallible;

use doorstep_evidence::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    digest::Digest,
    key::{Signature, sign},
    vault::DeviceVault,
};
use doorstep_sync::{
    codec::{self, CodecError},
    limits::MESSAGE_BYTES_MAX,
};
use hpke::{
    Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _,
    aead::AesGcm256,
    kdf::HkdfSha256,
    kem::DhP256HkdfSha256,
    rand_core::{TryCryptoRng, TryRng},
    single_shot_open, single_shot_seal_with_rng,
};
use zeroize::Zeroizing;

use super::{
    ExchangeError,
    keys::OneTimeKey,
    offer::Offer,
    parcel::{Parcel, Signed},
};
use crate::{Environment, Error, RandomError};

const MAGIC: &[u8; 20] = b"DOORSTEP-EXCHANGE-1\0";
const SIGNED: &[u8] = b"doorstep exchange v1\0";
const NONCE_BYTES: usize = 16;
const HEAD_BYTES: usize = MAGIC.len() + NONCE_BYTES;
const KEY_BYTES: usize = 65;

/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = MESSAGE_BYTES_MAX;

type Private = <DhP256HkdfSha256 as Kem>::PrivateKey;
type Public = <DhP256HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <DhP256HkdfSha256 as Kem>::EncappedKey;

/// A parcel that was opened, and who packed it.
pub(super) struct Opened {
    pub(super) parcel: Parcel,
    pub(super) sender: DeviceCertificate,
}

/// The receiving key that belongs to a secret: the private half and, in SEC1 form, the public one.
pub(super) fn receiving_key(secret: &[u8; 32]) -> (Private, Vec<u8>) {
    let (private, public) = DhP256HkdfSha256::derive_keypair(secret);
    (private, public.to_bytes().to_vec())
}

/// Makes the file.
pub(super) fn seal(
    parcel: &Parcel,
    offer: &Offer,
    certificate: &[u8],
    vault: &dyn DeviceVault,
    environment: &Environment,
) -> Result<Vec<u8>, Error> {
    let parcel = codec::encode(parcel).map_err(|_| ExchangeError::TooLarge)?;
    let signature = sign(vault, &signed_bytes(offer.digest(), &parcel)).map_err(vault_error)?;
    let plain = Zeroizing::new(
        minicbor::to_vec(Signed {
            certificate: certificate.to_vec().into(),
            signature: signature.to_bytes().to_vec().into(),
            parcel: parcel.into(),
        })
        .map_err(|_| ExchangeError::TooLarge)?,
    );
    let to = Public::from_bytes(offer.key()).map_err(|_| ExchangeError::Offer)?;
    let head = [MAGIC.as_slice(), &offer.nonce()].concat();
    let mut dice = Dice {
        environment,
        failed: None,
    };
    let sealed = single_shot_seal_with_rng::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeS::Base,
        &to,
        &info(offer.digest()),
        &plain,
        &head,
        &mut dice,
    );
    if let Some(failed) = dice.failed {
        return Err(failed.into());
    }
    let (key, ciphertext) = sealed.map_err(|_| ExchangeError::Offer)?;
    let file = [head.as_slice(), &key.to_bytes(), &ciphertext].concat();
    if file.len() > FILE_BYTES_MAX {
        return Err(ExchangeError::TooLarge.into());
    }
    Ok(file)
}

/// The offer that a file was made for.
pub(super) fn offer_of(file: &[u8]) -> Result<[u8; NONCE_BYTES], ExchangeError> {
    if file.len() > FILE_BYTES_MAX {
        return Err(ExchangeError::TooLarge);
    }
    let rest = file.strip_prefix(MAGIC).ok_or(ExchangeError::NotAFile)?;
    let nonce = rest.first_chunk().ok_or(ExchangeError::NotAFile)?;
    Ok(*nonce)
}

/// Opens a file that was made for the offer of this key.
pub(super) fn open(
    file: &[u8],
    key: &OneTimeKey,
    organisation: &TrustedOrganisation,
) -> Result<Opened, ExchangeError> {
    let (head, rest) = file
        .split_at_checked(HEAD_BYTES)
        .ok_or(ExchangeError::NotAFile)?;
    let (encapsulated, ciphertext) = rest
        .split_at_checked(KEY_BYTES)
        .ok_or(ExchangeError::Unreadable)?;
    let encapsulated =
        Encapsulated::from_bytes(encapsulated).map_err(|_| ExchangeError::Unreadable)?;
    let (private, _) = receiving_key(&key.secret);
    let plain = single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        &info(key.offer),
        ciphertext,
        head,
    );
    let plain = Zeroizing::new(plain.map_err(|_| ExchangeError::Unreadable)?);
    // From here on it is what somebody encrypted who saw the offer; who, the signature says.
    let mut decoder = minicbor::Decoder::new(&plain);
    let signed: Signed = decoder.decode().map_err(|_| ExchangeError::Unreadable)?;
    let sender =
        DeviceCertificate::parse(&signed.certificate).map_err(|_| ExchangeError::Signature)?;
    sender
        .verify(organisation)
        .map_err(ExchangeError::OtherOrganisation)?;
    Signature::from_bytes(&signed.signature)
        .and_then(|signature| {
            let message = signed_bytes(key.offer, &signed.parcel);
            sender.public_key().verify(&message, &signature)
        })
        .map_err(|_| ExchangeError::Signature)?;
    let parcel = codec::decode(&signed.parcel).map_err(|error| match error {
        CodecError::TooLarge => ExchangeError::TooLarge,
        CodecError::Compression | CodecError::Malformed | CodecError::Encode => {
            ExchangeError::Unreadable
        }
    })?;
    Ok(Opened { parcel, sender })
}

fn info(offer: [u8; 32]) -> Vec<u8> {
    [MAGIC.as_slice(), &offer].concat()
}

/// The offer is signed with it, so that nobody can hand on to a third what was packed for him.
fn signed_bytes(offer: [u8; 32], parcel: &[u8]) -> Vec<u8> {
    [SIGNED, &offer, Digest::of(parcel).as_bytes()].concat()
}

pub(super) fn vault_error(error: impl Into<Error>) -> Error {
    error.into()
}

/// The device's randomness as the library wants it. It cannot say there that there was none; it is looked at afterwards.
struct Dice<'e> {
    environment: &'e Environment,
    failed: Option<RandomError>,
}

impl TryRng for Dice<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if let Err(error) = self.environment.random.fill(bytes) {
            self.failed = Some(error);
        }
        Ok(())
    }
}

impl TryCryptoRng for Dice<'_> {}
