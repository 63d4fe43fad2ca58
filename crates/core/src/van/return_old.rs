//! `van.return_old`: an old part goes back to the store (以旧换新), matched with the entry that took it out.

use doorstep_domain::{
    ids::EntryId,
    van::{Movement, Pieces},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::{Error, records::UseCaseError};

/// An old part goes back to the store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnOld {
    /// The record's entry that took it out, as `van.old_parts` lists it.
    #[schemars(with = "String")]
    pub removal: EntryId,
    /// The serial number on the piece itself; left out, the one that was taken out.
    #[serde(default)]
    pub serial: Option<String>,
    /// How many pieces; left out, all that were taken out.
    #[serde(default)]
    pub quantity: Option<i64>,
}

impl MovePieces for ReturnOld {
    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        let mut entries = situation.vans.iter().flat_map(|van| van.entries.values());
        let removed = entries.find_map(|reading| match &reading.entry.what {
            Movement::Removed { pieces, entry, .. } if *entry == self.removal => Some(pieces),
            _ => None,
        });
        let removed = removed.ok_or(UseCaseError::NoSuchMovement)?;
        Ok(Movement::ReturnedOld {
            pieces: Pieces {
                serial: self
                    .serial
                    .clone()
                    .unwrap_or_else(|| removed.serial.clone()),
                quantity: self.quantity.unwrap_or(removed.quantity),
                ..removed.clone()
            },
            removal: self.removal,
        })
    }
}
