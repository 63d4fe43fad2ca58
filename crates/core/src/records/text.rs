//! `record.text`: a text is typed into.

use doorstep_domain::record::TextName;
use doorstep_replica::{Edit, TextEdit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase, UseCaseError};
use crate::{Error, script::schema};

/// Types into a text: exactly one of `rewrite`, `append` and `splice`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeText {
    /// The record.
    pub record: RecordName,
    /// Which text.
    #[schemars(schema_with = "schema::text_name")]
    pub text: TextName,
    /// The text reads so afterwards; what a colleague typed elsewhere in it meanwhile stays.
    #[serde(default)]
    pub rewrite: Option<String>,
    /// Typed at the end, on a line of its own.
    #[serde(default)]
    pub append: Option<String>,
    /// Typed at a place.
    #[serde(default)]
    pub splice: Option<Splice>,
}

/// At a place some characters are erased and others typed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Splice {
    /// Characters before the place.
    pub at: usize,
    /// Characters erased.
    #[serde(default)]
    pub erase: usize,
    /// What is typed.
    #[serde(default)]
    pub typed: String,
}

impl UseCase for TypeText {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, _: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let edit = match (&self.rewrite, &self.append, &self.splice) {
            (Some(words), None, None) => TextEdit::Rewrite(words.clone()),
            (None, Some(words), None) => TextEdit::Append(words.clone()),
            (None, None, Some(splice)) => TextEdit::Splice {
                at: splice.at,
                erase: splice.erase,
                typed: splice.typed.clone(),
            },
            _ => return Err(UseCaseError::OneOf("rewrite, append, splice").into()),
        };
        Ok(vec![Edit::Text(self.text, edit)])
    }
}
