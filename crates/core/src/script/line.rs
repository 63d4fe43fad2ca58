//! One line as it comes in: an object with `do`, perhaps `view` and `ref`, and the verb's own members.
//!
//! A line may come from anybody's program: it is read strictly, and what is wrong with it is said in an answer.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

/// How many bytes one line may have: room for a signature of 20 000 points.
pub const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How many characters of a reader's complaint are passed on: it may quote what it complains about.
const COMPLAINT_CHARACTERS_MAX: usize = 300;

/// How much of the record an answer shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Only that it was done, and the change's hash.
    None,
    /// Record, number, status, next step, hash.
    #[default]
    Short,
    /// The whole record as well.
    Full,
}

/// Why a line is not a line of a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// More than [`LINE_BYTES_MAX`].
    #[error("the line is longer than {LINE_BYTES_MAX} bytes")]
    TooLong,
    /// Not JSON in UTF-8, or a member is given twice, or it is nested too deeply.
    #[error("the line is not JSON: {0}")]
    NotJson(String),
    /// JSON, but no object, or without a verb, or with an unknown `view`.
    #[error("the line is not an object with `do`: {0}")]
    NotALine(String),
    /// No such verb.
    #[error("there is no such verb: `device verbs` lists them")]
    UnknownVerb,
    /// A member is unknown, missing, or not of its type.
    #[error("the members do not fit the verb: {0}")]
    Members(String),
}

impl BadLine {
    /// The codes of all these errors.
    pub const CODES: &[&str] = &[
        "line_too_long",
        "not_json",
        "not_a_line",
        "unknown_verb",
        "bad_members",
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "line_too_long",
            Self::NotJson(_) => "not_json",
            Self::NotALine(_) => "not_a_line",
            Self::UnknownVerb => "unknown_verb",
            Self::Members(_) => "bad_members",
        }
    }
}

/// A line, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The verb.
    pub verb: String,
    /// How much the answer shows.
    pub detail: Detail,
    /// Given back in the answer as it came, so that a program can tell its answers apart.
    pub reference: Option<Value>,
    /// The verb's own members.
    pub members: Members,
}

/// The members of a line that belong to its verb.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Members(Map<String, Value>);

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "do")]
    verb: String,
    #[serde(default)]
    view: Detail,
}

impl Line {
    /// Reads a line without its line break.
    ///
    /// # Errors
    /// [`BadLine`].
    pub fn parse(bytes: &[u8]) -> Result<Self, BadLine> {
        if bytes.len() > LINE_BYTES_MAX {
            return Err(BadLine::TooLong);
        }
        let Once(value) =
            serde_json::from_slice(bytes).map_err(|error| BadLine::NotJson(complaint(&error)))?;
        let Value::Object(mut members) = value else {
            return Err(BadLine::NotALine("it is no object".into()));
        };
        let head: Map<String, Value> = ["do", "view"]
            .into_iter()
            .filter_map(|name| members.remove_entry(name))
            .collect();
        let head: Head = serde_json::from_value(Value::Object(head))
            .map_err(|error| BadLine::NotALine(complaint(&error)))?;
        let reference = members.remove("ref");
        Ok(Self {
            verb: head.verb,
            detail: head.view,
            reference,
            members: Members(members),
        })
    }
}

impl Members {
    /// Reads the members as what the verb asks for.
    ///
    /// # Errors
    /// [`BadLine::Members`].
    pub fn read<T: DeserializeOwned>(self) -> Result<T, BadLine> {
        serde_json::from_value(Value::Object(self.0))
            .map_err(|error| BadLine::Members(complaint(&error)))
    }
}

fn complaint(error: &serde_json::Error) -> String {
    error
        .to_string()
        .chars()
        .take(COMPLAINT_CHARACTERS_MAX)
        .collect()
}

/// A JSON value in which no object names a member twice. Readers disagree about which of two such members counts,
/// and a line may carry money.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Value, E> {
        // No member of any verb is a fraction; a number this large or broken would be rounded first.
        Err(E::custom("a number is not a whole number of 64 bits"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Once(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let Once(value) = members.next_value()?;
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom("a member is given twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(line: &str) -> &'static str {
        Line::parse(line.as_bytes()).map_or_else(|bad| bad.code(), |_| "ok")
    }

    #[test]
    fn a_line_gives_its_verb_its_detail_and_the_members_of_the_verb() {
        let line =
            Line::parse(r#"{"do":"record.call","record":"D-1","view":"full","ref":7}"#.as_bytes())
                .unwrap();
        assert_eq!(
            (line.verb.as_str(), line.detail),
            ("record.call", Detail::Full)
        );
        assert_eq!(line.reference, Some(json!(7)));
        assert_eq!(
            line.members.read::<Value>().unwrap(),
            json!({"record": "D-1"})
        );
        assert_eq!(
            Line::parse(br#"{"do":"list"}"#).unwrap().detail,
            Detail::Short
        );
    }

    #[test]
    fn what_is_no_line_is_named_as_such() {
        let cases = [
            ("", "not_json"),
            ("{", "not_json"),
            ("{} {}", "not_json"),
            ("{\"do\":\"list\",\"x\":NaN}", "not_json"),
            ("{\"do\":\"list\",\"x\":Infinity}", "not_json"),
            ("{\"do\":\"list\",\"x\":1e400}", "not_json"),
            ("{\"do\":\"list\",\"x\":1.5}", "not_json"),
            ("{\"do\":\"list\",\"x\":99999999999999999999}", "not_json"),
            ("{\"do\":\"list\",\"x\":01}", "not_json"),
            ("{\"do\":\"list\",\"do\":\"list\"}", "not_json"),
            ("{\"do\":\"list\",\"a\":[{\"b\":1,\"b\":2}]}", "not_json"),
            ("{\"do\":\"list\",\"a\":\"\\ud800\"}", "not_json"),
            ("[]", "not_a_line"),
            ("null", "not_a_line"),
            ("{}", "not_a_line"),
            ("{\"do\":3}", "not_a_line"),
            ("{\"do\":\"list\",\"view\":\"some\"}", "not_a_line"),
            ("{\"do\":\"list\"}", "ok"),
        ];
        for (line, expected) in cases {
            assert_eq!(code(line), expected, "{line}");
        }
        assert_eq!(
            Line::parse(b"{\"do\":\"\xff\"}").unwrap_err().code(),
            "not_json"
        );
    }

    #[test]
    fn a_line_is_bounded_in_depth_and_length_and_so_is_the_complaint() {
        let nested = format!(
            "{{\"do\":\"list\",\"a\":{}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(code(&nested), "not_json");
        let long = format!("{{\"do\":\"{}\"}}", "x".repeat(LINE_BYTES_MAX));
        assert_eq!(code(&long), "line_too_long");
        #[derive(Debug, Deserialize)]
        struct Number {
            #[allow(dead_code)] // read by the test's own expectation that it cannot be read
            number: i64,
        }
        let line = format!("{{\"do\":\"x\",\"number\":\"{}\"}}", "长".repeat(100_000));
        let bad = Line::parse(line.as_bytes())
            .unwrap()
            .members
            .read::<Number>()
            .unwrap_err();
        assert!(bad.to_string().chars().count() < 400, "{bad}");
    }
}
