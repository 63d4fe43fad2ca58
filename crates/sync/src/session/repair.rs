//! What a contact learns while a restored server is mended: which documents the two sides cannot make equal.

use std::collections::BTreeMap;

use doorstep_domain::ids::RecordId;

use crate::{
    digest::{Holding, bucket_sums, differing_buckets, in_buckets, short_digest},
    message::{PageItem, Pair, RepairRequest, Wanted},
};

/// The server's side of a document: the short digest of what it shows of it, if it shows anything.
type Shown = Option<[u8; 8]>;

/// Both sides tell all they have of a document that differs. Where that did not help, they agree to differ: a document
/// that the server refuses to take back, or takes and does not show, must not keep all others from being read.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// What the server showed of documents when it asked for them and brought all it has of them.
    told: BTreeMap<RecordId, Shown>,
    /// Documents that it asked for once more although nothing had become of it on its side.
    agreed: BTreeMap<RecordId, Shown>,
}

impl Differences {
    /// Takes what the server asks for: the documents that are to be sent whole.
    pub(super) fn wanted(&mut self, wanted: &[Wanted], page: &[PageItem]) -> Vec<RecordId> {
        let brought: Vec<RecordId> = page.iter().filter_map(whole).collect();
        for document in &brought {
            // What was not shown is shown now.
            self.agreed.remove(document);
        }
        let mut to_send = Vec::new();
        for Wanted { document, shown } in wanted {
            let Ok(document) = RecordId::from_slice(document) else {
                continue;
            };
            if self.told.get(&document) == Some(shown) {
                self.agreed.insert(document, *shown);
                continue;
            }
            // All that the server has fits into its page not always: then it tells the rest with the next round.
            if shown.is_none() || brought.contains(&document) {
                self.told.insert(document, *shown);
            }
            to_send.push(document);
        }
        to_send
    }

    pub(super) fn sums(&self, holdings: &BTreeMap<RecordId, Holding>) -> RepairRequest {
        let compared = holdings
            .iter()
            .filter(|(document, _)| !self.agreed.contains_key(document));
        let shown = |(document, shown): (&RecordId, &Shown)| {
            Some(Pair {
                document: *document.as_bytes(),
                digest: (*shown)?,
            })
        };
        RepairRequest::Sums {
            sums: bucket_sums(compared).into_iter().flatten().collect(),
            agreed_to_differ: self.agreed.iter().filter_map(shown).collect(),
        }
    }

    /// Also of the documents of which the server shows something and on which no agreement was found: should its side
    /// have become another, it asks for them again.
    pub(super) fn pairs(
        &self,
        holdings: &BTreeMap<RecordId, Holding>,
        buckets: &[u8],
    ) -> RepairRequest {
        let pairs = in_buckets(holdings, buckets)
            .into_iter()
            .filter(|(document, _)| self.agreed.get(document) != Some(&None))
            .map(|(document, holding)| Pair {
                document: *document.as_bytes(),
                digest: short_digest(document, holding),
            })
            .collect();
        RepairRequest::Pairs {
            buckets: buckets.to_vec(),
            pairs,
        }
    }
}

/// The document of which an item tells everything; while mending, [`PageItem::Changes`] does so too.
pub(super) fn whole(item: &PageItem) -> Option<RecordId> {
    match item {
        PageItem::Enter { document, .. } | PageItem::Changes { document, .. } => {
            RecordId::from_slice(document).ok()
        }
        _ => None,
    }
}

/// The document of which an item tells everything, or that it is not for this device.
pub(super) fn settled(item: &PageItem) -> Option<RecordId> {
    match item {
        PageItem::Leave { document, .. } => RecordId::from_slice(document).ok(),
        item => whole(item),
    }
}

/// The buckets in which two sides differ, for the server's answer to [`RepairRequest::Sums`]. What the two agreed to
/// differ about is left out as long as our side is what it was then.
#[must_use]
pub fn buckets_that_differ(
    theirs: &[u8],
    agreed_to_differ: &[Pair],
    ours: &BTreeMap<RecordId, Holding>,
) -> Vec<u8> {
    let theirs: Vec<[u8; 8]> = theirs
        .chunks_exact(8)
        .filter_map(|sum| sum.try_into().ok())
        .collect();
    let agreed: BTreeMap<_, _> = agreed_to_differ
        .iter()
        .map(|pair| (pair.document, pair.digest))
        .collect();
    let compared = ours.iter().filter(|(document, holding)| {
        agreed
            .get(document.as_bytes())
            .is_none_or(|digest| *digest != short_digest(**document, holding))
    });
    differing_buckets(&bucket_sums(compared), &theirs)
}
