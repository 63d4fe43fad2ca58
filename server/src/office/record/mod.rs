//! `GET /records/{number or id}`: one record whole, in the order in which it is read at a desk.
//!
//! [`dossier`] reads everything at one moment of the database; [`page`] puts the sections in order, each of which
//! is a file; [`download`] gives out what others verify and open with programs of their own.

mod badges;
mod base;
mod branch;
mod bundle;
mod conflicts;
mod copies;
mod course;
mod difference;
mod differences;
mod dossier;
mod download;
mod facts;
mod forms;
mod gist;
mod history;
mod ink;
mod money;
mod page;
mod photos;
mod quotes;
mod sight;
mod signatures;
mod summary;
mod told_whole;
mod value;
mod work;

pub(super) use badges::{refused_badge, status_badge, status_mark, verdict_badge};
pub(super) use bundle::download_bundle;
pub(super) use copies::download_copy;
pub(super) use download::download_statement;
pub(super) use forms::{asked, on_the_clock, routes, standing_parts};
pub(super) use page::show;
pub(super) use photos::give_file;
pub(crate) use told_whole::{WholeRecord, whole_record};
