//! Whether every change was written by the device that its actor names.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;
use doorstep_evidence::{
    key::Signature,
    proof::{AuthorProof, Claim, verify},
};
use doorstep_replica::{Actor, ParsedChange};
use minicbor::bytes::ByteVec;

use super::{Directory, Proven, Refusal, is_genesis};

/// The actors of some changes in ascending order, each with its last change: the order of the proofs in a
/// message, which needs nothing but the changes to be known. The creating change is nobody's.
#[must_use]
pub fn actors_in_order(changes: &[ParsedChange]) -> Vec<(Actor, &ParsedChange)> {
    let mut last: BTreeMap<Actor, &ParsedChange> = BTreeMap::new();
    for change in changes.iter().filter(|change| !is_genesis(change)) {
        let latest = last.entry(change.actor()).or_insert(change);
        if latest.seq() < change.seq() {
            *latest = change;
        }
    }
    last.into_iter().collect()
}

/// Checks one proof an actor. A proof over an actor's last change stands for its earlier ones, for each names its
/// previous one by hash (which the gate checks).
pub(super) fn check(
    document: RecordId,
    changes: &[ParsedChange],
    proofs: &[ByteVec],
    directory: &impl Directory,
) -> Result<BTreeMap<Actor, Proven>, Refusal> {
    let actors = actors_in_order(changes);
    if actors.len() != proofs.len() {
        return Err(Refusal::ProofMissing);
    }
    let mut proven = BTreeMap::new();
    for ((actor, last), proof) in actors.into_iter().zip(proofs) {
        let device = directory
            .device(actor.device())
            .ok_or(Refusal::UnknownAuthor)?;
        let signature = Signature::from_bytes(proof).map_err(|_| Refusal::ProofWrong)?;
        let claim = Claim {
            document: *document.as_bytes(),
            actor: &actor.0,
            seq: last.seq(),
            change: last.hash().0,
        };
        verify(&device.key, &claim, &AuthorProof { signature }).map_err(|_| Refusal::ProofWrong)?;
        proven.insert(
            actor,
            Proven {
                seq: last.seq(),
                change: last.hash(),
                signature,
            },
        );
    }
    Ok(proven)
}
