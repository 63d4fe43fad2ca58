//! `van.return_new`: new pieces go back to the store, which confirms them.

use doorstep_domain::van::Movement;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::Error;

/// New pieces go back to the store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnNew {
    /// The part's code.
    pub part: String,
    /// How many pieces.
    pub quantity: i64,
    /// The serial number, where the part has one.
    #[serde(default)]
    pub serial: String,
}

impl MovePieces for ReturnNew {
    const ASKS_CATALOGUE: bool = true;

    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        Ok(Movement::ReturnedNew {
            pieces: situation.pieces(&self.part, &self.serial, self.quantity),
        })
    }
}
