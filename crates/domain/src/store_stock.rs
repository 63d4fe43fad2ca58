//! The stock of a parts store (备件仓库): which parts are worth watching most, and how few pieces are too few.
//!
//! [`classes`] sorts parts into A, B and C by the value of what a year uses (ABC分类): few parts carry most of it.

use std::collections::BTreeMap;

use doorstep_words::trade::store_stock as words;
use serde::Serialize;

use crate::named::named;

/// Of a part of a common model at least so many pieces are kept (domain.md, "Times and rates to be measured").
pub const COMMON_MINIMUM_PIECES: i64 = 100;

/// Parts up to this share of the year's value, in percent, are A.
const A_PERCENT: i128 = 80;
/// Up to this share, B.
const B_PERCENT: i128 = 95;

/// How much of the year's value a part carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbcClass {
    /// One of the few that together make the first 80 %.
    A,
    /// One of those up to 95 %.
    B,
    /// One of the many others, and all that were not used.
    C,
}

named!(AbcClass {
    A "a" words::abc::A;
    B "b" words::abc::B;
    C "c" words::abc::C;
});

/// The classes of parts by the value of what a year used of each, in minor units of one currency. The part by which a
/// limit is passed still belongs to the better class; what has the same value goes by its code.
#[must_use]
pub fn classes(used: &BTreeMap<String, i64>) -> BTreeMap<String, AbcClass> {
    let all: i128 = used.values().map(|value| i128::from((*value).max(0))).sum();
    let mut by_value: Vec<(&String, i128)> = used
        .iter()
        .map(|(part, value)| (part, i128::from((*value).max(0))))
        .collect();
    by_value.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let mut before = 0;
    let class = |(part, value): (&String, i128)| {
        let class = if value == 0 {
            AbcClass::C
        } else if before * 100 < all * A_PERCENT {
            AbcClass::A
        } else if before * 100 < all * B_PERCENT {
            AbcClass::B
        } else {
            AbcClass::C
        };
        before += value;
        (part.clone(), class)
    };
    by_value.into_iter().map(class).collect()
}

/// How many pieces of a part are kept at least: what the store set, and of a common model's never fewer than
/// [`COMMON_MINIMUM_PIECES`].
#[must_use]
pub fn minimum(set: i64, is_common: bool) -> i64 {
    if is_common {
        set.max(COMMON_MINIMUM_PIECES)
    } else {
        set.max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_parts_carry_most_of_the_value() {
        // Parts with the value that a year used, and their classes in the order of the parts' codes.
        let table: [(&[(&str, i64)], &str); 8] = [
            (&[], ""),
            (&[("P-1", 500)], "A"),
            (&[("P-1", 0)], "C"),
            (&[("P-1", 800), ("P-2", 150), ("P-3", 50)], "ABC"),
            // The one by which the limit is passed still belongs to the better class.
            (&[("P-1", 799), ("P-2", 151), ("P-3", 50)], "AAC"),
            (
                &[
                    ("P-1", 100),
                    ("P-2", 100),
                    ("P-3", 100),
                    ("P-4", 100),
                    ("P-5", 100),
                ],
                "AAAAB",
            ),
            // More came back than went out.
            (&[("P-1", 900), ("P-2", -40), ("P-3", 100)], "ACB"),
            (&[("P-1", i64::MAX), ("P-2", i64::MAX), ("P-3", 1)], "AAC"),
        ];
        for (used, expected) in table {
            let used = used
                .iter()
                .map(|(part, value)| ((*part).to_owned(), *value))
                .collect();
            let told: String = classes(&used)
                .values()
                .map(|class| class.code().to_uppercase())
                .collect();
            assert_eq!(told, expected, "{used:?}");
        }
    }

    #[test]
    fn of_a_common_models_part_a_hundred_are_kept() {
        for (set, is_common, expected) in [
            (0, false, 0),
            (5, false, 5),
            (-3, false, 0),
            (0, true, 100),
            (5, true, 100),
            (250, true, 250),
        ] {
            assert_eq!(minimum(set, is_common), expected, "{set} {is_common}");
        }
    }
}
