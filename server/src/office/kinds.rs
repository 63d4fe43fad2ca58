//! The names of the kinds of appliances, from the newest catalogue.

use std::collections::BTreeMap;

use doorstep_domain::catalogue::Name;
use doorstep_words::Language;
use maud::Markup;
use rusqlite::Connection;

use super::{form::Choice, told::told};
use crate::{
    api_error::ApiError,
    catalogue::{CatalogueError, newest},
};

/// Kinds by their codes; empty as long as there is no catalogue.
pub(super) struct Kinds(BTreeMap<String, Name>);

impl Kinds {
    pub(super) fn read(connection: &Connection) -> Result<Self, ApiError> {
        let catalogue = match newest(connection) {
            Ok(catalogue) => catalogue,
            // Of a newer form: the codes are words enough.
            Err(CatalogueError::Json(_)) => None,
            Err(other) => return Err(ApiError::internal(other)),
        };
        let kinds = catalogue
            .into_iter()
            .flat_map(|catalogue| catalogue.kinds.into_values());
        Ok(Self(kinds.map(|kind| (kind.kind, kind.name)).collect()))
    }

    /// Their codes, in order; empty as long as there is no catalogue.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is no catalogue yet.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, to choose from.
    pub(super) fn choices(&self, language: Language) -> Vec<Choice> {
        let kinds = self.0.keys().map(|code| Choice {
            value: code.clone(),
            words: self.name(language, code),
        });
        kinds.collect()
    }

    /// The kind's name in plain words; nothing for an unknown code.
    pub(super) fn words(&self, language: Language, code: &str) -> Option<&str> {
        let name = self.0.get(code)?;
        Some(language.pick(&name.chinese, &name.english))
    }

    /// The kind's name; for an unknown code the code.
    pub(super) fn name(&self, language: Language, code: &str) -> Markup {
        let name = self.0.get(code);
        told(name.map_or(code, |name| language.pick(&name.chinese, &name.english)))
    }
}
