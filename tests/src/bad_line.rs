//! A way to the server that breaks off.

use std::sync::atomic::{AtomicU32, Ordering};

use doorstep_core::{
    files::{FileTransport, Standing},
    replication::{HttpTransport, Transport, TransportError},
};
use doorstep_evidence::digest::Digest;

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

impl BadLine {
    /// Lets a message through, or loses it or its answer.
    async fn pass<T>(
        &self,
        message: impl Future<Output = Result<T, TransportError>> + Send,
    ) -> Result<T, TransportError> {
        let left = self.messages.load(Ordering::SeqCst);
        if left > 0 {
            self.messages.store(left - 1, Ordering::SeqCst);
            return message.await;
        }
        if self.lost == Lost::Answer {
            message.await?;
        }
        Err(TransportError::Offline(None))
    }
}

impl Transport for BadLine {
    async fn post(&self, body: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        self.pass(self.way.post(body)).await
    }
}

impl FileTransport for BadLine {
    async fn standing(&self, digest: Digest) -> Result<Standing, TransportError> {
        self.pass(self.way.standing(digest)).await
    }

    async fn put(
        &self,
        digest: Digest,
        bytes: u64,
        from: u64,
        piece: Vec<u8>,
    ) -> Result<Standing, TransportError> {
        self.pass(self.way.put(digest, bytes, from, piece)).await
    }

    async fn get(&self, digest: Digest, from: u64) -> Result<Vec<u8>, TransportError> {
        self.pass(self.way.get(digest, from)).await
    }
}
