//! The program as people and other programs run it: processes, folders, exit codes, what is printed.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used)]

mod evidence;
mod office;
mod refusals;
mod screen;
mod serving;
mod stage;
mod statement;
mod verdicts;
