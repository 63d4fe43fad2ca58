//! Replication without I/O: messages and their limits, the device's session, the server's admission gate.
//!
//! One round trip: a device sends what is not yet acknowledged and the cursor it has, the server answers with
//! acknowledgements and a page of what is new to that device ([`message`]). What comes from a device goes through
//! [`gate`], which lets in exactly what an honest device can make. A server that was restored from a backup is
//! noticed by [`cursor`] and repaired by [`digest`]. `docs/protocol.md` tells the same for people who write another
//! implementation.

pub mod codec;
pub mod cursor;
pub mod digest;
pub mod gate;
pub mod limits;
pub mod message;
pub mod request_signature;
pub mod session;
