//! Repair after a server was restored, and the self-check: what differs is found by 256 sums, not by sending lists.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;
use sha2::{Digest as _, Sha256};

/// How many buckets there are: one for each first byte of a document's digest key.
pub const BUCKETS: usize = 256;

/// What one side holds of a document that counts as acknowledged: its heads and the statements about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// The heads, sorted.
    pub heads: Vec<ChangeHash>,
    /// Digests of the statements, sorted.
    pub statements: Vec<[u8; 32]>,
}

/// SHA-256 of a document's id and what is held of it.
#[must_use]
pub fn holding_digest(document: RecordId, holding: &Holding) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(document.as_bytes());
    hash.update((holding.heads.len() as u64).to_be_bytes());
    for head in &holding.heads {
        hash.update(head.0);
    }
    for statement in &holding.statements {
        hash.update(statement);
    }
    hash.finalize().into()
}

/// The first 8 bytes of [`holding_digest`], as they stand in a [`crate::message::Pair`].
#[must_use]
pub fn short_digest(document: RecordId, holding: &Holding) -> [u8; 8] {
    let digest = holding_digest(document, holding);
    digest.first_chunk().copied().unwrap_or_default()
}

/// The bucket of a document: from a hash of its id, because ids begin with a time and would crowd.
#[must_use]
pub fn bucket_of(document: RecordId) -> u8 {
    let hash: [u8; 32] = Sha256::digest(document.as_bytes()).into();
    hash[0]
}

/// One sum a bucket: the XOR of its documents' digests, 8 bytes each. Equal sums mean equal holdings but for a
/// chance of 2⁻⁶⁴.
#[must_use]
pub fn bucket_sums<'h>(
    holdings: impl IntoIterator<Item = (&'h RecordId, &'h Holding)>,
) -> Vec<[u8; 8]> {
    let mut sums = vec![[0_u8; 8]; BUCKETS];
    for (document, holding) in holdings {
        let digest = holding_digest(*document, holding);
        if let Some(sum) = sums.get_mut(usize::from(bucket_of(*document))) {
            sum.iter_mut()
                .zip(digest)
                .for_each(|(byte, other)| *byte ^= other);
        }
    }
    sums
}

/// The buckets whose sums differ. A list of another length differs everywhere.
#[must_use]
pub fn differing_buckets(ours: &[[u8; 8]], theirs: &[[u8; 8]]) -> Vec<u8> {
    (0..=u8::MAX)
        .filter(|bucket| ours.get(usize::from(*bucket)) != theirs.get(usize::from(*bucket)))
        .collect()
}

/// The documents of some buckets.
#[must_use]
pub fn in_buckets<'h>(
    holdings: &'h BTreeMap<RecordId, Holding>,
    buckets: &[u8],
) -> BTreeMap<RecordId, &'h Holding> {
    holdings
        .iter()
        .filter(|(document, _)| buckets.contains(&bucket_of(**document)))
        .map(|(document, holding)| (*document, holding))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(byte: u8) -> RecordId {
        RecordId::from_slice(&[byte; 16]).expect("16 bytes")
    }

    #[test]
    fn one_differing_document_shows_in_its_bucket_and_nowhere_else() {
        let holding = |byte| Holding {
            heads: vec![ChangeHash([byte; 32])],
            statements: vec![],
        };
        let ours: BTreeMap<_, _> = (0..100).map(|byte| (document(byte), holding(1))).collect();
        let mut theirs = ours.clone();
        assert!(differing_buckets(&bucket_sums(&ours), &bucket_sums(&theirs)).is_empty());
        theirs.insert(document(7), holding(2));
        assert_eq!(
            differing_buckets(&bucket_sums(&ours), &bucket_sums(&theirs)),
            vec![bucket_of(document(7))]
        );
        theirs.insert(document(7), holding(1));
        theirs.insert(
            document(8),
            Holding {
                statements: vec![[3; 32]],
                ..holding(1)
            },
        );
        assert_eq!(
            differing_buckets(&bucket_sums(&ours), &bucket_sums(&theirs)),
            vec![bucket_of(document(8))]
        );
        assert_eq!(differing_buckets(&bucket_sums(&ours), &[]).len(), BUCKETS);
    }
}
