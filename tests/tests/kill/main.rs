//! Killed processes: `kill -9`, again and again, of a device and of a server. What was answered `ok` is there
//! afterwards, and what a device counts as acknowledged is on the server.
//!
//! A killed process alone loses nothing that it has written: the system keeps that. So the same loops also run on a
//! [`Disk`] that goes down with the process and takes with it whatever was not synced, as a power cut does; and there,
//! with a database that does not wait for the disk, they must be seen to lose, or they would prove nothing.
//!
//! `DOORSTEP_KILLS` sets how many kills each loop makes that must lose nothing; the time box of each is generous, and who does
//! not come to all his kills in it has failed.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod device;
mod disk;
mod photos;
mod server;
mod talk;

use std::time::Duration;

use disk::Disk;

/// How long a loop may take: a kill with the start after it takes some tens of milliseconds.
fn time_box(kills: u32) -> Duration {
    Duration::from_secs(60) + Duration::from_secs(1) * kills
}

/// How many kills a loop makes: `default`, unless `DOORSTEP_KILLS` says otherwise.
fn kills(default: u32) -> u32 {
    std::env::var("DOORSTEP_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(default)
}
