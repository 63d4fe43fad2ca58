//! Record numbers (维修单号) that the office allots: of the same form as those of its devices, with the office's own
//! device number, 0.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::IntakeError;
use crate::environment::Environment;

/// Crockford's: no I, L, O, U, which are misread on a printed copy.
const DIGITS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// Numbers of one import: `261122-0K3Q-1`, `261122-0K3Q-2`, and so on. The three characters are drawn; a restored
/// server, which has forgotten the numbers of its lost hours, goes on with others.
pub(super) struct Series {
    prefix: String,
    counter: u64,
}

impl Series {
    /// Draws a series that no record of the database is numbered in yet.
    pub(super) fn draw(
        connection: &Connection,
        environment: &Environment,
        date: NaiveDate,
    ) -> Result<Self, IntakeError> {
        loop {
            let random: [u8; 3] = environment.draw()?;
            let code: String = random
                .into_iter()
                .filter_map(|byte| DIGITS.get(usize::from(byte) % 32))
                .collect();
            let prefix = format!("{}-0{code}-", date.format("%y%m%d"));
            let is_taken: bool = connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM record_row WHERE number >= ?1 AND number < ?1 || ':')")?
                .query_row(params![prefix], |row| row.get(0))?;
            if !is_taken {
                return Ok(Self { prefix, counter: 0 });
            }
        }
    }

    /// The next number.
    pub(super) fn next(&mut self) -> String {
        self.counter += 1;
        format!("{}{}", self.prefix, self.counter)
    }
}
