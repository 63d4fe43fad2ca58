//! Rates on the server: what records and other tables contribute, added up by period and person.
//!
//! What a record contributes says [`doorstep_domain::rates`]; one row a measure stands in `rate_measure`. [`write()`] is
//! the one place that writes there: `replication/rates.rs` calls it whenever a record becomes another; who keeps
//! call-backs or complaints calls it with the rates of his own. [`count`] adds up, [`list`] gives the records behind a number.

mod count;
mod list;
mod question;
mod scope;
mod write;

pub(crate) use count::{Count, Counted, count, stations, technicians};
pub(crate) use list::{Listed, Place, list};
pub(crate) use question::{Period, Question, Show};
pub(crate) use scope::Scope;
pub(crate) use write::write;
