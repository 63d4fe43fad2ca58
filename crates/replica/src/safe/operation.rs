//! The operations of a change in our own words. What the document has no place for is [`Operation::OutOfPlace`].

use automerge::{
    ScalarValue,
    legacy::{Key, ObjectId, Op, OpType},
};
use doorstep_domain::record::{FieldValue, TextName};

use super::{
    change::ParsedChange,
    layout::{Container, GENESIS_ACTOR},
};

/// One operation of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// A field is given a value.
    Field {
        /// The key under `fields`.
        key: String,
        /// The value.
        value: FieldValue,
    },
    /// An entry is put.
    Entry {
        /// The key under `entries`.
        key: String,
        /// The canonical JSON.
        json: Vec<u8>,
        /// It names an earlier value, which would be an edit of what is write-once.
        overwrites: bool,
    },
    /// A character is typed into a text.
    Type {
        /// The text.
        text: TextName,
        /// It is a control character other than a line break.
        has_control: bool,
    },
    /// A character is taken out of a text.
    Erase {
        /// The text.
        text: TextName,
    },
    /// Anything else: a new container, a deleted key, a mark, a counter, a number where there are none.
    OutOfPlace,
}

impl ParsedChange {
    /// The change's operations, or nothing if automerge panics on them.
    #[must_use]
    pub fn operations(&self) -> Option<Vec<Operation>> {
        let expanded = self.decode()?;
        Some(expanded.operations.iter().map(translate).collect())
    }
}

fn translate(op: &Op) -> Operation {
    let ObjectId::Id(object) = &op.obj else {
        return Operation::OutOfPlace;
    };
    if object.actor().to_bytes() != GENESIS_ACTOR {
        return Operation::OutOfPlace;
    }
    let Some(container) = Container::from_counter(object.counter()) else {
        return Operation::OutOfPlace;
    };
    match (container, &op.key, &op.action) {
        (Container::Fields, Key::Map(key), OpType::Put(value)) if !op.insert => field_value(value)
            .map_or(Operation::OutOfPlace, |value| Operation::Field {
                key: key.to_string(),
                value,
            }),
        (Container::Entries, Key::Map(key), OpType::Put(ScalarValue::Bytes(json)))
            if !op.insert =>
        {
            Operation::Entry {
                key: key.to_string(),
                json: json.clone(),
                overwrites: !op.pred.is_empty(),
            }
        }
        (Container::Text(text), Key::Seq(_), OpType::Put(ScalarValue::Str(typed)))
            if op.insert && op.pred.is_empty() =>
        {
            one_character(typed).map_or(Operation::OutOfPlace, |typed| Operation::Type {
                text,
                has_control: typed.is_control() && typed != '\n',
            })
        }
        (Container::Text(text), Key::Seq(_), OpType::Delete) if !op.insert => {
            Operation::Erase { text }
        }
        _ => Operation::OutOfPlace,
    }
}

/// Devices type character by character: places in a text count characters, and one inside a longer piece is none.
fn one_character(typed: &str) -> Option<char> {
    let mut characters = typed.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// A scalar as a field's value; kinds of scalars that no field has are nothing.
pub(super) fn field_value(value: &ScalarValue) -> Option<FieldValue> {
    match value {
        ScalarValue::Str(words) => Some(FieldValue::Words(words.to_string())),
        ScalarValue::Int(number) => Some(FieldValue::Number(*number)),
        ScalarValue::Boolean(yes) => Some(FieldValue::YesNo(*yes)),
        ScalarValue::Null => Some(FieldValue::Empty),
        _ => None,
    }
}
