//! The office's side: what all devices did comes together here, and the office sees it.
//!
//! Where to start: [`serve::serve`] runs a server on a data folder; [`organisation::Organisation`] is what
//! `doorstep admin` works on, beside a running server or without one. Inside, a request goes through [`app::router`],
//! its device is told by [`authenticate::Signed`], it reads through [`store::Store`] and writes through the one
//! [`writer::Writer`], which numbers what devices are to learn in the [`log`].
//!
//! There is no TLS here: the server stands behind a proxy that has it, and that passes on the header `host` as sent,
//! because devices sign it.

mod api;
pub mod api_error;
pub mod app;
pub mod approval;
pub mod audit;
pub mod authenticate;
pub mod backup;
pub mod board;
pub mod body;
pub mod calendar;
pub mod call_back;
pub mod catalogue;
pub mod complaint;
pub mod contract;
pub mod csv_file;
pub mod custody;
pub mod data_folder;
pub mod device;
mod enrolment;
pub mod environment;
#[cfg(test)]
mod example;
pub mod expense;
pub mod files;
mod health;
pub mod intake;
pub mod json;
pub mod log;
pub mod metrics;
pub mod money;
mod office;
pub mod organisation;
pub mod quality;
pub mod question;
mod rates;
pub mod record;
pub mod replication;
mod review;
pub mod rights;
pub mod secret;
pub mod serve;
pub mod session;
pub mod staff;
pub mod stock;
pub mod store;
mod sync_endpoint;
pub mod technician;
pub mod tokens;
pub mod tool;
pub mod training;
pub mod writer;
mod xlsx_file;
