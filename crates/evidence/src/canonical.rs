//! One value, one spelling: JSON as RFC 8785 writes it, restricted to whole numbers.
//!
//! RFC 8785 writes every number as a double. A double holds whole numbers exactly only up to 2^53 - 1,
//! so an amount beyond would be rounded *before* it is signed. Such numbers are refused, and fractions
//! with them: Doorstep writes amounts in minor units and quantities as text.

use serde::Serialize;
use serde_json::Value;

/// The largest whole number that every JSON reader keeps exactly (RFC 7493, section 2.2): 2^53 - 1.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// How deep arrays and objects may be nested: far more than a statement needs, far less than a stack holds.
pub const MAX_DEPTH: usize = 32;

/// Why a value has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// A fraction, or a whole number beyond ±[`MAX_INTEGER`].
    #[error("a number is not a whole number that every JSON reader keeps")]
    Number,
    /// More than [`MAX_DEPTH`] levels.
    #[error("arrays and objects are nested too deeply")]
    TooDeep,
    /// The value cannot be written as JSON at all: a key that is no text, or the same key twice.
    #[error("the value cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// Writes a value in its canonical form, as UTF-8.
///
/// # Errors
/// [`CanonicalError`] where writing would change the value or readers would disagree about it.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    check(&serde_json::to_value(value)?, 0)?;
    // From the value itself, not from the tree just checked: a tree has already dropped keys given twice.
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

/// Whether these bytes are the canonical form of what they say. Bytes of a stranger are welcome.
///
/// Keys given twice, keys out of order, blanks, other escapes and other spellings of a number all differ
/// from what [`canonical_json`] writes.
#[must_use]
pub fn is_canonical(bytes: &[u8]) -> bool {
    // serde_json's own bound (127 levels) keeps the reader's stack; ours is checked while writing.
    serde_json::from_slice::<Value>(bytes)
        .is_ok_and(|value| canonical_json(&value).is_ok_and(|canonical| canonical == bytes))
}

fn check(value: &Value, depth: usize) -> Result<(), CanonicalError> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => {
            let magnitude = number
                .as_i64()
                .map(i64::unsigned_abs)
                .or_else(|| number.as_u64());
            match magnitude {
                Some(0..=MAX_INTEGER) => Ok(()),
                _ => Err(CanonicalError::Number),
            }
        }
        Value::Array(_) | Value::Object(_) if depth == MAX_DEPTH => Err(CanonicalError::TooDeep),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
        Value::Object(members) => members.values().try_for_each(|item| check(item, depth + 1)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::ser::SerializeMap;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        String::from_utf8(canonical_json(value).unwrap()).unwrap()
    }

    #[test]
    fn the_examples_of_rfc_8785_come_out_as_printed_there() {
        // Section 3.2.2, without its fractions.
        let sample: Value = serde_json::from_str(
            r#"{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"#,
        )
        .unwrap();
        assert_eq!(
            text(&sample),
            r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );

        // Section 3.2.3: keys are sorted by UTF-16 code units, so the emoji stands before U+FB33.
        let keys: Value = serde_json::from_str(
            r#"{ "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
                 "\u00f6": "Latin Small Letter O With Diaeresis" }"#,
        )
        .unwrap();
        assert_eq!(
            text(&keys),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
             \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\
             \"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
    }

    #[test]
    fn an_amount_is_kept_exactly_or_refused() {
        let largest = 9_007_199_254_740_991_i64;
        assert_eq!(
            text(&json!([largest, -largest, 0])),
            "[9007199254740991,-9007199254740991,0]"
        );
        for too_large in [
            json!(largest + 1),
            json!(-largest - 1),
            json!(i64::MIN),
            json!(u64::MAX),
        ] {
            assert!(matches!(
                canonical_json(&too_large),
                Err(CanonicalError::Number)
            ));
        }
        for fraction in [json!(4.5), json!(1.0), json!(-0.0), json!(1e30)] {
            assert!(matches!(
                canonical_json(&fraction),
                Err(CanonicalError::Number)
            ));
        }
    }

    #[test]
    fn a_key_given_twice_is_refused_when_written_and_when_read() {
        struct Twice;
        impl Serialize for Twice {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("amount", &1)?;
                map.serialize_entry("amount", &2)?;
                map.end()
            }
        }
        assert!(matches!(
            canonical_json(&Twice),
            Err(CanonicalError::Json(_))
        ));
        assert!(!is_canonical(br#"{"amount":1,"amount":2}"#));
        assert!(!is_canonical(br#"{"amount":1,"amount":1}"#));
    }

    #[test]
    fn only_the_one_spelling_is_canonical() {
        assert!(is_canonical(br#"{"a":[1,-2,"x"],"b":null}"#));
        for other in [
            &br#"{"b":null,"a":[1,-2,"x"]}"#[..],
            br#"{"a": 1}"#,
            b"{\"a\":1}\n",
            br#"{"a":1.0}"#,
            br#"{"a":1e0}"#,
            br#"{"a":-0}"#,
            br#"{"a":1.5}"#,
            br#"{"a":9007199254740992}"#,
            br#"{"a":"\u0041"}"#,
            br#"{"a":"\/"}"#,
            br#"{"a":"\ud800"}"#,
            b"{\"a\":\"\xff\"}",
            b"",
        ] {
            assert!(!is_canonical(other), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn depth_is_bounded_for_what_we_write_and_for_what_a_stranger_sends() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(is_canonical(nested(MAX_DEPTH).as_bytes()));
        assert!(!is_canonical(nested(MAX_DEPTH + 1).as_bytes()));
        assert!(!is_canonical(nested(500_000).as_bytes()));
        let deep: Value = serde_json::from_str(&nested(MAX_DEPTH + 1)).unwrap();
        assert!(matches!(
            canonical_json(&deep),
            Err(CanonicalError::TooDeep)
        ));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..8)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_equal_and_is_canonical(value in any_value()) {
            let bytes = canonical_json(&value).unwrap();
            prop_assert!(is_canonical(&bytes));
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
        }

        #[test]
        fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            let _ = is_canonical(&bytes);
        }
    }
}
