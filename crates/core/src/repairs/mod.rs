//! Use cases of the repair: done or not to be done here, the full-function test, care advice.

mod advise;
mod cannot;
mod done;
mod test;

pub use advise::GiveAdvice;
pub use cannot::CannotRepair;
pub use done::RepairDone;
pub use test::{RecordTest, TestedItem};
