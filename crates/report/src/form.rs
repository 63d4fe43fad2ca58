//! Which form a copy has: whoever has the same one can render the same pages again from the statement.

use serde::{Deserialize, Serialize};

use crate::{Language, Settings};

/// The number of the form: renderer and template together. It goes up with every change of a rendered page; the
/// golden test says when.
pub const FORM: u32 = 1;

/// SHA-256 of the font's file.
pub const FONT: &str = "971e003d5297cecf2d678c4c5ec9cb50ec46ea08efe2c32f7ffea454d7989430";

/// What besides the statement decides how the pages look. It travels in the copy, and the signature covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// [`FORM`] of the program that made the copy.
    pub form: u32,
    /// [`FONT`] of the program that made the copy.
    pub font: String,
    /// The language of the labels.
    pub language: Language,
    /// The company head and what else is set.
    pub settings: Settings,
}

impl Form {
    /// The form that this program makes.
    #[must_use]
    pub fn new(language: Language, settings: Settings) -> Self {
        Self {
            form: FORM,
            font: FONT.to_owned(),
            language,
            settings,
        }
    }

    /// Whether this program makes the same pages from the same statement.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.form == FORM && self.font == FONT
    }
}
