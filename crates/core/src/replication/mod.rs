//! Replication: what is not yet acknowledged goes up, what is new comes down. Nothing waits for it.
//!
//! [`Device::sync`](crate::Device::sync) is one contact over a [`Transport`]; [`HttpTransport`] is the way to a real
//! server. [`Contact`] is the same without I/O, for a simulator: ask it for requests and give it the answers.
//!
//! - `driver` goes through a contact; `contact` is its state, `memory` what it knows until its end; `http` signs and sends requests, and tries again.
//! - `keeper` is what the protocol's session asks of the file; `outgoing` makes a push, `page` applies what came, once
//!   `whole` has looked at it; `acknowledge` takes the server's word.

mod acknowledge;
mod contact;
pub(crate) mod cursor;
mod driver;
mod holdings;
mod http;
mod keeper;
mod memory;
pub(crate) mod outgoing;
mod page;
mod retry;
mod transport;
mod whole;

pub(crate) use self::http::{Message, client};
pub use self::{
    contact::Contact,
    driver::SyncReport,
    http::HttpTransport,
    transport::{Traffic, Transport, TransportError},
};

/// Why a contact ended before its end. Whatever was acknowledged or read before stays so.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// There was no answer, or none of ours.
    #[error("reaching the server")]
    Transport(#[from] TransportError),
    /// The request could not be written or the answer not be read.
    #[error("reading the server's answer")]
    Codec(#[from] doorstep_sync::codec::CodecError),
    /// The answer does not belong to the request.
    #[error("the server's answer does not fit what was asked")]
    Answer,
    /// The server was restored, and what differs could not be settled in one contact.
    #[error("the repair after a server's restore goes on with the next contact")]
    Repair,
    /// The program is stopping.
    #[error("the contact was stopped")]
    Stopped,
}
