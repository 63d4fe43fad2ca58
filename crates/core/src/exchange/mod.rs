//! Records from hand to hand: one device makes an encrypted file for another, past the server, where there is no coverage.
//!
//! The receiver shows an [`Offer`] ([`Device::offer`](crate::Device::offer), a text that fits a QR code): who he is, a key
//! for this once, and what he has. The sender makes a file for him ([`Device::hand_over`](crate::Device::hand_over)), and
//! he takes it over ([`Device::take_over`](crate::Device::take_over)). Inside stand the messages of a push; they go through
//! the gate of the server, for a file is a stranger's bytes, whoever carried it. What came so counts as unsent until the
//! server itself has acknowledged it: the receiver carries it there, should the sender's device drown.
//!
//! - `offer`, `hand_over`, `take_over` are the verbs; `pass_on` is the entry by which another technician holds a record.
//! - `parcel` is what a file holds; `seal` encrypts it, signs it and opens it; `keys` are the keys for once.
//! - `admit` puts one document through the gate, `directory` knows its authors.

mod admit;
mod directory;
mod error;
mod hand_over;
mod held;
mod keys;
mod offer;
mod parcel;
mod pass_on;
mod seal;
mod take_over;
#[cfg(test)]
mod tests;

pub use self::{
    error::ExchangeError,
    hand_over::{HandOver, HandedOver, LeftOut},
    offer::Offer,
    pass_on::PassOn,
    seal::FILE_BYTES_MAX,
    take_over::{NotTaken, TakenOver},
};
