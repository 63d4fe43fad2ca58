//! What a record says has failed.

use chrono::{DateTime, Datelike as _};

use crate::{
    record::{Field, Record, What},
    unit_history::unit_key,
};

/// The failure of a record: one a record, for it has one fault code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The model, as the record has it.
    pub model: String,
    /// The unit's serial number as [`unit_key`] writes it; empty where nobody read it: then it is of no batch.
    pub serial: String,
    /// The fault code of the catalogue.
    pub cause: String,
    /// The catalogue's code of the part that was taken out first; empty where none was.
    pub part: String,
    /// The month in which the record was received, `YYYY-MM` in the customer's calendar; empty where that is not known.
    pub month: String,
}

impl Failure {
    /// The failure of a record; none where there is no fault code or no model.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let words = |field| record.words(field).trim().to_owned();
        let (model, cause) = (words(Field::UnitModel), words(Field::FaultCode));
        if model.is_empty() || cause.is_empty() {
            return None;
        }
        let part = record
            .valid_entries()
            .find_map(|(_, entry)| match &entry.what {
                What::PartRemoved { part, .. } => Some(part.clone()),
                _ => None,
            });
        let received = DateTime::parse_from_rfc3339(record.words(Field::ReceivedAt)).ok();
        let received = received.filter(|at| (1..=9_999).contains(&at.year()));
        Some(Self {
            model,
            serial: unit_key(record.words(Field::UnitSerial)),
            cause,
            part: part.unwrap_or_default(),
            month: received.map_or_else(String::new, |at| at.format("%Y-%m").to_string()),
        })
    }
}
