//! How far a device has read the organisation's log.

use minicbor::{Decode, Encode};

/// A place in the log: which life of the server, which row, and the running hash up to that row. Opaque to devices;
/// the server compares all three, so a server that was restored and has given out a number a second time is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Cursor {
    /// Drawn anew whenever a database is created or restored.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub epoch: [u8; 16],
    /// The row; 0 is before the first.
    #[n(1)]
    pub seq: u64,
    /// The running hash at the row; zeros before the first.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub chain: [u8; 32],
}

impl Cursor {
    /// Before the first row of a life of the server.
    #[must_use]
    pub const fn start(epoch: [u8; 16]) -> Self {
        Self {
            epoch,
            seq: 0,
            chain: [0; 32],
        }
    }
}
