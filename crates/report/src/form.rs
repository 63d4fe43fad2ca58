//! Which form a copy has: whoever has the same one can render the same pages again from the statement.

use serde::{Deserialize, Serialize};

use crate::{
    Language, Settings,
    settings::{BadSettings, TEXT_MAX},
};

/// The number of the form: renderer and template together. It goes up with every change of a rendered page; the
/// golden test says when.
pub const FORM: u32 = 2;

/// The oldest form that gives the same pages as ours: 1 had no word for the appliance's kind, and showed its code.
const SAME_SINCE: u32 = 1;

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
    /// What the appliance's kind is called in that language by the catalogue of whoever made the copy; without it its
    /// code is shown, which is what was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
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
            kind: None,
            settings,
        }
    }

    /// Whether what is set beside the statement can be printed.
    ///
    /// # Errors
    /// [`BadSettings`].
    pub fn check(&self) -> Result<(), BadSettings> {
        self.settings.check()?;
        match &self.kind {
            Some(name) if name.chars().count() > TEXT_MAX => Err(BadSettings::TooLong("kind")),
            _ => Ok(()),
        }
    }

    /// Whether this program makes the same pages from the same statement.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        (SAME_SINCE..=FORM).contains(&self.form) && self.font == FONT
    }
}
