//! A way to the server: one message there, one back.

/// A way to the server.
pub trait Transport: Send + Sync {
    /// Sends one message and gives the answer, both as [`doorstep_sync::codec`] writes them.
    ///
    /// # Errors
    /// [`TransportError`]; whether the server got the message is then unknown.
    fn post(&self, body: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, TransportError>> + Send;

    /// What went over the wire so far, if this way counts more than the messages themselves.
    fn traffic(&self) -> Option<Traffic> {
        None
    }
}

/// Bytes of HTTP, headers included, TLS not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// To the server.
    pub bytes_up: u64,
    /// From the server.
    pub bytes_down: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// No connection, or it was cut: being without coverage is no fault.
    #[error("there is no connection to the server")]
    Offline(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
    /// The server has no time now.
    #[error("the server is busy (HTTP status {status})")]
    Busy {
        /// 429 or 5xx.
        status: u16,
    },
    /// The server will not answer this.
    #[error("the server refused the request (HTTP status {status}, `{code}`)")]
    Refused {
        /// 4xx.
        status: u16,
        /// The server's stable code.
        code: String,
    },
    /// The answer is larger than any answer may be.
    #[error("the server's answer is too large")]
    TooLarge,
    /// The address is not one of a server.
    #[error("the server's address cannot be used")]
    Address,
    /// The device's key did not sign the request.
    #[error("signing the request")]
    Signing(#[from] doorstep_sync::request_signature::SigningError),
    /// The system gave no randomness.
    #[error("drawing a nonce")]
    Random(#[from] crate::RandomError),
    /// TLS could not be set up on this machine.
    #[error("setting up the connection")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The program is stopping.
    #[error("the request was stopped")]
    Stopped,
}

impl TransportError {
    /// Whether the same message may fare better in a moment.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Offline(_) | Self::Busy { .. })
    }
}
