//! A repair record as an automerge document: the safe document, typed reads and edits, merge by written rules.
//!
//! - [`safe`] is the only module that touches automerge. Hash-valid hostile changes make automerge panic, or are
//!   accepted and then the document cannot be loaded any more; everything from outside goes through
//!   [`safe::Document::admit`], which lets neither happen.
//! - [`RecordDocument`] reads a [`doorstep_domain::record::Record`] out of a document and writes edits into it.
//! - The second kind of document is a technician's van in a month, told by its id: [`RecordDocument::van`].
//! - [`admission`] says whether a change does only what its author may, judged at the change's own past.
//! - [`history`] tells every change as who, when, what, old → new.

pub mod admission;
mod genesis;
pub mod history;
mod record_document;
pub mod safe;
mod van;

pub use genesis::{GENESIS_RECORD_V1, genesis_hash};
pub use record_document::{Edit, EditError, ReadError, RecordDocument, Roster, TextEdit};
pub use safe::{Actor, ChangeHash, Heads, NewChange, ParsedChange};
