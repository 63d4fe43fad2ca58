//! The office's pages as people use them, through the router, with devices that push what they did.

mod device;
mod list;
mod live;
mod look;
mod other_pages;
mod record;
mod shop;
mod visit;
