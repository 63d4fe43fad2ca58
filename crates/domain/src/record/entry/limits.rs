//! The limits of a test sheet's item, and whether what was read off lies between them.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{
    BadEntry, TestItem,
    check::{is_decimal, short},
};

/// Limits of an item of the full-function test, both inclusive, as they stand on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The item's code on the sheet.
    pub item: String,
    /// The version of the reference data that the sheet is from.
    pub catalogue_version: i64,
    /// The unit; empty where it is a plain number.
    pub unit: String,
    /// The least value in order, as decimal text; empty for none.
    pub minimum: String,
    /// The greatest value in order, as decimal text; empty for none.
    pub maximum: String,
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        short("test item", &self.item)?;
        short("test limits", &self.unit)?;
        let bounds = [&self.minimum, &self.maximum];
        if bounds
            .into_iter()
            .all(|bound| bound.is_empty() || is_decimal(bound))
        {
            Ok(())
        } else {
            Err(BadEntry::Range("test limits"))
        }
    }

    /// Whether a result lies within: the number at its beginning, then nothing or the unit. Nothing where that cannot be
    /// told, because there is no number or it is in another unit.
    #[must_use]
    pub fn hold(&self, result: &str) -> Option<bool> {
        let result = result.trim();
        let end = result
            .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, '.' | '-')))
            .unwrap_or(result.len());
        let (number, unit) = result.split_at_checked(end)?;
        let unit = unit.trim();
        if !is_decimal(number) || !(unit.is_empty() || unit == self.unit) {
            return None;
        }
        let below = !self.minimum.is_empty() && compare(number, &self.minimum)? == Ordering::Less;
        let above =
            !self.maximum.is_empty() && compare(number, &self.maximum)? == Ordering::Greater;
        Some(!below && !above)
    }

    /// As a person reads them, `2.0–8.0 °C`, `≤ 45 dB(A)`; empty where there are none.
    #[must_use]
    pub fn words(&self) -> String {
        let bounds = match (self.minimum.as_str(), self.maximum.as_str()) {
            ("", "") => return String::new(),
            (minimum, "") => format!("≥ {minimum}"),
            ("", maximum) => format!("≤ {maximum}"),
            (minimum, maximum) => format!("{minimum} … {maximum}"),
        };
        // The unit of a plain count is 1, which nobody writes.
        match self.unit.as_str() {
            "" | "1" => bounds,
            unit => format!("{bounds} {unit}"),
        }
    }
}

impl TestItem {
    /// Whether the result lies within the limits of the test sheet; nothing where there are none or it cannot be told.
    #[must_use]
    pub fn is_within(&self) -> Option<bool> {
        self.limits.as_ref()?.hold(&self.result)
    }
}

/// Compares two decimal numbers in text exactly, without floats; nothing where one is none.
fn compare(one: &str, other: &str) -> Option<Ordering> {
    let scaled = |text: &str| -> Option<i128> {
        if !is_decimal(text) {
            return None;
        }
        let negative = text.starts_with('-');
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        // At most 15 digits on each side of the point.
        let value: i128 = format!("{whole}{fraction:0<15}").parse().ok()?;
        Some(if negative { -value } else { value })
    };
    Some(scaled(one)?.cmp(&scaled(other)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_lies_within_its_limits_or_outside_or_nobody_can_tell() {
        // result, unit, minimum, maximum
        for (result, unit, minimum, maximum, expected) in [
            ("4.5 °C", "°C", "2.0", "8.0", Some(true)),
            ("4.5°C", "°C", "2.0", "8.0", Some(true)),
            ("4.5", "°C", "2.0", "8.0", Some(true)),
            ("2.0", "°C", "2.0", "8.0", Some(true)),
            ("8.00", "°C", "2.0", "8.0", Some(true)),
            ("8.01 °C", "°C", "2.0", "8.0", Some(false)),
            ("1.99 °C", "°C", "2.0", "8.0", Some(false)),
            ("-18 °C", "°C", "-24.0", "-16.0", Some(true)),
            ("-24.1 °C", "°C", "-24.0", "-16.0", Some(false)),
            ("-15.9 °C", "°C", "-24.0", "-16.0", Some(false)),
            ("44 dB(A)", "dB(A)", "", "45", Some(true)),
            ("45.1 dB(A)", "dB(A)", "", "45", Some(false)),
            ("2 MΩ", "MΩ", "2.0", "", Some(true)),
            ("1.9 MΩ", "MΩ", "2.0", "", Some(false)),
            ("10", "s", "9", "11", Some(true)),
            // Another unit, no number, words: a person judges.
            ("4500 mA", "A", "2.0", "8.0", None),
            ("正常", "°C", "2.0", "8.0", None),
            ("", "°C", "2.0", "8.0", None),
            ("4.5.6", "°C", "2.0", "8.0", None),
            ("约 4 °C", "°C", "2.0", "8.0", None),
        ] {
            let limits = Limits {
                item: "item".into(),
                catalogue_version: 1,
                unit: unit.into(),
                minimum: minimum.into(),
                maximum: maximum.into(),
            };
            assert_eq!(
                limits.hold(result),
                expected,
                "{result} {minimum} {maximum}"
            );
        }
    }
}
