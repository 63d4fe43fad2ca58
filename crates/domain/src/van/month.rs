//! A calendar month, `2026-11`.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, FixedOffset};
use serde::{Deserialize, Serialize};

/// Why a text is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as year and month, like 2026-11")]
pub struct BadMonth;

/// A calendar month where the technician is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// The month of a moment, in the offset it was seen in. A clock far out of its mind gives the nearest that can be
    /// written.
    #[must_use]
    pub fn of(moment: DateTime<FixedOffset>) -> Self {
        Self {
            year: u16::try_from(moment.year().clamp(0, 9_999)).unwrap_or(0),
            month: u8::try_from(moment.month()).unwrap_or(1),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let (year, month) = text.split_once('-').ok_or(BadMonth)?;
        let month = Self {
            year: year.parse().map_err(|_| BadMonth)?,
            month: month.parse().map_err(|_| BadMonth)?,
        };
        // One month has one spelling.
        let is_one = (1..=12).contains(&month.month) && month.to_string() == text;
        if is_one { Ok(month) } else { Err(BadMonth) }
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
