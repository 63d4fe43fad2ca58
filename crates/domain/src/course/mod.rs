//! The course of a repair (domain: the life of a repair record, steps 1–12), derived from what stands in it.
//!
//! There is no status field, so two statuses cannot conflict. What parallel offline work made irregular is never
//! dropped; it becomes a [`Finding`].

mod completeness;
mod facts;
mod findings;
mod legality;
mod step;

pub use completeness::{Completeness, Item, Need};
pub use facts::Facts;
pub use findings::Finding;
pub use legality::{
    Refusal, may_accept_quote, may_add_entry, may_offer_quote, may_pay, may_repair, may_sign_off,
};
pub use step::{Status, Step, next_step, status};

#[cfg(test)]
mod tests;
