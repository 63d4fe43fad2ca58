//! `GET /`: all records, the one that changed last first, with search, queues and pages of fifty.
//!
//! [`question`] is what was asked, [`search`] finds the records that have the words, [`read`] the rows of the page, [`show`]
//! writes them, [`listed`] tells them to other programs, [`export`] gives all of them as a file, [`elsewhere`] counts what
//! waits on other pages. `GET /records.html` gives only the part that changes, for the script.

mod elsewhere;
mod export;
mod listed;
mod question;
mod read;
mod row;
mod search;
mod show;

pub(super) use export::{give_csv, give_workbook};
pub(crate) use listed::{RecordList, listed};
pub(super) use show::{show, show_fragment};
