//! Where a device's key lives: in phone hardware behind a trait, or in memory for desktop, server and tests.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding},
};
use zeroize::Zeroizing;

use crate::{digest::Digest, key::PublicKey};

/// Why the vault did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The device is locked; ask again once its owner has unlocked it.
    #[error("the device's key is locked")]
    Locked,
    /// The owner was asked (finger, face, PIN) and declined.
    #[error("the use of the device's key was declined")]
    Cancelled,
    /// The key is gone for good: erased, or taken back by the system after its lock was changed. Enrol again.
    #[error("the device's key no longer exists")]
    Invalidated,
    /// Anything else; asking again may help.
    #[error("the device's key could not be used")]
    Failed,
}

/// What one device keeps secret, and what makes this installation unlike any copy of it.
///
/// Called from any thread; a call may block while the system asks for a finger. Implementations never
/// give the private key away, and their errors carry no data.
pub trait DeviceVault: Send + Sync {
    /// The public half of the device's P-256 key: the same at every call until [`DeviceVault::erase`].
    ///
    /// # Errors
    /// [`VaultError`].
    fn public_key(&self) -> Result<PublicKey, VaultError>;

    /// Signs a message with ES256: ECDSA over P-256 with SHA-256, which the vault computes itself.
    /// Returns DER or the 64 bytes `r ‖ s`; a high S is allowed, since hardware does that. Callers use
    /// [`crate::key::sign`], which brings both to one form.
    ///
    /// # Errors
    /// [`VaultError`].
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// The key of the encrypted database file; none where the file is not encrypted.
    ///
    /// # Errors
    /// [`VaultError`].
    fn database_key(&self) -> Result<Option<Zeroizing<[u8; 32]>>, VaultError>;

    /// A token of this installation that no backup carries, so that a cloned or restored phone shows
    /// another one than the data it woke up with.
    ///
    /// # Errors
    /// [`VaultError`].
    fn installation(&self) -> Result<[u8; 16], VaultError>;

    /// Forgets every key, for good. Called again, it is done already.
    ///
    /// # Errors
    /// [`VaultError`] if a key may still be there.
    fn erase(&self) -> Result<(), VaultError>;
}

/// A key in memory, kept by its owner as a PEM file: for desktop, server and tests.
///
/// It encrypts no database: the key would lie beside the file it locks.
pub struct SoftwareVault {
    /// None once erased.
    key: Mutex<Option<SigningKey>>,
    installation: Option<[u8; 16]>,
}

impl SoftwareVault {
    /// A new key from 32 random bytes.
    ///
    /// # Errors
    /// [`VaultError::Failed`] if they are zero or not below the order of the curve, as one draw in 2^32 is:
    /// draw again.
    pub fn generate(random: [u8; 32]) -> Result<Self, VaultError> {
        let random = Zeroizing::new(random);
        SigningKey::from_slice(random.as_slice())
            .map(Self::new)
            .map_err(|_| VaultError::Failed)
    }

    /// Reads a key written by [`SoftwareVault::to_pem`] or another program (PKCS#8).
    ///
    /// # Errors
    /// [`VaultError::Failed`] if the text is no P-256 key.
    pub fn from_pem(pem: &str) -> Result<Self, VaultError> {
        SigningKey::from_pkcs8_pem(pem)
            .map(Self::new)
            .map_err(|_| VaultError::Failed)
    }

    /// Writes the key as PKCS#8 PEM; whoever reads it is this device.
    ///
    /// # Errors
    /// [`VaultError::Invalidated`] once erased.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, VaultError> {
        self.with_key(|key| {
            key.to_pkcs8_pem(LineEnding::LF)
                .map_err(|_| VaultError::Failed)
        })
    }

    /// Says which installation this is. Without it the token follows from the key, so that a copy of the
    /// key file passes for its original: a program that can tell machines apart says so here.
    #[must_use]
    pub fn at_installation(self, installation: [u8; 16]) -> Self {
        Self {
            installation: Some(installation),
            ..self
        }
    }

    fn new(key: SigningKey) -> Self {
        Self {
            key: Mutex::new(Some(key)),
            installation: None,
        }
    }

    fn with_key<T>(
        &self,
        use_key: impl FnOnce(&SigningKey) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        // The key is only ever replaced whole: a poisoned lock still guards a sound one.
        let key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        key.as_ref()
            .ok_or(VaultError::Invalidated)
            .and_then(use_key)
    }
}

impl fmt::Debug for SoftwareVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SoftwareVault")
    }
}

impl DeviceVault for SoftwareVault {
    fn public_key(&self) -> Result<PublicKey, VaultError> {
        self.with_key(|key| Ok(PublicKey::from_p256(*key.verifying_key())))
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.with_key(|key| {
            let signature: Signature = key.try_sign(message).map_err(|_| VaultError::Failed)?;
            Ok(signature.to_vec())
        })
    }

    fn database_key(&self) -> Result<Option<Zeroizing<[u8; 32]>>, VaultError> {
        self.with_key(|_| Ok(None))
    }

    fn installation(&self) -> Result<[u8; 16], VaultError> {
        let key = self.public_key()?;
        Ok(self.installation.unwrap_or_else(|| {
            let label = b"doorstep installation v1\0";
            Digest::of(&[label, key.to_sec1_uncompressed().as_slice()].concat()).first_half()
        }))
    }

    fn erase(&self) -> Result<(), VaultError> {
        // The key overwrites its memory when dropped.
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::sign;

    #[test]
    fn a_key_survives_its_file_and_is_the_same_device_after() {
        let vault = SoftwareVault::generate([7; 32]).unwrap();
        let again = SoftwareVault::from_pem(&vault.to_pem().unwrap()).unwrap();
        assert_eq!(again.public_key(), vault.public_key());
        assert_eq!(again.installation(), vault.installation());
        let signature = sign(&again, b"hello").unwrap();
        assert_eq!(
            vault.public_key().unwrap().verify(b"hello", &signature),
            Ok(())
        );
    }

    #[test]
    fn a_restored_phone_says_that_it_is_another_installation() {
        let vault = SoftwareVault::generate([7; 32]).unwrap();
        let pem = vault.to_pem().unwrap();
        let restored = SoftwareVault::from_pem(&pem)
            .unwrap()
            .at_installation([1; 16]);
        assert_eq!(restored.public_key(), vault.public_key());
        assert_ne!(restored.installation(), vault.installation());
    }

    #[test]
    fn an_erased_vault_does_nothing_more() {
        let vault = SoftwareVault::generate([7; 32]).unwrap();
        assert_eq!(vault.database_key(), Ok(None));
        assert_eq!(vault.erase(), Ok(()));
        assert_eq!(vault.erase(), Ok(()));
        assert_eq!(vault.public_key(), Err(VaultError::Invalidated));
        assert_eq!(vault.sign(b"hello"), Err(VaultError::Invalidated));
        assert_eq!(vault.database_key(), Err(VaultError::Invalidated));
        assert_eq!(vault.installation(), Err(VaultError::Invalidated));
        assert_eq!(vault.to_pem().err(), Some(VaultError::Invalidated));
    }

    #[test]
    fn what_is_no_key_is_refused_and_a_vault_never_prints_one() {
        for random in [[0; 32], [0xff; 32]] {
            assert_eq!(
                SoftwareVault::generate(random).err(),
                Some(VaultError::Failed)
            );
        }
        assert_eq!(
            SoftwareVault::from_pem("-----BEGIN").err(),
            Some(VaultError::Failed)
        );
        let vault = SoftwareVault::generate([7; 32]).unwrap();
        assert_eq!(format!("{vault:?}"), "SoftwareVault");
    }
}
