//! What failures say of a batch: which units a batch has, what a record says has failed, and when the same cause on one
//! model and batch becomes a batch quality event (domain.md, "Complaints": over 5 % of it or 50 units).
//!
//! Start at [`passed`]; [`Failure`] is what one record counts as, [`Serials`] which units belong to a batch,
//! [`Sighting`] what goes to quality at once.

mod check;
mod failure;
mod limit;
mod notice;
mod serials;

pub use check::{CheckItem, CheckKind};
pub use failure::Failure;
pub use limit::{BATCH_SHARE_PERCENT, BATCH_UNITS, BatchLimit, passed};
pub use notice::{NoticeOutcome, NoticeReason, Sighting};
pub use serials::{BadSerials, SERIAL_CHARACTERS_MAX, Serials};

#[cfg(test)]
mod tests;
