//! Where things stand in a record's document. All containers are made by the creating change, so that two devices
//! which both start from it always mean the same map and the same text.

use automerge::{ActorId, ObjId};
use doorstep_domain::record::TextName;

/// The actor of creating changes: no device has an id of zeros, for a device id is a digest.
pub(crate) const GENESIS_ACTOR: [u8; 24] = [0; 24];

/// Operation counters of the containers inside the creating change; `1` is the root's `schema`.
const FIELDS: u64 = 2;
const TEXTS: u64 = 3;
const ENTRIES: u64 = 4;
const FIRST_TEXT: u64 = 5;

/// The keys of the root.
#[cfg(test)]
mod key {
    pub(crate) const SCHEMA: &str = "schema";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const FIELDS: &str = "fields";
    pub(crate) const TEXTS: &str = "texts";
    pub(crate) const ENTRIES: &str = "entries";
}

/// A container that changes may write into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Fields,
    Entries,
    Text(TextName),
}

impl Container {
    pub(crate) fn object(self) -> ObjId {
        ObjId::Id(self.counter(), ActorId::from(GENESIS_ACTOR), 0)
    }

    fn counter(self) -> u64 {
        match self {
            Self::Fields => FIELDS,
            Self::Entries => ENTRIES,
            Self::Text(text) => FIRST_TEXT + text as u64,
        }
    }

    /// The container that the creating change made with this operation counter.
    pub(crate) fn from_counter(counter: u64) -> Option<Self> {
        match counter {
            FIELDS => Some(Self::Fields),
            ENTRIES => Some(Self::Entries),
            TEXTS => None,
            _ => TextName::ALL
                .into_iter()
                .map(Self::Text)
                .find(|text| text.counter() == counter),
        }
    }
}

/// Makes the creating change anew, to compare it with the frozen bytes.
#[cfg(test)]
pub(crate) fn make_genesis() -> Vec<u8> {
    use automerge::{
        Automerge, ObjType, ROOT,
        transaction::{CommitOptions, Transactable},
    };

    let mut document = Automerge::new().with_actor(ActorId::from(GENESIS_ACTOR));
    let mut transaction = document.transaction();
    transaction.put(ROOT, key::SCHEMA, 1).unwrap();
    transaction
        .put_object(ROOT, key::FIELDS, ObjType::Map)
        .unwrap();
    let texts = transaction
        .put_object(ROOT, key::TEXTS, ObjType::Map)
        .unwrap();
    transaction
        .put_object(ROOT, key::ENTRIES, ObjType::Map)
        .unwrap();
    for text in TextName::ALL {
        transaction
            .put_object(&texts, text.key(), ObjType::Text)
            .unwrap();
    }
    transaction.put(ROOT, key::KIND, "record").unwrap();
    transaction.commit_with(CommitOptions::default().with_time(0));
    document
        .get_last_local_change()
        .unwrap()
        .raw_bytes()
        .to_vec()
}
