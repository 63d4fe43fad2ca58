//! The office's pages as people use them, through the router, with devices that push what they did.
// What is not as the story tells fails the test that tells it; helpers may fail like the stories themselves.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod after_visit;
mod board;
mod contracts;
mod device;
mod devices;
mod dispatch;
mod every_page;
mod list;
mod list_files;
mod live;
mod look;
mod means;
mod money;
mod other_pages;
mod photos;
mod quality;
mod rates;
mod record;
mod record_forms;
mod record_told;
mod reviews;
mod shop;
mod training;
mod visit;
