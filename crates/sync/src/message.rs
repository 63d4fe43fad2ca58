//! The messages of protocol 1, as CBOR arrays: a member is added at the end, never moved or taken away, and a
//! reader skips what it does not know.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::cursor::Cursor;

/// The protocol's version, first in every message.
pub const PROTOCOL: u32 = 1;

/// The highest number of a kind of [`PageItem`] that this program knows. What a device does not know the server does
/// not send to it: an unknown kind makes a whole answer unreadable.
pub const PAGE_ITEM_NEWEST: u32 = 6;

/// Sixteen bytes: a document's or a device's id.
pub type Id = [u8; 16];

/// What a device sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Request {
    /// [`PROTOCOL`].
    #[n(0)]
    pub protocol: u32,
    /// The highest document schema the device can read.
    #[n(1)]
    pub schema: u32,
    /// How far it has read; nothing before its first answer.
    #[n(2)]
    pub cursor: Option<Cursor>,
    /// The continuation of a paged answer, given back as it came.
    #[n(3)]
    pub continuation: Option<Continuation>,
    /// What is not yet acknowledged.
    #[n(4)]
    pub push: Vec<DocumentPush>,
    /// Statements that are not yet acknowledged, compact JWS.
    #[n(5)]
    pub statements: Vec<StatementPush>,
    /// Certificates (DER) of authors in `push` other than the sender: a restored server may not know them.
    #[n(6)]
    pub certificates: Vec<ByteVec>,
    /// Bytes of page wanted; 0 for the server's own measure.
    #[n(7)]
    pub want_bytes: u32,
    /// A step of the digest repair.
    #[n(8)]
    pub repair: Option<RepairRequest>,
    /// The highest number of a kind of [`PageItem`] that the device reads; nothing from one that reads up to 5.
    #[n(9)]
    pub page_item_newest: Option<u32>,
    /// Documents that the device keeps only the row of and asks for whole, each an [`Id`]. Those that it may see come
    /// first in the page, as [`PageItem::Enter`]; of those that are there and not for it, a [`PageItem::Leave`].
    #[n(10)]
    pub fetch: Option<Vec<ByteVec>>,
}

impl Request {
    /// Whether the device reads [`PageItem::Earlier`].
    #[must_use]
    pub fn reads_earlier(&self) -> bool {
        self.page_item_newest.is_some_and(|newest| newest >= 6)
    }
}

/// Changes of one document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DocumentPush {
    /// The document.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub document: Id,
    /// Uncompressed change chunks, each after those it depends on.
    #[n(1)]
    pub changes: Vec<ByteVec>,
    /// Author's proofs: 64-byte signatures, one for each actor of `changes` in ascending order of the actors' bytes,
    /// each over the actor's last change here. The creating change has no author and no proof.
    #[n(2)]
    pub proofs: Vec<ByteVec>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct StatementPush {
    /// The document it is about.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub document: Id,
    /// The compact JWS.
    #[n(1)]
    pub jws: String,
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Answer {
    /// [`PROTOCOL`].
    #[n(0)]
    pub protocol: u32,
    /// The server's clock, milliseconds since 1970.
    #[n(1)]
    pub server_time_ms: i64,
    /// One for each document of the push, in its order.
    #[n(2)]
    pub acks: Vec<Ack>,
    /// One for each statement of the push, in its order.
    #[n(3)]
    pub statement_acks: Vec<Ack>,
    /// What is new to the device.
    #[n(4)]
    pub page: Vec<PageItem>,
    /// Where the device is once it has applied the page.
    #[n(5)]
    pub next: Next,
    /// The answer to a step of the digest repair.
    #[n(6)]
    pub repair: Option<RepairAnswer>,
    /// After how many days a device puts a closed record away; nothing from a server that gives none back on demand.
    #[n(7)]
    pub closed_days: Option<u32>,
}

/// What became of one document or statement of a push.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Ack {
    /// Taken: durable on the server.
    #[n(0)]
    Accepted,
    /// Known before: durable on the server.
    #[n(1)]
    Duplicate,
    /// Changes that these depend on are not there; the device sends the document again from its beginning.
    #[n(2)]
    MissingDependencies,
    /// Refused for good; kept in quarantine.
    #[n(3)]
    Refused {
        /// The stable code.
        #[n(0)]
        code: String,
        /// A sentence for people, without customer data.
        #[n(1)]
        why: String,
    },
    /// Not looked at this time (the server is busy or the quota is used up); the device keeps it and tries later.
    #[n(4)]
    Later {
        /// The stable code.
        #[n(0)]
        code: String,
    },
}

impl Ack {
    /// Whether the server has exactly these bytes, durably.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        matches!(self, Self::Accepted | Self::Duplicate)
    }
}

