//! Which of the pieces that we fitted are still in the unit.

use chrono::NaiveDate;

use super::{EarlierRecord, FittedPart, RemovedPart, UnitHistory};
use crate::cover::Term;

/// Pieces of a part that we fitted and that, as far as is known, nobody took out since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceInPlace {
    /// The number of the record on which they were fitted.
    pub number: String,
    /// The serial number; empty if they have none.
    pub serial: String,
    /// How many.
    pub pieces: i64,
    /// The day they were fitted.
    pub fitted_on: NaiveDate,
    /// Their own warranty in months.
    pub months: u32,
    /// Outsiders had opened the unit before they were fitted.
    pub unit_was_opened: bool,
}

impl PieceInPlace {
    /// Their term of warranty.
    #[must_use]
    pub const fn term(&self) -> Term {
        Term::new(self.fitted_on, self.months)
    }

    fn of(record: &EarlierRecord, fitted: &FittedPart) -> Self {
        Self {
            number: record.number.clone(),
            serial: fitted.serial.clone(),
            pieces: fitted.pieces,
            fitted_on: fitted.fitted_on,
            months: fitted.months,
            unit_was_opened: record.opened,
        }
    }
}

impl UnitHistory {
    /// The pieces of a part that are still in the unit, the oldest first. With the serial number of the piece that
    /// failed only that piece, and pieces of which no number was written down.
    #[must_use]
    pub fn in_place(&self, part: &str, failed_serial: &str) -> Vec<PieceInPlace> {
        let mut pieces: Vec<PieceInPlace> = Vec::new();
        for record in &self.earlier {
            for removed in record.removed.iter().filter(|removed| removed.part == part) {
                take_out(&mut pieces, removed);
            }
            let fitted = record.fitted.iter().filter(|fitted| fitted.part == part);
            pieces.extend(fitted.map(|fitted| PieceInPlace::of(record, fitted)));
        }
        let failed_serial = failed_serial.trim();
        pieces.retain(|piece| {
            failed_serial.is_empty()
                || piece.serial.is_empty()
                || piece.serial.eq_ignore_ascii_case(failed_serial)
        });
        pieces
    }
}

/// The piece with the number that was read, else the oldest ones. A number that is none of ours was a piece of
/// somebody else's, and ours stay in.
fn take_out(pieces: &mut Vec<PieceInPlace>, removed: &RemovedPart) {
    let numbered = !removed.serial.is_empty();
    let is_it = |piece: &PieceInPlace| {
        !numbered || piece.serial.is_empty() || piece.serial.eq_ignore_ascii_case(&removed.serial)
    };
    let mut left = removed.pieces;
    // First the piece of that very number, then what has none.
    for exact in [true, false] {
        for piece in pieces.iter_mut() {
            if is_it(piece) && (!exact || (numbered && !piece.serial.is_empty())) {
                let taken = left.min(piece.pieces);
                piece.pieces = piece.pieces.saturating_sub(taken);
                left = left.saturating_sub(taken);
            }
        }
    }
    pieces.retain(|piece| piece.pieces > 0);
}
