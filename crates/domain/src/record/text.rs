//! The texts of a record: they merge character by character, so that nobody's words are lost.

use doorstep_words::{Phrase, trade::record as words};
use serde::{Deserialize, Serialize};

/// How many characters one text may have. A technician's longest report is a few hundred; the limit keeps a
/// hostile device from growing a document without end.
pub const TEXT_LENGTH_MAX: usize = 20_000;

/// A text that several people may type into while apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextName {
    /// The symptom as the customer told it (故障现象).
    Symptom,
    /// The cause as it was found, kept apart from the symptom (故障原因).
    Cause,
    /// What is planned to be done (维修方案).
    Plan,
    /// What was done (维修过程).
    Work,
    /// How the customer was advised to use and keep the unit (保养建议).
    Advice,
}

impl TextName {
    /// All texts, in the order of the visit.
    pub const ALL: [Self; 5] = [
        Self::Symptom,
        Self::Cause,
        Self::Plan,
        Self::Work,
        Self::Advice,
    ];

    /// The key under `texts` in the document.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Symptom => "symptom",
            Self::Cause => "cause",
            Self::Plan => "plan",
            Self::Work => "work",
            Self::Advice => "advice",
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::Symptom => words::text::SYMPTOM,
            Self::Cause => words::text::CAUSE,
            Self::Plan => words::text::PLAN,
            Self::Work => words::text::WORK,
            Self::Advice => words::text::ADVICE,
        }
    }

    /// Reads [`TextName::key`] back.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|text| text.key() == key)
    }
}
