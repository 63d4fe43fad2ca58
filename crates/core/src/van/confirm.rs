//! `van.confirm`: the technician has in hand what the store issued to him.

use doorstep_domain::{ids::EntryId, van::Movement};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::{Error, records::UseCaseError};

/// An issue is confirmed, with what there really was.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// The entry.
    #[schemars(with = "String")]
    pub entry: EntryId,
    /// How many pieces there were; left out, as many as were issued.
    #[serde(default)]
    pub quantity: Option<i64>,
}

impl MovePieces for Confirm {
    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        let Movement::Issued { pieces, .. } = &situation.entry(self.entry)?.what else {
            return Err(UseCaseError::NoSuchMovement.into());
        };
        Ok(Movement::Confirmed {
            entry: self.entry,
            quantity: self.quantity.unwrap_or(pieces.quantity),
        })
    }
}
