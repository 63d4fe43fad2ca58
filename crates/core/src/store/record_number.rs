//! Record numbers (维修单号) that are allotted without a network.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::settings::{self, name};
use crate::{Environment, Error, RandomError};

/// Crockford's: no I, L, O, U, which are misread on a printed copy.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Three characters for this start of the program. A file that was restored or copied goes on with the counter it
/// woke up with; that it draws other characters keeps its numbers apart.
pub(crate) fn draw_code(environment: &Environment) -> Result<String, RandomError> {
    let random: [u8; 3] = environment.draw()?;
    Ok(random
        .into_iter()
        .map(|byte| digit(u64::from(byte)))
        .collect())
}

/// `261122-7K3Q-12`: the date; the device's number in base 32 and the characters of this start; the counter, which is
/// never set back.
pub(crate) fn allot(
    connection: &Connection,
    date: NaiveDate,
    device: u64,
    code: &str,
) -> Result<String, Error> {
    let last: Option<i64> = settings::get(connection, name::NUMBER_COUNTER)?;
    let counter = last.unwrap_or(0).saturating_add(1);
    settings::set(connection, name::NUMBER_COUNTER, counter)?;
    Ok(format!(
        "{}-{}{code}-{counter}",
        date.format("%y%m%d"),
        base_32(device)
    ))
}

fn base_32(number: u64) -> String {
    let mut digits = vec![digit(number)];
    let mut rest = number / 32;
    while rest > 0 {
        digits.push(digit(rest));
        rest /= 32;
    }
    digits.into_iter().rev().collect()
}

fn digit(value: u64) -> char {
    usize::try_from(value % 32)
        .ok()
        .and_then(|place| DIGITS.get(place))
        .map_or('0', |digit| char::from(*digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_devices_number_is_written_short() {
        assert_eq!(base_32(0), "0");
        assert_eq!(base_32(31), "Z");
        assert_eq!(base_32(32), "10");
        assert_eq!(base_32(1_000), "Z8");
    }
}
