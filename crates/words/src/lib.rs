//! Everything that Doorstep says to people, in Chinese (zh-CN) and English.
//!
//! The words themselves lie beside this crate, in `words/zh-CN` and `words/en`, as Fluent files that a translator
//! can read without the code. The build turns each key into an item of the module of its file: words that stand by
//! themselves into a [`Phrase`], a constant; words into which something is put into a struct with a field for each
//! argument. So a key that is wrong does not compile, one that lacks a language ends the build, and nothing is
//! looked up while the program runs. Start with [`Phrase`] and [`Say`]; the way from a file to its items is in
//! `build/`.

mod language;
mod phrase;

pub use language::Language;
pub use phrase::{Phrase, Say, Sentence};

include!(concat!(env!("OUT_DIR"), "/words.rs"));
