//! The course of a repair, told as stories.

mod any_record;
mod branches;
mod completeness;
mod findings;
mod legality;
mod step;
mod words;
