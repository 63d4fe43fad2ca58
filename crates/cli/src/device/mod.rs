//! `doorstep device`: one technician's device as a program. People read a record with it, other programs drive it.

mod arguments;
mod language;
mod lines;
mod open;
mod print;
mod record_text;
mod run_script;
pub mod vault;
mod verbs;

pub use arguments::DeviceArguments;
