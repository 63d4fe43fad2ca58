//! Consent (征得同意): asked of the customer before something of his is touched.

use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{given, long, short},
};
use crate::{consents::Wording, named::named};

/// What the customer was asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentTo {
    /// Furniture is moved.
    MoveFurniture,
    /// A wall is drilled, a line is laid.
    Drill,
    /// Water, gas or electricity is shut off.
    ShutOff,
    /// Something else, said in words.
    Other,
}

named!(ConsentTo {
    MoveFurniture "move_furniture" words::consent_to::MOVE_FURNITURE;
    Drill "drill" words::consent_to::DRILL;
    ShutOff "shut_off" words::consent_to::SHUT_OFF;
    Other "other" words::consent_to::OTHER;
});

/// The customer was asked before something of his was touched, and agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// What to.
    pub to: ConsentTo,
    /// In words: which furniture, which wall.
    pub words: String,
    /// Who agreed.
    pub given_by: String,
    /// The office's sentence that he was asked by, word for word, with its code and version; none where it was asked in
    /// other words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<ConsentSentence>,
}

/// A sentence as it was read out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentSentence {
    /// Which of the office's.
    pub wording: Wording,
    /// Word for word.
    pub sentence: String,
}

impl ConsentGiven {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        if self.to == ConsentTo::Other {
            given("words", &self.words)?;
        }
        long("words", &self.words)?;
        if let Some(read) = &self.sentence {
            long("sentence", &read.sentence)?;
            short("sentence", &read.wording.code)?;
        }
        given("given_by", &self.given_by)?;
        short("given_by", &self.given_by)
    }
}
