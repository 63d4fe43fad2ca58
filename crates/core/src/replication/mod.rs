//! Replication.

pub(crate) mod cursor;

/// A way to the server.
pub trait Transport: Send + Sync {
    /// Sends one message and gives the answer.
    ///
    /// # Errors
    /// [`TransportError`].
    fn post(&self, body: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, TransportError>> + Send;
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// No connection.
    #[error("there is no connection to the server")]
    Offline,
}

/// Why a contact ended early.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The way to the server.
    #[error("reaching the server")]
    Transport(#[from] TransportError),
}

/// What a contact did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Requests sent.
    pub requests: u64,
}
