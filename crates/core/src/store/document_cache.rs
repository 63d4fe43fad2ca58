//! The few dozen documents that stay loaded.
//!
//! Only what is committed is in here. A writer takes a document out while he changes it and puts it back after the
//! commit; a reader who loads one meanwhile may not put in what he found, for it may be old: the version tells.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use doorstep_domain::ids::RecordId;
use lru::LruCache;

use super::documents::Loaded;

/// A technician has some ten jobs a day; a loaded document takes 50 to 100 KB.
pub(crate) const DOCUMENTS_KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

pub(crate) struct DocumentCache {
    kept: Mutex<Kept>,
}

struct Kept {
    documents: LruCache<RecordId, Arc<Loaded>>,
    version: u64,
}

/// What [`DocumentCache::get`] found.
pub(crate) enum Cached {
    Here(Arc<Loaded>),
    /// Load it, and offer it with this version.
    Absent(u64),
}

impl DocumentCache {
    pub(crate) fn new() -> Self {
        Self {
            kept: Mutex::new(Kept {
                documents: LruCache::new(DOCUMENTS_KEPT),
                version: 0,
            }),
        }
    }

    pub(crate) fn get(&self, record: RecordId) -> Cached {
        let mut kept = self.kept();
        match kept.documents.get(&record) {
            Some(loaded) => Cached::Here(Arc::clone(loaded)),
            None => Cached::Absent(kept.version),
        }
    }

    /// A reader loaded this after [`Cached::Absent`]; it is kept unless a writer was at work since.
    pub(crate) fn offer(&self, record: RecordId, loaded: &Arc<Loaded>, version: u64) {
        let mut kept = self.kept();
        if kept.version == version {
            kept.documents.put(record, Arc::clone(loaded));
        }
    }

    /// A writer takes a document to change it.
    pub(crate) fn take(&self, record: RecordId) -> Option<Loaded> {
        let mut kept = self.kept();
        kept.version += 1;
        kept.documents.pop(&record).map(Arc::unwrap_or_clone)
    }

    /// A writer has changed the document in the file.
    pub(crate) fn remove(&self, record: RecordId) {
        let mut kept = self.kept();
        kept.version += 1;
        kept.documents.pop(&record);
    }

    /// A writer committed the document as it is now.
    pub(crate) fn put(&self, record: RecordId, loaded: Loaded) {
        let mut kept = self.kept();
        kept.version += 1;
        kept.documents.put(record, Arc::new(loaded));
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.version += 1;
        kept.documents.clear();
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing that can panic runs under the lock: a poisoned one still guards a sound map.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
