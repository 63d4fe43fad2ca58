//! P-256 keys and ES256 signatures, the kind that phone hardware holds.

use std::fmt;

use doorstep_domain::ids::DeviceId;
use p256::ecdsa::{self, VerifyingKey, signature::Verifier as _};

use crate::{
    digest::Digest,
    vault::{DeviceVault, VaultError},
};

/// Why bytes are not a key or a signature, or a signature does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no point of P-256 in SEC1 form.
    #[error("the bytes are not a P-256 public key")]
    BadKey,
    /// The bytes are no pair of numbers an ES256 signature can have.
    #[error("the bytes are not an ES256 signature")]
    BadSignature,
    /// A well-formed signature of something else or by another key.
    #[error("the signature does not fit the message and the key")]
    Mismatch,
}

/// The public half of a device's or an organisation's key: a point of P-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a key in SEC1 form, compressed (33 bytes) or uncompressed (65 bytes).
    ///
    /// # Errors
    /// [`KeyError::BadKey`] for anything else, points off the curve among it.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.first() {
            // SEC1 readers know a third, x-only form; nothing of ours writes it.
            Some(2..=4) => VerifyingKey::from_sec1_bytes(bytes)
                .map(Self)
                .map_err(|_| KeyError::BadKey),
            _ => Err(KeyError::BadKey),
        }
    }

    /// The 65 bytes `04 ‖ x ‖ y`.
    #[must_use]
    pub fn to_sec1_uncompressed(&self) -> Vec<u8> {
        self.0.to_sec1_point(false).as_bytes().to_vec()
    }

    /// The 33 bytes `02 or 03 ‖ x`.
    #[must_use]
    pub fn to_sec1_compressed(&self) -> Vec<u8> {
        self.0.to_sec1_point(true).as_bytes().to_vec()
    }

    /// The device that holds this key: the first 16 bytes of SHA-256 over the *uncompressed* SEC1 form
    /// (65 bytes), in whichever form the key arrived.
    #[must_use]
    pub fn device_id(&self) -> DeviceId {
        DeviceId(Digest::of(&self.to_sec1_uncompressed()).first_half())
    }

    /// Checks an ES256 signature of `message`; low and high S are both good.
    ///
    /// # Errors
    /// [`KeyError::Mismatch`].
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), KeyError> {
        self.0
            .verify(message, &signature.0)
            .map_err(|_| KeyError::Mismatch)
    }

    pub(crate) const fn from_p256(key: VerifyingKey) -> Self {
        Self(key)
    }

    pub(crate) const fn as_p256(&self) -> &VerifyingKey {
        &self.0
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.device_id())
    }
}

/// An ES256 signature in its fixed form: `r ‖ s`, 32 bytes each, big endian (RFC 7518, section 3.4).
///
/// To every signature `(r, s)` belongs a second good one, `(r, n - s)`, that anybody can work out. Ours
/// are made with the smaller S ("low"), so that one signing gives one text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(ecdsa::Signature);

impl Signature {
    /// Reads the fixed form as it stands, low or high.
    ///
    /// # Errors
    /// [`KeyError::BadSignature`] if there are not 64 bytes, or a half is zero or past the curve's order.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        ecdsa::Signature::from_slice(bytes)
            .map(Self)
            .map_err(|_| KeyError::BadSignature)
    }

    /// Reads what hardware answers, the fixed form or DER, low or high, and makes it low.
    ///
    /// # Errors
    /// [`KeyError::BadSignature`] if the bytes are neither.
    pub fn from_vault(bytes: &[u8]) -> Result<Self, KeyError> {
        // DER of 64 bytes would need six leading zero bytes in r and s: 2^-48 for an honest key, and `sign` would notice.
        let signature = if bytes.len() == 64 {
            Self::from_bytes(bytes)?.0
        } else {
            ecdsa::Signature::from_der(bytes).map_err(|_| KeyError::BadSignature)?
        };
        Ok(Self(signature.normalize_s()))
    }

    /// The 64 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 64] {
        self.0.to_bytes().into()
    }

    /// The form that X.509 uses.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        self.0.to_der().as_bytes().to_vec()
    }

    /// Whether S is the smaller of the two.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.0 == self.0.normalize_s()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature")
    }
}

