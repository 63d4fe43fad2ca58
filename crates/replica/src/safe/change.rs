//! One change as it came over the wire: bounded and parsed, nothing of it applied yet.

use std::sync::Arc;

use automerge::{ActorId, Change, ExpandedChange};

use super::{Actor, ChangeHash, columns, guarded};

/// Limits of one change. The trade's largest honest change is a text that is replaced at once: each of its
/// characters is an operation, the erased ones and the typed ones.
#[derive(Debug, Clone, Copy)]
pub struct ChangeLimits {
    /// Bytes of the chunk.
    pub bytes_max: usize,
    /// Operations inside, and values that they overwrite.
    pub operations_max: usize,
}

impl Default for ChangeLimits {
    fn default() -> Self {
        Self {
            bytes_max: 256 * 1024,
            operations_max: 50_000,
        }
    }
}

/// Why bytes are not a change that could be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Over the limit of bytes.
    #[error("the change is too large")]
    TooLarge,
    /// Not an uncompressed change chunk. Compressed chunks and columns, documents and bundles are never taken from
    /// outside: they may expand without bound before any check.
    #[error("only uncompressed change chunks are taken")]
    ChunkType,
    /// Not well formed, or its checksum is wrong.
    #[error("the change cannot be read")]
    Malformed,
    /// Over the limit of operations.
    #[error("the change has too many operations")]
    TooManyOperations,
    /// It does nothing; nobody here writes such a change.
    #[error("the change does nothing")]
    Empty,
    /// The actor is not a device id and eight bytes.
    #[error("the change's actor is not a device's")]
    Actor,
    /// It carries an author label, a message or unknown bytes, which nobody here writes.
    #[error("the change carries data that has no place in it")]
    ExtraData,
    /// The claimed time is before 1970 or after 2200.
    #[error("the change's time is absurd")]
    Time,
}

/// A change that was parsed. Cheap to clone.
#[derive(Clone)]
pub struct ParsedChange {
    pub(super) change: Arc<Change>,
    actor: Actor,
}

/// The magic bytes, the checksum (how the hash begins), then the type: 1 is an uncompressed change.
const CHECKSUM: std::ops::Range<usize> = 4..8;
const CHUNK_TYPE_OFFSET: usize = 8;
const CHUNK_TYPE_CHANGE: u8 = 1;
const TIME_MAX_S: i64 = 7_258_118_400;

impl ParsedChange {
    /// Bounds and parses one chunk.
    ///
    /// # Errors
    /// [`ChangeError`]; automerge's own panics on hostile bytes are [`ChangeError::Malformed`].
    pub fn parse(bytes: &[u8], limits: ChangeLimits) -> Result<Self, ChangeError> {
        if bytes.len() > limits.bytes_max {
            return Err(ChangeError::TooLarge);
        }
        if bytes.get(CHUNK_TYPE_OFFSET) != Some(&CHUNK_TYPE_CHANGE) {
            return Err(ChangeError::ChunkType);
        }
        columns::check(bytes, limits)?;
        let change = guarded(|| Change::try_from(bytes))
            .and_then(Result::ok)
            .ok_or(ChangeError::Malformed)?;
        // Automerge keeps the checksum as it came and compares it only in documents: of one change there would be
        // many spellings, and other programs could not read what is stored here.
        let checksum_fits = bytes.get(CHECKSUM) == change.hash().0.get(..CHECKSUM.len());
        if change.raw_bytes() != bytes || !checksum_fits {
            return Err(ChangeError::Malformed);
        }
        if !change.deps().is_sorted_by(|one, next| one < next) {
            return Err(ChangeError::Malformed);
        }
        if change.is_empty() {
            return Err(ChangeError::Empty);
        }
        let has_extra = change.message().is_some() || !change.extra_bytes().is_empty();
        if has_extra {
            return Err(ChangeError::ExtraData);
        }
        if !(0..=TIME_MAX_S).contains(&change.timestamp()) {
            return Err(ChangeError::Time);
        }
        Self::of(change).ok_or(ChangeError::Actor)
    }

    /// Wraps a change that automerge itself gave out.
    pub(super) fn of(change: Change) -> Option<Self> {
        let actor = change.actor_id().to_bytes().try_into().ok().map(Actor)?;
        Some(Self {
            change: Arc::new(change),
            actor,
        })
    }

    /// The uncompressed chunk.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.change.raw_bytes()
    }

    /// The change's identity.
    #[must_use]
    pub fn hash(&self) -> ChangeHash {
        ChangeHash(self.change.hash().0)
    }

    /// Who made it.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// Its place in the line of its actor's changes, from 1.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.change.seq()
    }

    /// The counter of its first operation.
    #[must_use]
    pub fn start_op(&self) -> u64 {
        self.change.start_op().get()
    }

    /// The counter of its last operation.
    #[must_use]
    pub fn max_op(&self) -> u64 {
        self.start_op()
            .saturating_add(self.change.len() as u64)
            .saturating_sub(1)
    }

    /// The changes it was made on top of.
    #[must_use]
    pub fn deps(&self) -> Vec<ChangeHash> {
        self.change
            .deps()
            .iter()
            .map(|dep| ChangeHash(dep.0))
            .collect()
    }

    /// The claimed time, seconds since 1970.
    #[must_use]
    pub fn time_s(&self) -> i64 {
        self.change.timestamp()
    }

    /// How many operations it has.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        self.change.len()
    }

    /// Whether it is longer than a change may be.
    pub(super) fn exceeds(&self, limits: ChangeLimits) -> bool {
        self.bytes().len() > limits.bytes_max || self.operation_count() > limits.operations_max
    }

    /// Its operations, or nothing if automerge panics on them.
    pub(crate) fn decode(&self) -> Option<ExpandedChange> {
        guarded(|| self.change.decode())
    }
}

impl std::fmt::Debug for ParsedChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParsedChange")
            .field("hash", &self.hash())
            .field("actor", &self.actor)
            .field("seq", &self.seq())
            .finish_non_exhaustive()
    }
}

impl From<Actor> for ActorId {
    fn from(actor: Actor) -> Self {
        Self::from(actor.0)
    }
}
