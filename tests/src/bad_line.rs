//! A way to the server that breaks off.

use std::sync::atomic::{AtomicU32, Ordering};

use doorstep_core::replication::{HttpTransport, Transport, TransportError};

/// What is lost when a way breaks off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The message does not reach the server.
    Request,
    /// The server has done everything, and nobody hears of it.
    Answer,
}

/// Real HTTP that breaks off after so many messages.
pub struct BadLine {
    way: HttpTransport,
    messages: AtomicU32,
    lost: Lost,
}

impl BadLine {
    /// A way that lets this many messages through and then loses one.
    #[must_use]
    pub const fn after(messages: u32, lost: Lost, way: HttpTransport) -> Self {
        Self {
            way,
            messages: AtomicU32::new(messages),
            lost,
        }
    }
}

impl Transport for BadLine {
    async fn post(&self, body: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        let left = self.messages.load(Ordering::SeqCst);
        if left > 0 {
            self.messages.store(left - 1, Ordering::SeqCst);
            return self.way.post(body).await;
        }
        if self.lost == Lost::Answer {
            self.way.post(body).await?;
        }
        Err(TransportError::Offline(None))
    }
}
