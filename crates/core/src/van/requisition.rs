//! `van.requisition`: pieces are asked of the store (领料单).

use doorstep_domain::van::Movement;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::Error;

/// Pieces are asked of the store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requisition {
    /// The part's code.
    pub part: String,
    /// How many pieces.
    pub quantity: i64,
    /// What for.
    #[serde(default)]
    pub note: String,
}

impl MovePieces for Requisition {
    const ASKS_CATALOGUE: bool = true;

    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        Ok(Movement::Requisitioned {
            pieces: situation.pieces(&self.part, "", self.quantity),
            note: self.note.clone(),
        })
    }
}
