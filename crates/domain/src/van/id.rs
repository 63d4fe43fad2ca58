//! The id of a van document: derived, so that phone, tablet and store begin the same document while apart.
//!
//! It tells the kind of the document. Records are drawn (version 7) or, where they were imported, derived (version 8) too,
//! so van ids have four bytes of their own in front; that a derived record begins with them by chance is one in 2³².

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Variant};

use super::Month;
use crate::ids::{PersonId, RecordId};

/// What every van id begins with, and no record's.
pub const VAN_TAG: [u8; 4] = *b"van1";

/// The id of the document of a technician's van in a month: a UUID of version 8, the tag and twelve bytes of SHA-256.
#[must_use]
pub fn van_id(technician: &PersonId, month: Month) -> RecordId {
    let mut hash = Sha256::new();
    hash.update(b"van\0");
    hash.update(technician.0.as_bytes());
    // No month has this character, so no two pairs are the same bytes.
    hash.update(b"\0");
    hash.update(month.to_string().as_bytes());
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(VAN_TAG.into_iter().chain(hash.finalize()))
        .for_each(|(to, from)| *to = from);
    RecordId(Builder::from_custom_bytes(bytes).into_uuid())
}

/// Whether an id names a van document and not a record.
#[must_use]
pub fn is_van(document: RecordId) -> bool {
    document.0.get_version_num() == 8
        && document.0.get_variant() == Variant::RFC4122
        && document.as_bytes().starts_with(&VAN_TAG)
}
