//! Evidence: what a customer signed, sealed so that anybody can see whether it changed.
//!
//! Where to start: [`jws`] seals bytes with a device's key ([`vault`], [`key`]) and names the device by
//! the X.509 [`certificate`] its organisation issued; [`canonical`] gives those bytes one spelling;
//! [`chain`] says whether a device's statements are all there; [`proof`] says which device wrote a
//! change of a document, whoever carried it here.
//!
//! Nothing here reads a clock, draws randomness or does I/O: all of it is passed in. Only a
//! [`vault::DeviceVault`] may, behind its trait, wait for hardware or for a finger.

pub mod canonical;
pub mod certificate;
pub mod chain;
pub mod digest;
pub mod jws;
pub mod key;
pub mod proof;
pub mod statement;
pub mod vault;
pub mod verdict;

#[cfg(test)]
mod example;
