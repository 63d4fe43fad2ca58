//! Consent sentences (确认语): what a customer puts his name to, word for word, each with a code, a language and a version.
//!
//! The office gives them out as reference data under the name [`REFERENCE`]; a statement carries the very sentence and
//! names its code and version ([`Wording`]). Start at [`Consents`].

use serde::{Deserialize, Serialize};

/// The name that the sentences have among the reference data.
pub const REFERENCE: &str = "consents";

/// All sentences that are in use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    /// The version of the whole that the office gave it, from 1; 0 where there is none.
    pub version: i64,
    /// The sentences, each code and language once.
    #[serde(default)]
    pub sentences: Vec<Sentence>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// What it is for: the code of a purpose of signing, or of what consent is asked to.
    pub consent: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// The version of its wording, from 1. Another wording has another version.
    pub version: i64,
    /// The sentence.
    pub sentence: String,
}

/// Which of the office's sentences something is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Its code.
    pub code: String,
    /// The version of its wording.
    pub version: i64,
}

impl Consents {
    /// The sentence for a code in a language; any language but English is Chinese.
    #[must_use]
    pub fn sentence(&self, code: &str, language: &str) -> Option<&Sentence> {
        let language = if language == "en" { "en" } else { "zh-CN" };
        self.sentences
            .iter()
            .find(|row| row.consent == code && row.language == language)
    }

    /// A sentence that reads otherwise than under the same code, language and version before: whoever signed the one
    /// would seem to have signed the other.
    #[must_use]
    pub fn reworded<'c>(&'c self, before: &Self) -> Option<&'c Sentence> {
        self.sentences.iter().find(|row| {
            before.sentences.iter().any(|old| {
                (&old.consent, &old.language, old.version)
                    == (&row.consent, &row.language, row.version)
                    && old.sentence != row.sentence
            })
        })
    }
}

impl Sentence {
    /// What a statement names it by.
    #[must_use]
    pub fn wording(&self) -> Wording {
        Wording {
            code: self.consent.clone(),
            version: self.version,
        }
    }
}
