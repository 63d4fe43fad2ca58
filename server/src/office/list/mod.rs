//! `GET /`: all records, the one that changed last first, with search, queues and pages of fifty.
//!
//! [`question`] is what was asked, [`search`] finds the records that have the words, [`read`] the rows of the page, [`show`] writes them. `GET /records.html` gives only the
//! part that changes, for the script.

mod question;
mod read;
mod row;
mod search;
mod show;

pub(super) use show::{show, show_fragment};
