//! The safe document: the one place where automerge is called.
//!
//! Automerge trusts what it is given. A change whose hash is right but whose operations were tampered with can
//! make it panic, or be applied and leave a document that `load` refuses (measured for 0.12: 29 % and 13 % of
//! mutated changes). So whatever comes from outside is first bounded and parsed ([`ParsedChange`]), then applied to
//! a copy under `catch_unwind`, its references are compared with what its author saw, the copy is saved and loaded
//! again, and only if its heads are the same does it take the document's place. The bytes of changes are the truth;
//! what `save` gives is a cache.

mod change;
mod columns;
mod document;
mod layout;
mod operation;
mod past;

pub use change::{ChangeError, ChangeLimits, ParsedChange};
pub use document::{Document, DocumentError, NewChange, Write, Written};
#[cfg(test)]
pub(crate) use layout::make_genesis;
pub use operation::Operation;

use std::{fmt, panic::AssertUnwindSafe};

/// SHA-256 of a change as automerge computes it: the change's identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeHash(pub [u8; 32]);

/// The heads of a document, sorted: two replicas with equal heads have equal contents.
pub type Heads = Vec<ChangeHash>;

/// Who makes changes: the device id and eight random bytes drawn at every start of the program and never stored,
/// so that a restored or cloned device can never use one `(actor, seq)` twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(pub [u8; 24]);

impl Actor {
    /// The actor of this run of the program on a device.
    #[must_use]
    pub fn new(device: doorstep_domain::ids::DeviceId, random: [u8; 8]) -> Self {
        let mut bytes = [0; 24];
        let (prefix, suffix) = bytes.split_at_mut(16);
        prefix.copy_from_slice(device.as_bytes());
        suffix.copy_from_slice(&random);
        Self(bytes)
    }

    /// The device that writes as this actor.
    #[must_use]
    pub fn device(&self) -> doorstep_domain::ids::DeviceId {
        let mut device = [0; 16];
        device
            .iter_mut()
            .zip(self.0)
            .for_each(|(to, from)| *to = from);
        doorstep_domain::ids::DeviceId(device)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Actor(")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

impl ChangeHash {
    /// Reads 32 bytes of a message or a database column.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChangeHash({self})")
    }
}

fn heads(heads: &[ChangeHash]) -> Vec<automerge::ChangeHash> {
    heads
        .iter()
        .map(|head| automerge::ChangeHash(head.0))
        .collect()
}

/// Who wrote the operation with this id.
fn actor_of(id: &automerge::ObjId) -> Option<Actor> {
    match id {
        automerge::ObjId::Root => None,
        automerge::ObjId::Id(_, actor, _) => actor.to_bytes().try_into().ok().map(Actor),
    }
}

/// Runs automerge and turns its panic into `None`. The default hook still prints the panic's place, which holds
/// automerge's own words and no customer's data.
fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    // What a panicking call leaves behind is never used: callers work on copies and drop them.
    std::panic::catch_unwind(AssertUnwindSafe(call)).ok()
}
