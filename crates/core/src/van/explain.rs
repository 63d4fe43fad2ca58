//! `van.explain`: why a count differs. From here on the stock is as counted; the pieces stay listed with the reason.

use doorstep_domain::{
    ids::EntryId,
    van::{Cause, Known, Month, Movement, balance},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MovePieces, VanSituation};
use crate::{Error, records::UseCaseError};

/// The difference of a count is explained.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainDifference {
    /// The count's entry.
    #[schemars(with = "String")]
    pub count: EntryId,
    /// How many of the pieces it explains, negative where they lack; left out, all of the difference.
    #[serde(default)]
    pub quantity: Option<i64>,
    /// Why.
    pub reason: String,
}

impl MovePieces for ExplainDifference {
    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error> {
        let Movement::Counted { part, .. } = &situation.entry(self.count)?.what else {
            return Err(UseCaseError::NoSuchMovement.into());
        };
        let known = Known {
            vans: situation.vans.iter().collect(),
            ..Known::default()
        };
        let month = Month::of(situation.scope.now());
        let balance = balance(situation.scope.person(), month, &known);
        let differs = balance.findings.iter().find(|finding| {
            finding.cause == Cause::CountedOtherwise && finding.entry == Some(self.count)
        });
        let difference = differs.ok_or(UseCaseError::NoDifference)?.pieces;
        Ok(Movement::DifferenceExplained {
            count: self.count,
            part: part.clone(),
            quantity: self.quantity.unwrap_or(difference),
            reason: self.reason.clone(),
        })
    }
}
