//! Contents over HTTP: `/v1/files/{digest}`, signed as every request of a device.

use doorstep_evidence::digest::Digest;
use reqwest::Method;

use super::{FileTransport, Standing};
use crate::replication::{HttpTransport, Message, TransportError};

const CONTENT: &str = "application/octet-stream";

impl FileTransport for HttpTransport {
    async fn standing(&self, digest: Digest) -> Result<Standing, TransportError> {
        let address = format!("/v1/files/{digest}/standing");
        read(&self.exchange(&message(Method::GET, &address, &[])).await?)
    }

    async fn put(
        &self,
        digest: Digest,
        bytes: u64,
        from: u64,
        piece: Vec<u8>,
    ) -> Result<Standing, TransportError> {
        let address = format!("/v1/files/{digest}?bytes={bytes}&from={from}");
        read(
            &self
                .exchange(&message(Method::PUT, &address, &piece))
                .await?,
        )
    }

    async fn get(&self, digest: Digest, from: u64) -> Result<Vec<u8>, TransportError> {
        let address = format!("/v1/files/{digest}?from={from}");
        self.exchange(&message(Method::GET, &address, &[])).await
    }
}

const fn message<'m>(method: Method, address: &'m str, body: &'m [u8]) -> Message<'m> {
    Message {
        method,
        address,
        media_type: CONTENT,
        body,
    }
}

/// What is not an answer of ours (a hotel's log-in page, say) is as good as none.
fn read(answer: &[u8]) -> Result<Standing, TransportError> {
    serde_json::from_slice(answer).map_err(|error| TransportError::Offline(Some(error.into())))
}
