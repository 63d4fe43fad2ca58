//! `van.hand_over`: pieces go to a colleague. Its number, which he takes them over by, is derived from the entry.

use doorstep_domain::{ids::PersonId, van::Movement};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::Error;

/// Pieces go to a colleague.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The part's code.
    pub part: String,
    /// How many pieces.
    pub quantity: i64,
    /// The serial number, where the part has one.
    #[serde(default)]
    pub serial: String,
    /// The colleague's person code.
    pub to: String,
}

impl MovePieces for HandOver {
    const ASKS_CATALOGUE: bool = true;

    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        Ok(Movement::HandedOver {
            pieces: situation.pieces(&self.part, &self.serial, self.quantity),
            to: PersonId(self.to.clone()),
        })
    }
}
