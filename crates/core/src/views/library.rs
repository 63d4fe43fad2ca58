//! Manuals and hard cases: the hits of a search, and one document whole.

use doorstep_domain::library::{Document, Phrase};
use serde::Serialize;

use super::{Kinds, Words};
use crate::library::Found;

/// How many characters of a document a hit shows.
const EXCERPT: usize = 80;

/// What a search of the library found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LibraryView {
    /// The documents: those about the very model first.
    pub hits: Vec<HitView>,
    /// There are more.
    pub more: bool,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HitView {
    /// Its code.
    pub document: String,
    /// `manual` or `hard_case`.
    pub genre: Words,
    /// The kind of appliance; none for all.
    pub kind: Option<Words>,
    /// The model; empty for any of the kind.
    pub model: String,
    /// The codes of the faults it is about.
    pub faults: Vec<String>,
    /// Its title.
    pub title: Phrase,
    /// How it begins.
    pub excerpt: Phrase,
}

/// A document whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// What stands in a list.
    #[serde(flatten)]
    pub head: HitView,
    /// What it says, in order.
    pub sections: Vec<SectionView>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionView {
    /// Its heading.
    pub heading: Phrase,
    /// What it says.
    pub text: Phrase,
}

impl LibraryView {
    /// What was found.
    #[must_use]
    pub fn of(found: &Found, kinds: &Kinds) -> Self {
        Self {
            hits: found
                .documents
                .iter()
                .map(|document| HitView::of(document, kinds))
                .collect(),
            more: found.more,
        }
    }
}

impl HitView {
    fn of(document: &Document, kinds: &Kinds) -> Self {
        let begun = |text: &str| text.chars().take(EXCERPT).collect();
        let first = document.sections.first();
        Self {
            document: document.code.clone(),
            genre: Words::of(document.genre.code(), document.genre.words()),
            kind: kinds.words(&document.kind),
            model: document.model.clone(),
            faults: document.faults.iter().cloned().collect(),
            title: document.title.clone(),
            excerpt: first.map_or_else(Phrase::default, |section| Phrase {
                zh: begun(&section.text.zh),
                en: begun(&section.text.en),
            }),
        }
    }
}

impl DocumentView {
    /// A document whole.
    #[must_use]
    pub fn of(document: &Document, kinds: &Kinds) -> Self {
        Self {
            head: HitView::of(document, kinds),
            sections: document
                .sections
                .iter()
                .map(|section| SectionView {
                    heading: section.heading.clone(),
                    text: section.text.clone(),
                })
                .collect(),
        }
    }
}
