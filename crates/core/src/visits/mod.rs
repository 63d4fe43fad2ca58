//! Use cases of the visit up to the cause: arrival or a closed door, consent, diagnosis.

mod absent;
mod arrive;
mod cause;
mod consent;
mod step;

pub use absent::CustomerAbsent;
pub use arrive::Arrive;
pub use cause::WriteCause;
pub use consent::GiveConsent;
pub use step::{DiagnoseStep, MeasuredValue};
