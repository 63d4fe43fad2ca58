//! Amounts as the copy prints them.

use crate::words;
use doorstep_domain::money::Currency;

/// The currency of a code, if the product knows it.
fn known(code: &str) -> Option<Currency> {
    [Currency::Cny, Currency::Hkd]
        .into_iter()
        .find(|currency| currency.code() == code)
}

/// An amount in digits, thousands apart: `¥1,234.05`. Of a currency that the product does not know, nobody here knows
/// how many minor units make one: the code and the minor units, as signed.
pub(crate) fn digits(minor: i64, currency: &str) -> String {
    let Some(currency) = known(currency) else {
        return format!("{currency} {minor}");
    };
    let magnitude = minor.unsigned_abs();
    let whole = (magnitude / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let minus = if minor < 0 { "-" } else { "" };
    format!("{minus}{}{grouped}.{:02}", currency.sign(), magnitude % 100)
}

/// An amount in Chinese capitals with the currency's name before it; none for a currency without a Chinese name here.
pub(crate) fn capitals(minor: i64, currency: &str) -> Option<String> {
    let name = match known(currency)? {
        Currency::Cny => words::CNY.chinese,
        Currency::Hkd => words::HKD.chinese,
    };
    Some(format!("{name}{}", crate::capitals::capitals(minor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_printed_with_thousands_apart() {
        for (minor, printed) in [
            (0, "¥0.00"),
            (-7, "-¥0.07"),
            (12_345, "¥123.45"),
            (123_405, "¥1,234.05"),
            (100_000_000, "¥1,000,000.00"),
            (i64::MIN, "-¥92,233,720,368,547,758.08"),
        ] {
            assert_eq!(digits(minor, "CNY"), printed);
        }
        assert_eq!(digits(5, "HKD"), "HK$0.05");
        assert_eq!(digits(1_234, "JPY"), "JPY 1234");
        assert_eq!(capitals(12_800, "CNY").unwrap(), "人民币壹佰贰拾捌元整");
        assert_eq!(capitals(1, "JPY"), None);
    }
}
