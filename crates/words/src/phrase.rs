//! What can be said in both languages.

use std::{borrow::Cow, fmt::Display};

use crate::Language;

/// Words that stand by themselves, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// 中文
    pub chinese: &'static str,
    /// English
    pub english: &'static str,
}

/// A whole sentence with all that was put into it, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// 中文
    pub chinese: String,
    /// English
    pub english: String,
}

/// What can be said in either language. Numbers, dates, names and what people wrote are the same in both.
pub trait Say {
    /// The words in a language.
    fn say(&self, language: Language) -> Cow<'_, str>;
}

impl<T: Display> Say for T {
    fn say(&self, _: Language) -> Cow<'_, str> {
        self.to_string().into()
    }
}

impl Say for Phrase {
    fn say(&self, language: Language) -> Cow<'_, str> {
        language.say(*self).into()
    }
}

impl Say for Sentence {
    fn say(&self, language: Language) -> Cow<'_, str> {
        language.pick(&self.chinese, &self.english).into()
    }
}

impl Sentence {
    /// Says something in both languages.
    #[must_use]
    pub fn of(saying: &dyn Say) -> Self {
        Self {
            chinese: saying.say(Language::Chinese).into_owned(),
            english: saying.say(Language::English).into_owned(),
        }
    }
}

impl From<Phrase> for Sentence {
    fn from(phrase: Phrase) -> Self {
        Self::of(&phrase)
    }
}
