//! The course of a repair (domain: the life of a repair record, steps 1–12), derived from what stands in it.
//!
//! There is no status field, so two statuses cannot conflict. What parallel offline work made irregular is never
//! dropped; it becomes a [`Finding`].

mod account;
mod approval;
pub mod cash;
mod claim;
mod completeness;
mod facts;
mod findings;
mod leaving;
mod legality;
mod signable;
mod step;

pub use account::{Account, Payment};
pub use approval::Approval;
pub use claim::Claim;
pub use completeness::{Completeness, Item, Need, Place, VisitKind};
pub use facts::{Facts, past_entries};
pub use findings::Finding;
pub use leaving::{OldPart, ToDo, before_leaving};
pub use legality::{
    Refusal, may_accept_quote, may_add_entry, may_do, may_offer_quote, may_pay, may_repair,
    may_sign_off, may_take_option,
};
pub use signable::Signable;
pub use step::{Status, Step, next_step, status};

/// Moves whenever status, next step, completeness, findings or measures of a record may come out otherwise than before, or
/// the text that is searched: lists that keep them make them anew.
pub const DERIVATION_VERSION: i64 = 10;

#[cfg(test)]
mod tests;
