//! A code with its words in both languages.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::record::{Field, FieldValue, Shape, choice_words};
use doorstep_words::{Phrase, Say, Sentence, view::value as said};
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

    /// A code with its phrase.
    #[must_use]
    pub fn of(code: &str, phrase: Phrase) -> Self {
        Self::new(code, phrase.chinese, phrase.english)
    }

    /// A code with a sentence that has something put into it.
    #[must_use]
    pub fn saying(code: &str, sentence: &dyn Say) -> Self {
        let Sentence { chinese, english } = Sentence::of(sentence);
        Self {
            code: code.to_owned(),
            zh: chinese,
            en: english,
        }
    }

    /// The words of a choice's code; for an unknown one the code itself.
    #[must_use]
    pub fn choice(code: &str) -> Self {
        choice_words(code).map_or_else(
            || Self::new(code, code, code),
            |phrase| Self::of(code, phrase),
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
    /// A field's value with its words: those of a choice, a day and time as people read them, or what somebody wrote.
    #[must_use]
    pub fn of(field: Field, value: &FieldValue) -> Self {
        let both = |phrase: Phrase| (phrase.chinese.to_owned(), phrase.english.to_owned());
        let (zh, en) = match value {
            FieldValue::Empty => both(said::EMPTY),
            FieldValue::YesNo(true) => both(said::YES),
            FieldValue::YesNo(false) => both(said::NO),
            FieldValue::Number(number) => (number.to_string(), number.to_string()),
            FieldValue::Words(words) => match field.rule().shape {
                Shape::OneOf(_) => {
                    let choice = Words::choice(words);
                    (choice.zh, choice.en)
                }
                Shape::Moment | Shape::Window => {
                    let read = day_and_time(words).unwrap_or_else(|| words.clone());
                    (read.clone(), read)
                }
                _ => (words.clone(), words.clone()),
            },
        };
        Self {
            value: value.clone(),
            zh,
            en,
        }
    }
}

/// `2026-11-24 18:00 +08:00`, or `2026-11-24 18:00–20:00 +08:00` for a window; nothing for what is neither.
fn day_and_time(words: &str) -> Option<String> {
    const WHOLE: &str = "%Y-%m-%d %H:%M %:z";
    let read = |text: &str| DateTime::<FixedOffset>::parse_from_rfc3339(text).ok();
    let Some((from, to)) = words.split_once('/') else {
        return Some(read(words)?.format(WHOLE).to_string());
    };
    let (from, to) = (read(from)?, read(to)?);
    Some(
        if (from.date_naive(), from.offset()) == (to.date_naive(), to.offset()) {
            let ends = to.format("%H:%M %:z");
            format!("{}–{ends}", from.format("%Y-%m-%d %H:%M"))
        } else {
            format!("{} – {}", from.format(WHOLE), to.format(WHOLE))
        },
    )
}
