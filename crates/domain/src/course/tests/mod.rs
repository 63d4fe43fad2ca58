//! The course of a repair, told as stories.

mod any_record;
mod branches;
mod completeness;
mod findings;
mod kinds;
mod legality;
mod payment;
mod photos;
mod step;
mod words;
