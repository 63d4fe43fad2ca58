//! What a file holds: the messages of a push, and who packed them.

use doorstep_sync::message::{DocumentPush, StatementPush};
use minicbor::{Decode, Encode, bytes::ByteVec};

/// The records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Parcel {
    /// Documents, each whole: from its creating change on, with the proofs of all authors.
    #[n(0)]
    pub(super) documents: Vec<DocumentPush>,
    /// The statements about them.
    #[n(1)]
    pub(super) statements: Vec<StatementPush>,
    /// The certificates of all authors, DER.
    #[n(2)]
    pub(super) certificates: Vec<ByteVec>,
}

/// What is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Signed {
    /// The certificate of the device that packed it, DER.
    #[n(0)]
    pub(super) certificate: ByteVec,
    /// Its signature over the offer and the parcel.
    #[n(1)]
    pub(super) signature: ByteVec,
    /// A [`Parcel`], CBOR under zstd.
    #[n(2)]
    pub(super) parcel: ByteVec,
}

/// What an offer says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct OfferBody {
    /// 1.
    #[n(0)]
    pub(super) version: u32,
    /// By which the file names the offer.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) nonce: [u8; 16],
    /// The receiving key: P-256, SEC1 uncompressed.
    #[n(2)]
    pub(super) key: ByteVec,
    /// The receiver's certificate, DER.
    #[n(3)]
    pub(super) certificate: ByteVec,
    /// What the receiver has of his newest records: their digests of eight bytes.
    #[n(4)]
    pub(super) held: ByteVec,
}

/// An offer and its device's signature.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct SignedOffer {
    /// An [`OfferBody`].
    #[n(0)]
    pub(super) body: ByteVec,
    /// The signature.
    #[n(1)]
    pub(super) signature: ByteVec,
}
