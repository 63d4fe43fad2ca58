//! What a repair is and which changes are legal: pure, without I/O, clock or randomness.
//!
//! Start at [`record::Record`], one repair record (维修单) as it was read. It has three kinds of data, and so
//! three merge rules: a [`record::Field`] is one value ([`record::FIELDS`] is the only table of their rules), a
//! [`record::TextName`] merges character-wise, an [`record::Entry`] is something that happened and is never edited.
//! Everything else is derived in [`course`]: status, next step, completeness, findings, and what is legal now. Who pays
//! stands in [`cover`], which asks [`unit_history`]; by when, in [`deadline`]; who may write what, in [`rights`]; who
//! holds it, in [`holders`]; whether two records are about one visit, in [`duplicate`].
//! What a record says about the service's measures is [`rates`].
//! After the visit: [`call_back`], [`complaint`] and the [`approval_chain`] that a remedy passes.
//! When the next visit of a maintenance [`contract`] is due.
//! What a technician must have learnt is [`training`].
//! When failures of one batch become an alert says [`quality`].
//! A technician's stock of parts to the piece is [`van`].
//! [`merge_rules`] prints how all of it merges as `docs/merge-rules.md`.

pub mod approval_chain;
pub mod call_back;
pub mod catalogue;
pub mod complaint;
pub mod consents;
pub mod contract;
pub mod course;
pub mod cover;
pub mod deadline;
pub mod duplicate;
pub mod expense;
pub mod handed_over;
pub mod holders;
pub mod ids;
pub mod library;
pub mod merge_rules;
pub mod money;
mod named;
pub mod quality;
pub mod quote;
pub mod rates;
pub mod record;
pub mod rights;
pub mod store_stock;
#[cfg(test)]
mod story;
pub mod supplier_claim;
pub mod training;
pub mod unit_history;
pub mod van;