/// Signs with a device's key and checks the result before anybody relies on it: a chip that answers
/// nonsense must be noticed while the customer is still there.
///
/// # Errors
/// What the vault says; [`VaultError::Failed`] if its answer is no signature of this message.
pub fn sign(vault: &dyn DeviceVault, message: &[u8]) -> Result<Signature, VaultError> {
    let signature = Signature::from_vault(&vault.sign(message)?).map_err(|_| VaultError::Failed)?;
    vault
        .public_key()?
        .verify(message, &signature)
        .map_err(|_| VaultError::Failed)?;
    Ok(signature)
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    use super::*;
    use crate::vault::SoftwareVault;

    /// RFC 6979, appendix A.2.5: the key, and the signature of "sample" with SHA-256 (its S is high).
    const KEY: &str = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    const POINT: &str = "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                         7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
    const SAMPLE: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                          f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

    fn hex(text: &str) -> Vec<u8> {
        let digit = |digit: &u8| char::from(*digit).to_digit(16).unwrap() as u8;
        text.as_bytes()
            .chunks_exact(2)
            .map(|pair| digit(&pair[0]) << 4 | digit(&pair[1]))
            .collect()
    }

    #[test]
    fn the_key_and_signature_of_rfc_6979_come_out_low() {
        let vault = SoftwareVault::generate(hex(KEY).try_into().unwrap()).unwrap();
        let key = vault.public_key().unwrap();
        assert_eq!(key.to_sec1_uncompressed(), hex(POINT));
        let published = Signature::from_bytes(&hex(SAMPLE)).unwrap();
        let ours = sign(&vault, b"sample").unwrap();
        assert!(!published.is_low() && ours.is_low());
        assert_eq!(ours.to_bytes()[..32], published.to_bytes()[..32]);
        assert_eq!(Ok(ours), Signature::from_vault(&hex(SAMPLE)));
        assert_eq!(Ok(ours), Signature::from_vault(&published.to_der()));
        for signature in [ours, published] {
            assert_eq!(key.verify(b"sample", &signature), Ok(()));
            assert_eq!(key.verify(b"Sample", &signature), Err(KeyError::Mismatch));
        }
    }

    #[test]
    fn the_signature_of_rfc_7515_a_3_verifies() {
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
        let x = decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
        let y = decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
        let key = PublicKey::from_sec1(&[&[4], &x[..], &y[..]].concat()).unwrap();
        let signature = Signature::from_bytes(&decode(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        ))
        .unwrap();
        let signing_input = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        assert_eq!(key.verify(signing_input, &signature), Ok(()));
    }

    #[test]
    fn a_device_is_the_same_in_whichever_form_its_key_arrives() {
        let key = PublicKey::from_sec1(&hex(POINT)).unwrap();
        assert_eq!(PublicKey::from_sec1(&key.to_sec1_compressed()), Ok(key));
        assert_eq!(
            key.device_id().as_bytes()[..],
            Digest::of(&hex(POINT)).0[..16]
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let good = hex(POINT);
        let mut off_the_curve = good.clone();
        off_the_curve[64] ^= 1;
        let x_only = [&[5], &good[1..33]].concat();
        for bytes in [
            &[][..],
            &[0],
            &good[..64],
            &good[1..],
            &off_the_curve,
            &x_only,
        ] {
            assert_eq!(PublicKey::from_sec1(bytes), Err(KeyError::BadKey));
        }
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        let one = hex(&format!("{:064x}", 1));
        for (r, s) in [
            (&[0; 32][..], &one[..]),
            (&one, &[0; 32]),
            (&order, &one),
            (&one, &order),
        ] {
            assert_eq!(
                Signature::from_vault(&[r, s].concat()),
                Err(KeyError::BadSignature)
            );
        }
        assert_eq!(Signature::from_vault(&[]), Err(KeyError::BadSignature));
        assert_eq!(Signature::from_bytes(&[1; 65]), Err(KeyError::BadSignature));
    }

    /// A chip that signs something else than it was asked to.
    struct Faulty(SoftwareVault);

    impl DeviceVault for Faulty {
        fn public_key(&self) -> Result<PublicKey, VaultError> {
            self.0.public_key()
        }
        fn sign(&self, message: &[u8]) -> Result<Vec<u8>, VaultError> {
            self.0.sign(&[message, b"!"].concat())
        }
        fn database_key(&self) -> Result<Option<Zeroizing<[u8; 32]>>, VaultError> {
            self.0.database_key()
        }
        fn installation(&self) -> Result<[u8; 16], VaultError> {
            self.0.installation()
        }
        fn erase(&self) -> Result<(), VaultError> {
            self.0.erase()
        }
    }

    #[test]
    fn a_chip_that_answers_nonsense_is_noticed_at_once() {
        let vault = Faulty(SoftwareVault::generate([7; 32]).unwrap());
        assert_eq!(sign(&vault, b"the customer signs"), Err(VaultError::Failed));
    }

    proptest! {
        #[test]
        fn der_and_fixed_form_low_and_high_are_one_signature(message: Vec<u8>, seed in 1_u8..) {
            let vault = SoftwareVault::generate([seed; 32].map(|byte| byte & 0x7f | 1)).unwrap();
            let low = sign(&vault, &message).unwrap();
            let raw = Signature::from_bytes(&vault.sign(&message).unwrap()).unwrap();
            prop_assert!(low.is_low());
            prop_assert_eq!(Signature::from_vault(&low.to_der()), Ok(low));
            prop_assert_eq!(Signature::from_vault(&raw.to_der()), Ok(low));
            prop_assert_eq!(vault.public_key().unwrap().verify(&message, &raw), Ok(()));
        }

        #[test]
        fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Signature::from_vault(&bytes);
            let _ = PublicKey::from_sec1(&bytes);
        }
    }
}
