//! `van.take_over`: pieces come from a colleague, by the number on his screen.

use doorstep_domain::{ids::PersonId, van::Movement};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::Error;

/// Pieces come from a colleague.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// The number of the transfer, as the colleague's screen shows it.
    pub transfer: String,
    /// The colleague's person code.
    pub from: String,
    /// The part's code.
    pub part: String,
    /// How many pieces.
    pub quantity: i64,
    /// The serial number, where the part has one.
    #[serde(default)]
    pub serial: String,
}

impl MovePieces for TakeOver {
    const ASKS_CATALOGUE: bool = true;

    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        Ok(Movement::TakenOver {
            pieces: situation.pieces(&self.part, &self.serial, self.quantity),
            from: PersonId(self.from.clone()),
            transfer: self.transfer.trim().to_uppercase(),
        })
    }
}
