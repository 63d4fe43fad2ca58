//! Who may write what into a van, and whether it is well formed. The gate asks it about every entry.

use super::{Movement, Pieces, VanEntry, van_id};
use crate::{
    ids::{PersonId, RecordId},
    record::{
        BadEntry,
        entry::check::{given, piece, range, reasoned, short},
    },
    rights::Role,
};

/// The most pieces that a count or a confirmation names.
const PIECES_MAX: i64 = 10_000;

/// Why an entry has no place in a van document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVanEntry {
    /// Its members are not in order.
    #[error("{0}")]
    Malformed(#[from] BadEntry),
    /// Technician and month are those of another document.
    #[error("the entry belongs to another van or month")]
    OtherVan,
}

impl VanEntry {
    /// Whether the entry is well formed and belongs into a document.
    ///
    /// # Errors
    /// [`BadVanEntry`].
    pub fn check(&self, document: RecordId) -> Result<(), BadVanEntry> {
        if van_id(&self.technician, self.month) != document {
            return Err(BadVanEntry::OtherVan);
        }
        Ok(self.what.check(&self.technician)?)
    }
}

impl Movement {
    /// Whether the movement is well formed.
    ///
    /// # Errors
    /// [`BadEntry`] naming what is not in order.
    pub fn check(&self, technician: &PersonId) -> Result<(), BadEntry> {
        self.pieces().map_or(Ok(()), Pieces::check)?;
        match self {
            Self::Requisitioned { note, .. } => short("note", note),
            Self::Confirmed { quantity, .. } => range("quantity", *quantity, 0, PIECES_MAX),
            Self::HandedOver { to, .. } => colleague("to", to, technician),
            Self::TakenOver { from, transfer, .. } => {
                given("transfer", transfer)?;
                short("transfer", transfer)?;
                colleague("from", from, technician)
            }
            Self::Counted { part, quantity } => {
                given("part", part)?;
                short("part", part)?;
                range("quantity", *quantity, 0, PIECES_MAX)
            }
            Self::DifferenceExplained {
                part,
                quantity,
                reason,
                ..
            } => {
                given("part", part)?;
                short("part", part)?;
                range("quantity", *quantity, -PIECES_MAX, PIECES_MAX)?;
                reasoned(reason)
            }
            Self::Void { reason, .. } => reasoned(reason),
            _ => Ok(()),
        }
    }
}

impl Pieces {
    fn check(&self) -> Result<(), BadEntry> {
        piece(&self.part, &self.name, &self.serial, self.quantity)
    }
}

fn colleague(name: &'static str, person: &PersonId, technician: &PersonId) -> Result<(), BadEntry> {
    given(name, &person.0)?;
    short(name, &person.0)?;
    if person == technician {
        return Err(BadEntry::Word(name));
    }
    Ok(())
}

/// Whether somebody may write this into a technician's van. The store (the office) issues and may take returns in; a
/// technician writes only into his own van, and never what only the store can know.
#[must_use]
pub fn may_move(role: Role, person: &PersonId, technician: &PersonId, what: &Movement) -> bool {
    match role {
        Role::Technician => person == technician && !matches!(what, Movement::Issued { .. }),
        Role::Office => match what {
            Movement::Issued { .. }
            | Movement::Confirmed { .. }
            | Movement::ReturnedNew { .. }
            | Movement::ReturnedOld { .. }
            | Movement::Counted { .. }
            | Movement::DifferenceExplained { .. }
            | Movement::Void { .. } => true,
            Movement::Requisitioned { .. }
            | Movement::HandedOver { .. }
            | Movement::TakenOver { .. }
            | Movement::Fitted { .. }
            | Movement::Removed { .. } => false,
        },
    }
}
