//! Photos and other files (照片、文件): taken without a network, sent when it suits, seen at the office and by colleagues;
//! and no record ever waits for one.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod camera;
mod closed_long_ago;
mod cut_off;
mod hostile;
mod leaving;
mod on_the_way;
mod whose;
