//! `part.fit`: a part of the accepted quote was fitted. Where it came from the technician's van it leaves that too.

use doorstep_domain::{
    quote::{LineKind, Quotes},
    record::What,
    van::{Movement, PartSource, Pieces},
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    catalogue::FITTED_PART_MONTHS,
    records::{RecordName, Situation, UseCase, UseCaseError},
    script::schema,
};

/// A part was fitted. Its name is the one in the accepted quote, its warranty the catalogue's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FitPart {
    /// The record.
    pub record: RecordName,
    /// The part's code.
    pub part: String,
    /// Its serial number, where it has one.
    #[serde(default)]
    pub serial: String,
    /// How many pieces.
    #[serde(default = "one")]
    pub quantity: i64,
    /// Where it came from: `van` unless said otherwise, `customer`, `store`.
    #[serde(default)]
    #[schemars(schema_with = "schema::part_source")]
    pub source: PartSource,
}

/// One piece is what is fitted unless said otherwise.
pub(super) const fn one() -> i64 {
    1
}

impl UseCase for FitPart {
    const ASKS_CATALOGUE: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let row = situation.catalogue.part(&self.part);
        let has_serial = row.is_some_and(|row| row.has_serial);
        if has_serial && (self.serial.trim().is_empty() || self.quantity != 1) {
            return Err(UseCaseError::SerialNeeded.into());
        }
        // A part that no accepted quote names is refused below, whatever its name.
        let name = quoted_name(situation, &self.part).unwrap_or_else(|| self.part.clone());
        let what = What::PartFitted {
            part: self.part.clone(),
            name: name.clone(),
            serial: self.serial.clone(),
            quantity: self.quantity,
            warranty_months: row.map_or(FITTED_PART_MONTHS, |row| row.warranty_months),
        };
        let pieces = Pieces {
            part: self.part.clone(),
            name,
            quantity: self.quantity,
            serial: self.serial.clone(),
        };
        let (edits, entry) = situation.happened_as(what)?;
        // The other half, in the same transaction.
        situation.scope.move_in_van(Movement::Fitted {
            pieces,
            source: self.source,
            record: situation.record.id,
            entry,
        });
        Ok(edits)
    }
}

/// The part's name as the customer read it in the accepted quote.
pub(super) fn quoted_name(situation: &Situation<'_, '_>, part: &str) -> Option<String> {
    let accepted = Quotes::of(situation.record).accepted();
    let mut lines = accepted.iter().flat_map(|accepted| accepted.bill.lines);
    let line = lines.find(|line| line.kind == LineKind::Part && line.code == part);
    line.map(|line| line.name.clone())
}
