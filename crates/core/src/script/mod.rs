//! JSON Lines: one use case a line, one answer a line, only after the commit. This is how other programs drive a device.
//!
//! [`Script::answer`] reads a line and answers it; [`VERBS`] lists what there is, made from the types that the lines
//! are read into; `docs/device-script.md` tells the same for people. A bad line is answered with an error and never
//! ends the run.

mod answer;
mod ask;
mod ask_library;
mod copy;
mod error_table;
mod exchange;
mod files;
mod line;
mod member;
mod money;
mod page;
mod run;
pub(crate) mod schema;
mod sync;
mod van;
mod verb;

pub use answer::Answer;
pub use ask::{AskList, AskRecord, AskSearch, AskStatus, AskVerify};
pub use ask_library::{AskDocument, AskLibrary};
pub use error_table::{ERRORS, ErrorRow, error_row};
pub use files::{AskFile, AskFiles, AskSendFiles, AskWifiOnly};
pub use line::{BadLine, Detail, LINE_BYTES_MAX, Line, Members};
pub use member::{MemberRow, member_rows};
pub use page::device_script_tables;
pub use run::Script;
pub use sync::AskSync;
pub use van::AskStock;
pub use verb::{VERBS, Verb};

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
