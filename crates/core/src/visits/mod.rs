//! Use cases of the visit up to the cause: arrival and diagnosis.

mod arrive;
mod cause;
mod step;

pub use arrive::Arrive;
pub use cause::WriteCause;
pub use step::{DiagnoseStep, MeasuredValue};
