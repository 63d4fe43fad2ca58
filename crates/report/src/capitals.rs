//! Amounts in Chinese capitals (大写), as bills and receipts write them so that no stroke can be added.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// Places within a group of four, from the left.
const PLACES: [&str; 4] = ["仟", "佰", "拾", ""];

/// An amount of hundredths in capitals, without the currency's name: `12800` is `壹佰贰拾捌元整`.
///
/// After the central bank's rules for filling in bills (支付结算办法, annex 1): 整 ends an amount without fen, 零 stands
/// for zeros between digits, once for each run of them. A difference below zero begins with 负.
#[must_use]
pub fn capitals(minor: i64) -> String {
    let magnitude = minor.unsigned_abs();
    let (yuan, jiao, fen) = (magnitude / 100, magnitude / 10 % 10, magnitude % 10);
    let mut words = String::from(if minor < 0 { "负" } else { "" });
    if yuan > 0 || magnitude == 0 {
        words.push_str(&whole(yuan));
        words.push('元');
    }
    if jiao > 0 {
        words.push(digit(jiao));
        words.push('角');
    }
    if fen > 0 {
        if jiao == 0 && yuan > 0 {
            words.push('零');
        }
        words.push(digit(fen));
        words.push('分');
    } else {
        words.push('整');
    }
    words
}

fn digit(value: u64) -> char {
    usize::try_from(value)
        .ok()
        .and_then(|place| DIGITS.get(place).copied())
        .unwrap_or('零')
}

/// A whole number in capitals, in groups of four digits: 亿, 万 and the rest; beyond 亿 the groups begin anew.
fn whole(number: u64) -> String {
    const YI: u64 = 100_000_000;
    if number == 0 {
        return "零".to_owned();
    }
    let mut words = String::new();
    if number >= YI {
        words.push_str(&whole(number / YI));
        words.push('亿');
    }
    let mut gap = false;
    for (group, unit) in [(number % YI / 10_000, "万"), (number % 10_000, "")] {
        if group == 0 {
            gap = true;
            continue;
        }
        // A zero is spoken where one stands between this group and the digits before it.
        if !words.is_empty() && (gap || group < 1_000) {
            words.push('零');
        }
        words.push_str(&four(group));
        words.push_str(unit);
        gap = false;
    }
    words
}

/// 1 to 9 999 in capitals.
fn four(group: u64) -> String {
    let mut words = String::new();
    let mut gap = false;
    for (place, divisor) in PLACES.into_iter().zip([1_000, 100, 10, 1]) {
        match group / divisor % 10 {
            0 => gap = !words.is_empty(),
            value => {
                if gap {
                    words.push('零');
                }
                words.push(digit(value));
                words.push_str(place);
                gap = false;
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_a_bill() {
        for (minor, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (15, "壹角伍分"),
            (100, "壹元整"),
            (12_800, "壹佰贰拾捌元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_000_000, "壹万元整"),
            (1_000_100, "壹万零壹元整"),
            (1_010_000, "壹万零壹佰元整"),
            (1_000_000_000, "壹仟万元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_010_000_000, "壹亿零壹拾万元整"),
            (1_001_000_100_000, "壹佰亿壹仟万壹仟元整"),
            (-7, "负柒分"),
            (-12_800, "负壹佰贰拾捌元整"),
        ] {
            assert_eq!(capitals(minor), words, "{minor}");
        }
    }

    #[test]
    fn the_largest_amount_has_words_too() {
        assert_eq!(
            capitals(i64::MAX),
            "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"
        );
        assert!(capitals(i64::MIN).starts_with("负玖亿"));
    }

    #[test]
    fn no_two_amounts_have_the_same_words_and_no_zero_is_said_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for minor in (0..3_000_000).step_by(7).chain(99_990..200_200) {
            let words = capitals(minor);
            assert!(!words.contains("零零"), "{minor}: {words}");
            seen.insert(words);
        }
        let given: std::collections::BTreeSet<i64> =
            (0..3_000_000).step_by(7).chain(99_990..200_200).collect();
        assert_eq!(seen.len(), given.len());
    }
}
