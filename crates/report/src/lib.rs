//! The customer's copy (用户联): a PDF from a sealed statement, and the reader that says whether one is as it was made.
//!
//! Where to start: [`CopySource`] opens a sealed statement, [`CopySource::render`] makes its pages (the same bytes for
//! the same input), [`sign()`] has the device that sealed the statement sign the whole file, and [`read()`] tells of any
//! file whether it is such a copy, unchanged. What an organisation may set is [`Settings`].
//!
//! A copy is made from the statement, never from the record as it is now. It is PDF/A-3a and PDF/UA-1, carries the
//! statement (JWS), the device's certificates and its own [`Form`] as attachments, and any PDF reader shows its
//! signature (PAdES B-B). Nothing here reads a clock or draws randomness.

pub mod capitals;
pub mod form;
pub mod read;
pub mod settings;
pub mod sign;

mod amount;
mod font;
mod page;
mod paint;
mod render;
mod template;
mod typeset;

pub use doorstep_words::Language;
pub use form::{FONT, FORM, Form};
pub use read::{CopyContent, CopyVerdict, Fault, read, verify};
pub use render::{CopySource, ReportError};
pub use settings::{Company, Logo, Section, Settings};
pub use sign::{SignError, sign};
// What the copy says by itself: what the customer and the technician wrote stays as it is.
use doorstep_words::copy as words;
