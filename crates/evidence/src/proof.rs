//! Which device wrote a change: the author's own signature, good from whoever's hands it comes.
//!
//! One proof stands for all of an actor's changes up to the one it names, because each change names its
//! actor's previous one by hash.
//!
//! The signed bytes are fixed, with nothing left to parse:
//!
//! ```text
//! "doorstep author proof v1\0"   25 bytes
//! document id                    16
//! length of the actor             1
//! actor                           0..=255
//! sequence number, big endian     8
//! hash of the change             32
//! ```
//!
//! The first line keeps a proof apart from everything else that the same key signs: no JWS, no HTTP
//! signature base and no DER holds a zero byte there.

use crate::{
    key::{KeyError, PublicKey, Signature, sign},
    vault::{DeviceVault, VaultError},
};

const LABEL: &[u8; 25] = b"doorstep author proof v1\0";

/// What a proof is about: "in this document, this actor's change number `seq` is the one with this hash".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The document's id.
    pub document: [u8; 16],
    /// The automerge actor, at most 255 bytes.
    pub actor: &'a [u8],
    /// The change's number within its actor.
    pub seq: u64,
    /// The change's hash.
    pub change: [u8; 32],
}

/// Why there is no proof, or none for this claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The actor has more than 255 bytes.
    #[error("the actor is too long to be proved")]
    Actor,
    /// The device's key could not be used.
    #[error("the device's key could not sign the author's proof")]
    Vault(#[from] VaultError),
    /// The proof is of something else or by somebody else.
    #[error("the author's proof does not fit")]
    Mismatch(#[from] KeyError),
}

/// The author's signature of one [`Claim`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorProof {
    /// ES256 over the bytes described in [`crate::proof`].
    pub signature: Signature,
}

/// Proves a change with the key of the device that wrote it.
///
/// # Errors
/// [`ProofError::Actor`] or [`ProofError::Vault`].
pub fn prove(vault: &dyn DeviceVault, claim: &Claim<'_>) -> Result<AuthorProof, ProofError> {
    let signature = sign(vault, &signed_bytes(claim)?)?;
    Ok(AuthorProof { signature })
}

/// Checks a proof against the key of the device that is said to have written the change.
///
/// # Errors
/// [`ProofError::Actor`] or [`ProofError::Mismatch`].
pub fn verify(key: &PublicKey, claim: &Claim<'_>, proof: &AuthorProof) -> Result<(), ProofError> {
    Ok(key.verify(&signed_bytes(claim)?, &proof.signature)?)
}

fn signed_bytes(claim: &Claim<'_>) -> Result<Vec<u8>, ProofError> {
    let length = u8::try_from(claim.actor.len()).map_err(|_| ProofError::Actor)?;
    Ok([
        LABEL,
        &claim.document[..],
        &[length],
        claim.actor,
        &claim.seq.to_be_bytes(),
        &claim.change,
    ]
    .concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::example::vault;

    const CLAIM: Claim<'_> = Claim {
        document: [1; 16],
        actor: &[2; 24],
        seq: 0x0102_0304_0506_0708,
        change: [3; 32],
    };

    #[test]
    fn the_signed_bytes_are_laid_out_as_written() {
        let bytes = signed_bytes(&CLAIM).unwrap();
        let expected = [
            &b"doorstep author proof v1\0"[..],
            &[1; 16],
            &[24],
            &[2; 24],
            &[1, 2, 3, 4, 5, 6, 7, 8],
            &[3; 32],
        ]
        .concat();
        assert_eq!(bytes, expected);
    }

    #[test]
    fn a_colleague_can_carry_a_proof_and_cannot_bend_it() {
        let author = vault(7).public_key().unwrap();
        let proof = prove(&vault(7), &CLAIM).unwrap();
        assert_eq!(verify(&author, &CLAIM, &proof), Ok(()));

        let mismatch = Err(ProofError::Mismatch(KeyError::Mismatch));
        let carrier = vault(8).public_key().unwrap();
        assert_eq!(verify(&carrier, &CLAIM, &proof), mismatch);
        for other in [
            Claim {
                document: [9; 16],
                ..CLAIM
            },
            Claim {
                actor: &[9; 24],
                ..CLAIM
            },
            Claim {
                actor: &[2; 23],
                ..CLAIM
            },
            Claim {
                seq: CLAIM.seq + 1,
                ..CLAIM
            },
            Claim {
                change: [9; 32],
                ..CLAIM
            },
        ] {
            assert_eq!(verify(&author, &other, &proof), mismatch);
        }
    }

    #[test]
    fn an_actor_of_any_length_is_answered() {
        let long = Claim {
            actor: &[2; 256],
            ..CLAIM
        };
        let proof = prove(
            &vault(7),
            &Claim {
                actor: &[2; 255],
                ..CLAIM
            },
        )
        .unwrap();
        assert_eq!(prove(&vault(7), &long), Err(ProofError::Actor));
        assert_eq!(
            verify(&vault(7).public_key().unwrap(), &long, &proof),
            Err(ProofError::Actor)
        );
    }

    proptest! {
        #[test]
        fn no_two_claims_sign_the_same_bytes(
            a in (any::<[u8; 16]>(), prop::collection::vec(any::<u8>(), 0..40), any::<u64>(), any::<[u8; 32]>()),
            b in (any::<[u8; 16]>(), prop::collection::vec(any::<u8>(), 0..40), any::<u64>(), any::<[u8; 32]>()),
        ) {
            let claim = |(document, actor, seq, change): &([u8; 16], Vec<u8>, u64, [u8; 32])| {
                signed_bytes(&Claim { document: *document, actor, seq: *seq, change: *change }).unwrap()
            };
            prop_assert_eq!(a == b, claim(&a) == claim(&b));
        }
    }
}
