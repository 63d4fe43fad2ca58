//! The customer's copy from a statement to its reader, and what other people's tools say of it.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that called them"
)]

mod altered;
mod copy;
mod example;
mod golden;
mod mutated;
mod strange;
mod text;
