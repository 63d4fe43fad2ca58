//! The library (技术手册与疑难案例) on a device: found and read without coverage. What it is stands in
//! [`doorstep_domain::library`].

mod index;
mod search;

pub(crate) use index::rebuild;
pub use search::{Found, LibraryQuery};
