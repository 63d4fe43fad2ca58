//! One device: SQLite file, use cases, views, notices, the HTTP driver.
//!
//! Start at [`Device::open`]. Every edit goes through [`Device::change`] or [`Device::create`]: one closure that reads
//! the record and says what to edit, one automerge change, one transaction, and `Ok` only after its commit.
//!
//! - [`store`] is the file: documents, statements, the read model; what a damaged, full or copied disk does to it.
//! - [`replication`] carries what is not yet acknowledged to the server and brings what is new; nothing waits for it.
//! - [`enrolment`] makes a folder the device of a person.
//! - [`records`], [`visits`], [`quotes`], [`parts`], [`repairs`], [`signatures`], [`payments`], [`custody`],
//!   [`approvals`], [`complaints`], [`van`] are the use cases, a folder a noun, a file a verb; [`catalogue`] is what they look things up in; [`views`] is what is shown.
//! - [`files`] are photos and other files: their bytes have a folder and a queue of their own.
//! - [`exchange`] hands records from device to device, past the server.
//! - [`copies`] makes what the customer takes home.
//! - [`script`] does all of it by JSON Lines.
//! - [`black_box`] gives everything out as one file, whatever state the rest is in.

pub mod approvals;
pub mod black_box;
pub mod catalogue;
pub mod complaints;
pub mod copies;
pub mod custody;
mod device;
pub mod enrolment;
pub mod environment;
mod error;
pub mod exchange;
pub mod files;
pub mod library;
mod notices;
pub mod parts;
pub mod payments;
pub mod quotes;
pub mod records;
pub mod repairs;
pub mod replication;
pub mod script;
pub mod signatures;
pub mod store;
pub mod van;
pub mod views;
pub mod visits;

pub use device::{Device, OpenRequest};
pub use environment::{
    Clock, Environment, Random, RandomError, Space, SystemClock, SystemRandom, SystemSpace,
};
pub use error::Error;
pub use notices::Notice;
pub use store::{
    Attention, CashOfRecord, ChainPlace, Changed, DeviceStatus, Holding, Identity, LastServerTime,
    ListQuery, ListRow, Moved, Page, Scope, StoredStatement, Synchronous, Taker, Waiting,
};
