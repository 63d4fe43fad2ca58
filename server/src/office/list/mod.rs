//! `GET /`: all records, the one that changed last first, with search, queues and pages of fifty.
//!
//! [`question`] is what was asked, [`search`] finds the records that have the words, [`read`] the rows of the page, [`show`] writes them, [`listed`] tells them
//! to other programs. `GET /records.html` gives only the
//! part that changes, for the script.

mod elsewhere;
mod listed;
mod question;
mod read;
mod row;
mod search;
mod show;

pub(crate) use listed::{RecordList, listed};
pub(super) use show::{show, show_fragment};
