//! The customer's copy (用户联): a PDF from a sealed statement, made and signed on the device that sealed it, without a
//! network. It shows what was signed, never the record as it is now.

mod make;

pub use make::{CopyError, CustomersCopy};