/// One item of a page. Applying an item twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum PageItem {
    /// A document that is now visible, whole.
    #[n(0)]
    Enter {
        /// The document.
        #[cbor(n(0), with = "minicbor::bytes")]
        document: Id,
        /// What `save` gave.
        #[cbor(n(1), with = "minicbor::bytes")]
        snapshot: Vec<u8>,
        /// Author's proofs as in [`DocumentPush::proofs`], over all the snapshot's changes.
        #[n(2)]
        proofs: Vec<ByteVec>,
    },
    /// Changes of a document that stays visible.
    #[n(1)]
    Changes {
        /// The document.
        #[cbor(n(0), with = "minicbor::bytes")]
        document: Id,
        /// Change chunks, each after those it depends on.
        #[n(1)]
        changes: Vec<ByteVec>,
        /// As in [`DocumentPush::proofs`].
        #[n(2)]
        proofs: Vec<ByteVec>,
    },
    /// A document that is no longer visible: the device hands over unsent work first, then forgets it.
    #[n(2)]
    Leave {
        /// The document.
        #[cbor(n(0), with = "minicbor::bytes")]
        document: Id,
        /// `reassigned`, `closed`; never to whom.
        #[n(1)]
        reason: String,
    },
    /// A statement about a visible document.
    #[n(3)]
    Statement {
        /// The document.
        #[cbor(n(0), with = "minicbor::bytes")]
        document: Id,
        /// The compact JWS.
        #[n(1)]
        jws: String,
    },
    /// The certificate of a device of the organisation.
    #[n(4)]
    Certificate {
        /// X.509, DER.
        #[cbor(n(0), with = "minicbor::bytes")]
        der: Vec<u8>,
        /// The device may no longer write.
        #[n(1)]
        revoked: bool,
    },
    /// A version of reference data: the catalogue.
    #[n(5)]
    Reference {
        /// Its name.
        #[n(0)]
        name: String,
        /// Its version, counting up.
        #[n(1)]
        version: u64,
        /// JSON.
        #[cbor(n(2), with = "minicbor::bytes")]
        bytes: Vec<u8>,
    },
    /// What happened to a document's unit before: all earlier records of it that the server knows, in the place of all
    /// that were sent with this document before.
    #[n(6)]
    Earlier {
        /// The visible document that they come with.
        #[cbor(n(0), with = "minicbor::bytes")]
        document: Id,
        /// A [`doorstep_domain::unit_history::EarlierRecord`] each, JSON.
        #[n(1)]
        records: Vec<ByteVec>,
    },
}

/// Where the device is once it has applied a page.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Next {
    /// At the end: this is its cursor.
    #[n(0)]
    Cursor(#[n(0)] Cursor),
    /// There is more for the same question.
    #[n(1)]
    More(#[n(0)] Continuation),
    /// The cursor is of another life of the server: nothing counts as acknowledged until the repair has ended, and
    /// no [`PageItem::Leave`] is obeyed.
    #[n(2)]
    Repair {
        /// The server's life.
        #[cbor(n(0), with = "minicbor::bytes")]
        epoch: [u8; 16],
    },
}

/// A place inside a paged answer. It gives no rights: what is visible is asked anew for every page.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Continuation {
    /// The head when the first page was made; all pages tell the state at it or later.
    #[n(0)]
    pub head: Cursor,
    /// The last item that was sent.
    #[n(1)]
    pub after: u64,
}

/// A step of the digest repair, asked by the device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RepairRequest {
    /// The sums of what the device holds as once acknowledged.
    #[n(0)]
    Sums {
        /// 256 sums of 8 bytes.
        #[cbor(n(0), with = "minicbor::bytes")]
        sums: Vec<u8>,
        /// Documents that cannot be made equal, each with the digest of what the server showed of it: as long as the
        /// server's side is still that, both leave it out of the sums.
        #[n(1)]
        agreed_to_differ: Vec<Pair>,
    },
    /// The digests of its documents in the buckets that differ.
    #[n(1)]
    Pairs {
        /// Bucket numbers.
        #[cbor(n(0), with = "minicbor::bytes")]
        buckets: Vec<u8>,
        /// Document and digest of what is held.
        #[n(1)]
        pairs: Vec<Pair>,
    },
}

/// A document and the first 8 bytes of its holding's digest.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Pair {
    /// The document.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub document: Id,
    /// From [`crate::digest::holding_digest`].
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: [u8; 8],
}

/// The server's side of a repair step.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RepairAnswer {
    /// The buckets that differ; none means that the repair has ended.
    #[n(0)]
    Buckets {
        /// Bucket numbers.
        #[cbor(n(0), with = "minicbor::bytes")]
        buckets: Vec<u8>,
    },
    /// Documents that the device holds otherwise or that the server lacks: the device sends them whole. What the
    /// server holds otherwise comes as `Enter` in the page.
    #[n(1)]
    Send {
        /// The documents.
        #[n(0)]
        documents: Vec<Wanted>,
    },
}

/// A document that the server asks for.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Wanted {
    /// The document.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub document: Id,
    /// The first 8 bytes of the digest of what the server shows of it to this device; nothing, if it shows nothing.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub shown: Option<[u8; 8]>,
}

#[cfg(test)]
mod tests;
