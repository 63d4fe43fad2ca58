//! The office's approval (请示), asked for from a device, also without coverage. The office decides on its side.

mod ask;

pub use ask::AskApproval;
