//! Money as integer minor units with its currency. There is no float and no silent overflow.

use std::fmt;

use doorstep_words::{Phrase, trade::quote as words};
use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code. The trade's price lists are in `CNY`; the other is for tests of mixing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// Renminbi; the minor unit is the fen (分), a hundredth of a yuan.
    #[serde(rename = "CNY")]
    Cny,
    /// Hong Kong dollar; the minor unit is the cent.
    #[serde(rename = "HKD")]
    Hkd,
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Hkd => "HKD",
        }
    }

    /// The sign that stands before an amount.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Cny => "¥",
            Self::Hkd => "HK$",
        }
    }
}

/// An amount in minor units (fen, cents) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Hundredths of the currency's unit; may be negative in a difference, never in a price.
    pub minor: i64,
    /// The currency that the minor units are of.
    pub currency: Currency,
}

/// Why two amounts could not be taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// The sum or product does not fit into 64 bits.
    TooLarge,
    /// Amounts of two currencies are never added.
    CurrenciesDiffer,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().english)
    }
}

impl std::error::Error for MoneyError {}

impl MoneyError {
    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::TooLarge => words::money::TOO_LARGE,
            Self::CurrenciesDiffer => words::money::CURRENCIES_DIFFER,
        }
    }
}

impl Money {
    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError`] when the currencies differ or the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer);
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The amount of `quantity` pieces at this price.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] when the product does not fit.
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        let minor = self
            .minor
            .checked_mul(quantity)
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }
}

/// Minor units of an amount as people type it: `500`, `499.5`, `-499.50`; never through a float. Nothing where it is none.
#[must_use]
pub fn minor_typed(text: &str) -> Option<i64> {
    let (is_negative, amount) = text
        .strip_prefix('-')
        .map_or((false, text), |amount| (true, amount));
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    let minor = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part)?;
    Some(if is_negative { -minor } else { minor })
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(
            f,
            "{minus}{}{}.{:02}",
            self.currency.sign(),
            minor / 100,
            minor % 100
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn yuan(minor: i64) -> Money {
        Money {
            minor,
            currency: Currency::Cny,
        }
    }

    #[test]
    fn amounts_are_read_to_the_minor_unit() {
        for (text, expected) in [
            ("500", Some(50_000)),
            ("499.5", Some(49_950)),
            ("499.05", Some(49_905)),
            ("0.01", Some(1)),
            ("-5", Some(-500)),
            ("-0.07", Some(-7)),
            ("", None),
            ("-", None),
            ("--5", None),
            (".5", None),
            ("1.234", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(minor_typed(text), expected, "{text}");
        }
    }

    #[test]
    fn amounts_are_shown_with_two_digits() {
        assert_eq!(yuan(123_405).to_string(), "¥1234.05");
        assert_eq!(yuan(-7).to_string(), "-¥0.07");
        assert_eq!(yuan(i64::MIN).to_string(), "-¥92233720368547758.08");
    }

    #[test]
    fn an_amount_never_wraps_and_currencies_never_mix() {
        assert_eq!(yuan(i64::MAX).plus(yuan(1)), Err(MoneyError::TooLarge));
        assert_eq!(yuan(i64::MAX).times(2), Err(MoneyError::TooLarge));
        let dollars = Money {
            minor: 1,
            currency: Currency::Hkd,
        };
        assert_eq!(yuan(1).plus(dollars), Err(MoneyError::CurrenciesDiffer));
        assert_eq!(yuan(1250).times(3), Ok(yuan(3750)));
    }
}
