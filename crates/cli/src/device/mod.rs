//! `doorstep device`: one technician's device as a program. People read a record with it, other programs drive it.

mod arguments;
#[cfg(test)]
mod example;
mod lines;
mod open;
mod print;
mod record_text;
mod run_script;
mod vault;
mod verbs;
mod words;

pub(crate) use arguments::DeviceArguments;
pub(crate) use open::OpenError;
pub(crate) use vault::KeyFileError;
