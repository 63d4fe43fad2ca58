//! Use cases of parts: fitted, and taken out (以旧换新).

mod fit;
mod remove;

pub use fit::FitPart;
pub use remove::RemovePart;
