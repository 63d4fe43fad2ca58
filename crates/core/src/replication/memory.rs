//! What one contact knows until its end.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::RecordId;

use super::SyncReport;

/// Forgotten when the contact ends: stopping anywhere loses nothing.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) report: SyncReport,
    /// How many changes of a document are sent at once, since a push of more was refused: so the bad one is found.
    pub(super) at_most: BTreeMap<RecordId, usize>,
    /// Documents that are not sent any more in this contact: the server refused what it once had.
    pub(super) held_back: BTreeSet<RecordId>,
    pub(super) held_back_statements: BTreeSet<[u8; 32]>,
}
