//! Whether a document that came whole may be kept: looked at before anything of it is, for a record that cannot be read
//! here any more would be worse than one that is not up to date.

use std::collections::BTreeSet;

use doorstep_domain::ids::RecordId;
use doorstep_replica::{ChangeHash, ParsedChange, RecordDocument, safe::ChangeLimits};
use rusqlite::Connection;

use crate::{Error, store::documents};

/// Whether a document can be read again from these changes of it, once its snapshot is gone: all are there, and each can
/// be read by itself.
pub(super) fn can_be_read_again(document: &RecordDocument, changes: &[ParsedChange]) -> bool {
    let limits = ChangeLimits::default();
    let there: BTreeSet<ChangeHash> = changes.iter().map(ParsedChange::hash).collect();
    let is_sound = |change: &ParsedChange| {
        change.deps().iter().all(|dep| there.contains(dep))
            && ParsedChange::parse(change.bytes(), limits).is_ok()
    };
    document.heads().iter().all(|head| there.contains(head)) && changes.iter().all(is_sound)
}

/// Whether a document goes together with the changes that are here and not in it: not, if one actor's change has the
/// number of another one there.
pub(super) fn goes_with_what_is_here(
    connection: &Connection,
    record: RecordId,
    document: &RecordDocument,
    snapshot: &[u8],
) -> Result<bool, Error> {
    let mut own = match documents::changes_after(connection, record, i64::MIN) {
        Ok(own) => own,
        // What is here cannot be read as it is: the document makes nothing worse.
        Err(Error::Damaged { .. }) => return Ok(true),
        Err(error) => return Err(error),
    };
    own.retain(|change| !document.document().has_change(change.hash()));
    Ok(RecordDocument::load(record, Some(snapshot), &own).is_ok())
}
