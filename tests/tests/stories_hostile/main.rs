//! An enrolled device in bad hands attacks the real server over HTTP: what the office notices, and that nobody else does.
//!
//! [`siege`] has the office, a colleague who must notice nothing, and the device that attacks; [`chunk`] makes what no
//! honest program makes. [`forged`], [`weight`] and [`broken`] attack records, [`statements`] the signatures, [`wire`]
//! the requests themselves, [`enrolment`] the way in, and [`memory`] the server's process.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod broken;
mod chunk;
mod enrolment;
mod forged;
mod memory;
mod siege;
mod statements;
mod weight;
mod wire;
