//! A code with its words in both languages.

use doorstep_domain::record::{FieldValue, choice_words};
use serde::Serialize;

/// A code for programs with its words for screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The stable code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// A code and its words.
    #[must_use]
    pub fn new(code: &str, chinese: &str, english: &str) -> Self {
        Self {
            code: code.to_owned(),
            zh: chinese.to_owned(),
            en: english.to_owned(),
        }
    }

    /// The words of a choice's code; for an unknown one the code itself.
    #[must_use]
    pub fn choice(code: &str) -> Self {
        let words = choice_words(code);
        Self::new(
            code,
            words.map_or(code, |words| words.chinese),
            words.map_or(code, |words| words.english),
        )
    }

    /// The words of a choice's code, unless it is empty.
    pub(crate) fn chosen(code: &str) -> Option<Self> {
        (!code.is_empty()).then(|| Self::choice(code))
    }
}

/// A field's value as it stands and as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueView {
    /// As it stands: words, a whole number, yes or no, or null where it was cleared.
    pub value: FieldValue,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl ValueView {
    /// A value with its words.
    #[must_use]
    pub fn of(value: &FieldValue) -> Self {
        let (zh, en) = match value {
            FieldValue::Empty => ("（空）".into(), "(empty)".into()),
            FieldValue::YesNo(true) => ("是".into(), "yes".into()),
            FieldValue::YesNo(false) => ("否".into(), "no".into()),
            FieldValue::Number(number) => (number.to_string(), number.to_string()),
            FieldValue::Words(words) => {
                let choice = Words::choice(words);
                (choice.zh, choice.en)
            }
        };
        Self {
            value: value.clone(),
            zh,
            en,
        }
    }
}
