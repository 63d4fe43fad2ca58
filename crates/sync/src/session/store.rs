//! What the session needs of the device's file: what is pending, and where what came is kept.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::RecordId;
use doorstep_replica::ChangeHash;

use crate::{
    cursor::Cursor,
    digest::Holding,
    message::{Ack, Continuation, DocumentPush, PageItem, StatementPush},
};

/// Unacknowledged changes of one document, ready to send.
#[derive(Debug, Clone)]
pub struct OutgoingDocument {
    /// What is sent.
    pub push: DocumentPush,
    /// The changes inside, so that exactly these are acknowledged.
    pub hashes: Vec<ChangeHash>,
}

/// An unacknowledged statement, ready to send.
#[derive(Debug, Clone)]
pub struct OutgoingStatement {
    /// What is sent.
    pub push: StatementPush,
    /// SHA-256 of the compact JWS.
    pub digest: [u8; 32],
}

/// What is pending, up to a measure of bytes.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    /// Documents.
    pub documents: Vec<OutgoingDocument>,
    /// Statements. They come after the changes that name them.
    pub statements: Vec<OutgoingStatement>,
    /// Certificates of authors other than this device.
    pub certificates: Vec<Vec<u8>>,
}

/// What the session needs of the device's file. Every call is durable when it returns.
pub trait DeviceStore {
    /// What can go wrong below.
    type Error;

    /// How far the device has read.
    fn cursor(&mut self) -> Result<Option<Cursor>, Self::Error>;
    /// What is not acknowledged, at most about `bytes_max` bytes (but at least one document), leaving out the
    /// documents and statements that were put off in this session.
    fn outgoing(&mut self, bytes_max: usize, put_off: &PutOff) -> Result<Outgoing, Self::Error>;
    /// The server's word on some changes of a document.
    fn acknowledge(
        &mut self,
        document: RecordId,
        hashes: &[ChangeHash],
        ack: &Ack,
    ) -> Result<(), Self::Error>;
    /// The server's word on a statement.
    fn acknowledge_statement(&mut self, digest: [u8; 32], ack: &Ack) -> Result<(), Self::Error>;
    /// Applies an item of a page. With `obey_leave` false a [`PageItem::Leave`] is ignored.
    fn apply(&mut self, item: &PageItem, obey_leave: bool) -> Result<(), Self::Error>;
    /// The device has read this far; no answer is half read any more.
    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), Self::Error>;
    /// Where the device stands in an answer that it has half read.
    fn half_read(&mut self) -> Result<Option<Continuation>, Self::Error>;
    /// The device has read an answer up to here. Not later durable than the pages before it.
    fn set_half_read(&mut self, place: &Continuation) -> Result<(), Self::Error>;
    /// Documents are sent whole with the next push, acknowledged changes and statements included.
    fn send_whole(&mut self, documents: &[RecordId]) -> Result<(), Self::Error>;
    /// What the device holds of every document that counts or once counted as acknowledged; pending changes left
    /// out.
    fn holdings(&mut self) -> Result<BTreeMap<RecordId, Holding>, Self::Error>;
    /// Documents of which the device has only the row of the list and which somebody wants to read, at most `most`,
    /// leaving out `asked`.
    fn wanted(
        &mut self,
        asked: &BTreeSet<RecordId>,
        most: usize,
    ) -> Result<Vec<RecordId>, Self::Error>;
    /// After how many days closed records are put away; nothing: never.
    fn closed_days(&mut self, days: Option<u32>) -> Result<(), Self::Error>;
    /// The server's clock as seen in an answer.
    fn server_time(&mut self, server_time_ms: i64) -> Result<(), Self::Error>;
}

/// What the server asked to try later; left out for the rest of this session, so that it always ends.
#[derive(Debug, Clone, Default)]
pub struct PutOff {
    /// Documents.
    pub documents: BTreeSet<RecordId>,
    /// Statements by digest.
    pub statements: BTreeSet<[u8; 32]>,
}
