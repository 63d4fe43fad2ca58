//! The creating change of a record's document: fixed bytes, the same on every device and for ever, so that the
//! gate can allow-list it by its hash and nobody can build containers of his own.

use crate::safe::{ChangeHash, ChangeLimits, Document, DocumentError, ParsedChange};

/// The creating change of record documents, version 1. A later version is another constant beside it; documents
/// that exist keep theirs.
pub const GENESIS_RECORD_V1: &[u8] = include_bytes!("genesis_record_v1.bin");

/// The hash of [`GENESIS_RECORD_V1`].
#[must_use]
pub fn genesis_hash() -> ChangeHash {
    // The bytes are a constant of this crate; a test parses them, so the fallback is never taken.
    genesis_change().map_or(ChangeHash([0; 32]), |change| change.hash())
}

pub(crate) fn genesis_change() -> Option<ParsedChange> {
    ParsedChange::parse(GENESIS_RECORD_V1, ChangeLimits::default()).ok()
}

/// A new document that holds nothing but its containers.
pub(crate) fn new_record() -> Result<Document, DocumentError> {
    let genesis = genesis_change().ok_or(DocumentError::Unloadable)?;
    Document::from_changes(&[genesis])
}

#[cfg(test)]
mod tests {
    use doorstep_domain::record::TextName;

    use super::*;

    #[test]
    fn the_frozen_bytes_make_exactly_the_containers() {
        let made = crate::safe::make_genesis();
        if std::env::var_os("DOORSTEP_FREEZE_GENESIS").is_some() {
            std::fs::write(
                concat!(env!("CARGO_MANIFEST_DIR"), "/src/genesis_record_v1.bin"),
                &made,
            )
            .unwrap();
        }
        assert_eq!(
            made, GENESIS_RECORD_V1,
            "the creating change must never become another"
        );
        let document = new_record().unwrap();
        assert_eq!(document.heads(), vec![genesis_hash()]);
        assert!(document.fields(None).is_empty());
        assert!(document.entry_keys(None).is_empty());
        for text in TextName::ALL {
            assert_eq!(document.text(text, None), "");
        }
    }
}
