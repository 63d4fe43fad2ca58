//! `part.remove`: an old part was taken out; it is kept and goes back to the store.

use doorstep_domain::{
    record::{Field, What},
    van::{Movement, Pieces},
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::fit::{one, quoted_name};
use crate::{
    Error,
    records::{RecordName, Situation, UseCase, UseCaseError},
};

/// An old part was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovePart {
    /// The record.
    pub record: RecordName,
    /// The part's code: that of the part that replaces it.
    pub part: String,
    /// Its name; left out, the catalogue's or the accepted quote's.
    #[serde(default)]
    pub name: Option<String>,
    /// Its serial number, where it has one and it can be read.
    #[serde(default)]
    pub serial: String,
    /// How many pieces.
    #[serde(default = "one")]
    pub quantity: i64,
    /// It is kept for the store (以旧换新), as it is unless said otherwise.
    #[serde(default = "kept")]
    pub kept_for_store: bool,
}

const fn kept() -> bool {
    true
}

impl UseCase for RemovePart {
    const ASKS_CATALOGUE: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let language = situation.record.words(Field::Language);
        let row = situation.catalogue.part(&self.part);
        let name = self
            .name
            .clone()
            .or_else(|| row.map(|row| row.name.in_language(language).to_owned()))
            .or_else(|| quoted_name(situation, &self.part))
            .ok_or(UseCaseError::UnknownCode)?;
        let pieces = Pieces {
            part: self.part.clone(),
            name: name.clone(),
            quantity: self.quantity,
            serial: self.serial.clone(),
        };
        let (edits, entry) = situation.happened_as(What::PartRemoved {
            part: self.part.clone(),
            name,
            serial: self.serial.clone(),
            quantity: self.quantity,
            kept_for_store: self.kept_for_store,
        })?;
        if self.kept_for_store {
            // From now on it is owed to the store.
            situation.scope.move_in_van(Movement::Removed {
                pieces,
                record: situation.record.id,
                entry,
            });
        }
        Ok(edits)
    }
}
