//! A way for contents to and from the server, piece by piece.

use doorstep_evidence::digest::Digest;

use crate::replication::TransportError;

/// How many bytes go in one request: some seconds at the edge of coverage.
pub const PIECE_BYTES: usize = 256 * 1024;

/// Where the server stands with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub struct Standing {
    /// The bytes that it has from the beginning on.
    pub received: u64,
    /// It has all of them, they are what their digest says, and they are on its disk.
    pub whole: bool,
}

/// A way for contents to and from the server.
pub trait FileTransport: Send + Sync {
    /// Where the server stands with a content.
    ///
    /// # Errors
    /// [`TransportError`].
    fn standing(
        &self,
        digest: Digest,
    ) -> impl Future<Output = Result<Standing, TransportError>> + Send;

    /// Sends a piece of a content of so many `bytes`, and hears where the server stands then. One that does not begin
    /// where the server stands is not taken.
    ///
    /// # Errors
    /// [`TransportError`]; whether the server has the piece is then unknown.
    fn put(
        &self,
        digest: Digest,
        bytes: u64,
        from: u64,
        piece: Vec<u8>,
    ) -> impl Future<Output = Result<Standing, TransportError>> + Send;

    /// Fetches the piece of a content that begins at `from`; empty at its end.
    ///
    /// # Errors
    /// [`TransportError`].
    fn get(
        &self,
        digest: Digest,
        from: u64,
    ) -> impl Future<Output = Result<Vec<u8>, TransportError>> + Send;
}
