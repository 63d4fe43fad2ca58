//! What the pages add up from their notes is what the domain says where all documents are read.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

mod claims;
mod recount;
mod router;
mod store;
