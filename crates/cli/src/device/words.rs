//! A view's words in the reader's language.

use doorstep_core::views::{ValueView, Words};

use crate::text::Language;

/// The words of a code.
pub(super) fn said(words: &Words, language: Language) -> &str {
    language.pick(&words.zh, &words.en)
}

/// A field's value.
pub(super) fn value(value: &ValueView, language: Language) -> &str {
    language.pick(&value.zh, &value.en)
}
