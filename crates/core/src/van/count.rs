//! `van.count`: somebody counted (盘点). What it is held against is derived, also after others' entries came.

use doorstep_domain::van::Movement;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::Error;

/// Somebody counted what is on the van.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The part's code.
    pub part: String,
    /// How many pieces there are.
    pub quantity: i64,
}

impl MovePieces for Count {
    fn movement(&self, _: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        Ok(Movement::Counted {
            part: self.part.clone(),
            quantity: self.quantity,
        })
    }
}
