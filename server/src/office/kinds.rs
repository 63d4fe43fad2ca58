//! The names of the kinds of appliances, from the newest catalogue.

use std::collections::BTreeMap;

use maud::Markup;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Deserialize;

use super::{language::Language, told::told};

/// What the catalogue is called among the reference data.
const CATALOGUE: &str = "catalogue";

/// Kinds by their codes; empty as long as there is no catalogue.
pub(super) struct Kinds(BTreeMap<String, Kind>);

#[derive(Deserialize)]
struct Catalogue {
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
    name_zh: String,
    name_en: String,
}

impl Kinds {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let newest: Option<Vec<u8>> = connection
            .prepare_cached(
                "SELECT bytes FROM reference WHERE name = ?1 ORDER BY version DESC LIMIT 1",
            )?
            .query_row([CATALOGUE], |row| row.get(0))
            .optional()?;
        // A catalogue that cannot be read leaves the codes, which are words enough.
        let catalogue = newest.and_then(|bytes| serde_json::from_slice::<Catalogue>(&bytes).ok());
        let kinds = catalogue.into_iter().flat_map(|catalogue| catalogue.kinds);
        Ok(Self(
            kinds.map(|kind| (kind.kind.clone(), kind)).collect(),
        ))
    }

    /// The kind's name; for an unknown code the code.
    pub(super) fn name(&self, language: Language, code: &str) -> Markup {
        let kind = self.0.get(code);
        told(kind.map_or(code, |kind| language.say(&kind.name_zh, &kind.name_en)))
    }
}
