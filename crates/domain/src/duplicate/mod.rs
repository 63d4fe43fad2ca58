//! Two records that were opened for one visit: how they are recognised, and which of them stays.
//!
//! Two people without coverage open the same visit twice, or the office takes a call that the technician has answered
//! at the door already. Nothing is ever copied from one record into the other: the one that goes is called off with the
//! name of the one that stays, and keeps its history and what was signed.

use std::collections::BTreeSet;

use doorstep_words::trade::unit as words;

use crate::{
    ids::RecordId,
    named::named,
    record::{Field, Record, What},
};

/// What two records have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The unit's serial number.
    Serial,
    /// The customer's telephone and the kind of unit.
    Phone,
    /// The customer's address and the kind of unit.
    Address,
}

named!(Likeness {
    Serial "serial" words::likeness::SERIAL;
    Phone "phone" words::likeness::PHONE;
    Address "address" words::likeness::ADDRESS;
});

/// What is compared of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    serial: String,
    phone: String,
    address: String,
    kind: String,
}

impl Traits {
    /// Of the values of the four fields, as they were typed.
    #[must_use]
    pub fn new(serial: &str, phone: &str, address: &str, kind: &str) -> Self {
        Self {
            serial: letters(serial),
            phone: digits(phone),
            address: letters(address),
            kind: letters(kind),
        }
    }

    /// Of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self::new(
            record.words(Field::UnitSerial),
            record.words(Field::CustomerPhone),
            record.words(Field::CustomerAddress),
            record.words(Field::UnitKind),
        )
    }

    /// What speaks for two records being about one visit. Two serial numbers that differ speak against it, whatever
    /// else is the same: a household has several units.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> BTreeSet<Likeness> {
        let same = |left: &str, right: &str| !left.is_empty() && left == right;
        let serials_differ =
            !self.serial.is_empty() && !other.serial.is_empty() && self.serial != other.serial;
        if serials_differ {
            return BTreeSet::new();
        }
        let kind = same(&self.kind, &other.kind);
        [
            (Likeness::Serial, same(&self.serial, &other.serial)),
            (Likeness::Phone, kind && same(&self.phone, &other.phone)),
            (
                Likeness::Address,
                kind && same(&self.address, &other.address),
            ),
        ]
        .into_iter()
        .filter_map(|(likeness, is_so)| is_so.then_some(likeness))
        .collect()
    }
}

/// Without blanks and marks, in small letters. Coarser than [`crate::unit_history::unit_key`], by which money is decided:
/// this only proposes, and a person looks.
fn letters(words: &str) -> String {
    let kept = words.chars().filter(|sign| sign.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Only the digits, as many as a telephone number has without its country.
fn digits(words: &str) -> String {
    let digits: Vec<char> = words.chars().filter(char::is_ascii_digit).collect();
    let without_country = digits.len().saturating_sub(11);
    digits.into_iter().skip(without_country).collect()
}

/// The record that stays, if this one was merged into it.
#[must_use]
pub fn stays(record: &Record) -> Option<RecordId> {
    record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::Cancelled { duplicate_of, .. } => *duplicate_of,
            _ => None,
        })
        .last()
}

#[cfg(test)]
mod tests;
