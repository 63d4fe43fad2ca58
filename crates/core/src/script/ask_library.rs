//! Lines that read the library: manuals and hard cases.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    answer::{NotDone, as_json},
    schema,
};
use crate::{Device, library::LibraryQuery, views::LibraryView};
use doorstep_domain::library::Genre;

/// How many documents a page has when nobody says.
const HITS_USUAL: u32 = 20;
/// How many documents a page has at most.
const HITS_MAX: u32 = 200;

/// The documents in which every word is found, in either language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskLibrary {
    /// The words; left out, all documents.
    #[serde(default)]
    pub text: String,
    /// Only of this kind of appliance.
    #[serde(default)]
    pub kind: String,
    /// Only what fits this model: about it, or about any of its kind.
    #[serde(default)]
    pub model: String,
    /// Only about this fault.
    #[serde(default)]
    pub fault: String,
    /// Only manuals, or only hard cases.
    #[serde(default)]
    #[schemars(schema_with = "schema::genre")]
    pub genre: Option<Genre>,
    /// Documents at most, up to 200.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskDocument {
    /// Its code.
    pub document: String,
}

pub(super) fn search(device: &Device, ask: AskLibrary) -> Result<Value, NotDone> {
    let limit = ask.limit.unwrap_or(HITS_USUAL).min(HITS_MAX);
    let found = device.search_library(&LibraryQuery {
        text: ask.text,
        kind: ask.kind,
        model: ask.model,
        fault: ask.fault,
        genre: ask.genre,
        limit,
    })?;
    Ok(as_json(&LibraryView::of(&found, &device.kinds()?)))
}

pub(super) fn show(device: &Device, ask: AskDocument) -> Result<Value, NotDone> {
    Ok(as_json(&device.library_document(&ask.document)?))
}
