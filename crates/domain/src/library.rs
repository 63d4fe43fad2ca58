//! The library (技术手册与疑难案例): sections of technical manuals and hard cases that somebody solved, at hand without
//! coverage.
//!
//! The office gives it out as reference data under the name [`REFERENCE`], all of it in both languages; a device makes
//! an index of it for its search. Start at [`Library`].

use std::collections::BTreeSet;

use doorstep_words::trade::library as words;
use serde::{Deserialize, Serialize};

use crate::named::named;

/// The name that the library has among the reference data.
pub const REFERENCE: &str = "library";

/// All documents of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// The version that the office gave it, from 1; 0 where there is none.
    pub version: i64,
    /// The documents, each code once.
    #[serde(default)]
    pub documents: Vec<Document>,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    /// A technical manual.
    Manual,
    /// A fault that was hard to find, and how it was found.
    HardCase,
}

named!(Genre {
    Manual "manual" words::genre::MANUAL;
    HardCase "hard_case" words::genre::HARD_CASE;
});

/// Words in both languages of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its code.
    pub code: String,
    /// What it is.
    pub genre: Genre,
    /// The kind of appliance.
    pub kind: String,
    /// The model it is about; empty for any of the kind.
    #[serde(default)]
    pub model: String,
    /// The codes of the faults it is about.
    #[serde(default)]
    pub faults: BTreeSet<String>,
    /// Its title.
    pub title: Phrase,
    /// What it says, in order.
    pub sections: Vec<Section>,
}

/// One section of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub heading: Phrase,
    /// What it says.
    pub text: Phrase,
}

impl Library {
    /// The document with a code.
    #[must_use]
    pub fn document(&self, code: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.code == code)
    }
}

impl Document {
    /// Everything that is searched, a line each: codes, and what it says in both languages.
    #[must_use]
    pub fn searched_text(&self) -> String {
        let faults = self.faults.iter().map(String::as_str);
        let words = |phrase: &'_ Phrase| [phrase.zh.clone(), phrase.en.clone()];
        let mut lines: Vec<String> = [self.code.as_str(), &self.kind, &self.model]
            .into_iter()
            .chain(faults)
            .map(str::to_owned)
            .collect();
        lines.extend(words(&self.title));
        for section in &self.sections {
            lines.extend(words(&section.heading));
            lines.extend(words(&section.text));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}
