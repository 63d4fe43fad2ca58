//! The fields of a record: their names, the shapes of their values, and the check of a value.

use chrono::{DateTime, NaiveDate};
use doorstep_words::{Sentence, trade::record::bad_entry as words};
use serde::{Deserialize, Serialize};

use super::field_table::FIELDS;

/// A field: one value with a meaning of its own. Its rules stand in [`FIELDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The record number (维修单号), allotted once, also offline.
    Number,
    /// When the request was received, RFC 3339.
    ReceivedAt,
    /// `repair`, `installation`, `maintenance`, `enquiry` or `complaint`.
    Request,
    /// The language the customer is spoken to in: `zh-CN` or `en`.
    Language,
    /// The customer's name.
    CustomerName,
    /// The customer's telephone number as it is dialled.
    CustomerPhone,
    /// Where the unit stands.
    CustomerAddress,
    /// `city`, `suburb`, `remote`, or `outside` the service area: decides the time to be on site.
    Area,
    /// Response due in 4, 24, 48 or 72 hours.
    PriorityHours,
    /// The technician's person code.
    Assignee,
    /// Start of the agreed window / its end, two RFC 3339 times joined by `/`.
    Appointment,
    /// What the office wants the technician to know.
    OfficeNote,
    /// The kind of appliance, a catalogue code.
    UnitKind,
    /// The model as on the nameplate.
    UnitModel,
    /// The serial number as on the nameplate.
    UnitSerial,
    /// The invoice's date, `YYYY-MM-DD`.
    PurchasedOn,
    /// `in_warranty`, `out_of_warranty` or `contract` (who pays, 三包 / 有偿 / 合同).
    PayerClass,
    /// Whether outsiders opened or altered the unit.
    OpenedByOutsiders,
    /// The fault code of the catalogue.
    FaultCode,
    /// Of several technicians, the person code of who leads (临时负责): he seals and reports.
    Lead,
    /// `on_site` or `brought_in` (送修): where the unit is seen first.
    Reception,
    /// What ends the warranty, a code of [`crate::cover::Exclusion`].
    Exclusion,
    /// Why a second repair should not count against the technician of the first one.
    SecondRepairContest,
}

/// What a value of a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Free text of at most so many characters, without control characters, not blank.
    Words(usize),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these numbers.
    Number(&'static [i64]),
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// A moment, RFC 3339 with its offset.
    Moment,
    /// Two moments joined by `/`, the first not after the second.
    Window,
    /// Yes or no.
    YesNo,
}

/// A field's value as it stands in the document. To clear a field is to put [`FieldValue::Empty`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Cleared on purpose.
    Empty,
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i64),
    /// Words, a date, a moment or a window.
    Words(String),
}

impl FieldValue {
    /// The words, if the value is words.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Words(words) => Some(words),
            Self::Empty | Self::YesNo(_) | Self::Number(_) => None,
        }
    }

    /// The number, if the value is a number.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Empty | Self::YesNo(_) | Self::Words(_) => None,
        }
    }

    /// Whether the field was cleared, or holds nothing but blanks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Words(words) => words.trim().is_empty(),
            Self::YesNo(_) | Self::Number(_) => false,
        }
    }
}

impl From<&str> for FieldValue {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

/// Why a value does not fit its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value does not fit the field `{}`", field.key())]
pub struct BadFieldValue {
    /// The field.
    pub field: Field,
}

impl BadFieldValue {
    /// The sentence on a screen.
    #[must_use]
    pub fn words(self) -> Sentence {
        Sentence::of(&words::FieldValue {
            field: &self.field.rule().name,
        })
    }
}

impl Field {
    /// The key under `fields` in the document.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.rule().key
    }

    /// Reads [`Field::key`] back.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|rule| rule.key == key)
            .map(|rule| rule.field)
    }

    /// Whether a value may stand in this field. Clearing is always allowed, except where the value is given once;
    /// it is [`FieldValue::Empty`] and never blank words, for two spellings of nothing would clash.
    ///
    /// # Errors
    /// [`BadFieldValue`] naming the field.
    pub fn check(self, value: &FieldValue) -> Result<(), BadFieldValue> {
        let rule = self.rule();
        let fits = match (rule.shape, value) {
            (_, FieldValue::Empty) => !rule.merge.is_once(),
            (Shape::Words(most), FieldValue::Words(words)) => {
                !value.is_empty()
                    && words.chars().count() <= most
                    && !words.chars().any(is_forbidden_character)
            }
            (Shape::OneOf(allowed), FieldValue::Words(word)) => allowed.contains(&word.as_str()),
            (Shape::Number(allowed), FieldValue::Number(number)) => allowed.contains(number),
            (Shape::Date, FieldValue::Words(date)) => is_date(date),
            (Shape::Moment, FieldValue::Words(moment)) => {
                DateTime::parse_from_rfc3339(moment).is_ok()
            }
            (Shape::Window, FieldValue::Words(window)) => is_window(window),
            (Shape::YesNo, FieldValue::YesNo(_)) => true,
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(BadFieldValue { field: self })
        }
    }
}

/// Control characters and the marks that reorder text on a screen: a name must look like what it is.
pub(crate) fn is_forbidden_character(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn is_date(text: &str) -> bool {
    // Formatting back keeps `2026-1-2` out: equal dates must be equal values, or they would clash.
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|date| date.to_string() == text)
}

fn is_window(text: &str) -> bool {
    let Some((start, end)) = text.split_once('/') else {
        return false;
    };
    match (
        DateTime::parse_from_rfc3339(start),
        DateTime::parse_from_rfc3339(end),
    ) {
        (Ok(start), Ok(end)) => start <= end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_by_the_shape_of_their_field() {
        let words = |text: &str| FieldValue::Words(text.to_owned());
        let cases = [
            (Field::PriorityHours, FieldValue::Number(24), true),
            (Field::PriorityHours, FieldValue::Number(25), false),
            (Field::PriorityHours, words("24"), false),
            (Field::CustomerName, words("王秀英"), true),
            (Field::CustomerName, words("王\u{202e}英"), false),
            (Field::CustomerName, words("line\nbreak"), false),
            (Field::CustomerName, words(&"长".repeat(201)), false),
            (Field::CustomerName, words(" "), false),
            (Field::Assignee, words(""), false),
            (Field::CustomerPhone, FieldValue::Empty, true),
            (Field::Number, FieldValue::Empty, false),
            (Field::PurchasedOn, words("2025-02-28"), true),
            (Field::PurchasedOn, words("2025-02-30"), false),
            (Field::PurchasedOn, words("2025-2-28"), false),
            (
                Field::Appointment,
                words("2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00"),
                true,
            ),
            (
                Field::Appointment,
                words("2026-11-23T11:00:00+08:00/2026-11-23T09:00:00+08:00"),
                false,
            ),
            (Field::Appointment, words("tomorrow"), false),
            (Field::OpenedByOutsiders, FieldValue::YesNo(true), true),
            (Field::Request, words("repair"), true),
            (Field::Request, words("magic"), false),
        ];
        for (field, value, expected) in cases {
            assert_eq!(field.check(&value).is_ok(), expected, "{field:?} {value:?}");
        }
    }
}
