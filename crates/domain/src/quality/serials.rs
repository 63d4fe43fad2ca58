//! Which serial numbers belong to a batch.

use crate::unit_history::unit_key;

/// The longest serial number of a batch, in characters.
pub const SERIAL_CHARACTERS_MAX: usize = 40;

/// The serial numbers of a batch, as [`unit_key`] writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serials {
    /// From the first to the last, both among them: numbers of one length, in the order of their characters.
    Range {
        /// The first.
        first: String,
        /// The last.
        last: String,
    },
    /// All that begin with this.
    Prefix(String),
}

/// Why serial numbers describe no batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSerials {
    /// The first, or the prefix, is empty, too long, or has other characters than letters, digits and `-`.
    #[error("the first serial number cannot be used")]
    First,
    /// The last is not of the first one's length, lies before it, or has characters that no serial number has.
    #[error("the last serial number cannot be used")]
    Last,
}

impl Serials {
    /// Those from the first to the last; those that begin with the first, if there is no last.
    ///
    /// # Errors
    /// [`BadSerials`].
    pub fn new(first: &str, last: &str) -> Result<Self, BadSerials> {
        let (first, last) = (unit_key(first), unit_key(last));
        let is_plain = |serial: &str| {
            let mut bytes = serial.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if first.is_empty() || first.len() > SERIAL_CHARACTERS_MAX || !is_plain(&first) {
            return Err(BadSerials::First);
        }
        if last.is_empty() {
            return Ok(Self::Prefix(first));
        }
        if last.len() != first.len() || last < first || !is_plain(&last) {
            return Err(BadSerials::Last);
        }
        Ok(Self::Range { first, last })
    }

    /// Whether a serial number, as [`unit_key`] writes it, is among them.
    #[must_use]
    pub fn hold(&self, serial: &str) -> bool {
        match self {
            Self::Range { first, last } => {
                serial.len() == first.len() && (first.as_str()..=last.as_str()).contains(&serial)
            }
            Self::Prefix(prefix) => serial.starts_with(prefix.as_str()),
        }
    }

    /// Whether a serial number could be among both.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Range { first, last },
                Self::Range {
                    first: from,
                    last: to,
                },
            ) => first.len() == from.len() && first <= to && from <= last,
            (Self::Prefix(one), Self::Prefix(two)) => one.starts_with(two) || two.starts_with(one),
            (Self::Range { first, last }, Self::Prefix(prefix))
            | (Self::Prefix(prefix), Self::Range { first, last }) => {
                let beginning = |serial: &'_ str| serial.get(..prefix.len()).map(str::to_owned);
                match (beginning(first), beginning(last)) {
                    (Some(first), Some(last)) => (first..=last).contains(prefix),
                    // The prefix is longer than the numbers of the range.
                    _ => false,
                }
            }
        }
    }

    /// The first serial number, or the prefix.
    #[must_use]
    pub fn first(&self) -> &str {
        match self {
            Self::Range { first, .. } | Self::Prefix(first) => first,
        }
    }

    /// The last serial number; none for a prefix.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        match self {
            Self::Range { last, .. } => Some(last),
            Self::Prefix(_) => None,
        }
    }
}
