//! What happened to the unit before, and whether this repair is the second one of an earlier (返修).

use doorstep_domain::{
    course::Status,
    cover::{Term, visit_day},
    quote::{LineKind, Quotes},
    record::{Field, Record, What},
    unit_history::{EarlierRecord, FittedPart, SecondRepair, UnitHistory},
};
use serde::Serialize;

use super::{Words, record::status_words};
use crate::catalogue::Catalogue;

/// An earlier record of the same unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierView {
    /// The record.
    pub record: String,
    /// Its number.
    pub number: String,
    /// The day its request was received, `YYYY-MM-DD`.
    pub received_on: Option<String>,
    /// The day it was closed, `YYYY-MM-DD`; none while it is open.
    pub closed_on: Option<String>,
    /// Where it stands; none for a word of a newer program.
    pub status: Option<Words>,
    /// The symptom as the customer told it then.
    pub symptom: String,
    /// It was a repair, and the unit worked again.
    pub repaired: bool,
    /// The fault code.
    pub fault_code: String,
    /// The cause as it was found.
    pub cause: String,
    /// The person code of who repaired it.
    pub technician: String,
    /// The parts that were fitted.
    pub fitted: Vec<EarlierPartView>,
}

/// A part that was fitted then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierPartView {
    /// The catalogue's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its serial number.
    pub serial: String,
    /// How many pieces.
    pub quantity: i64,
    /// The day, `YYYY-MM-DD`.
    pub fitted_on: String,
    /// Its own warranty in months.
    pub months: u32,
    /// The last day of it, `YYYY-MM-DD`.
    pub last_day: String,
}

/// This repair is the second one of an earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecondRepairView {
    /// The number of the earlier record.
    pub first: String,
    /// The person code of who repaired it then.
    pub technician: String,
    /// The day the earlier record was closed, `YYYY-MM-DD`.
    pub closed_on: String,
    /// The last day on which it is one, `YYYY-MM-DD`.
    pub last_day: String,
    /// What is the same: `fault` or `part`.
    pub same: Words,
    /// It counts against the technician.
    pub counts: bool,
    /// Why it should not, if it is contested.
    pub contested: Option<String>,
}

impl EarlierView {
    /// The earlier records, the oldest first.
    pub(super) fn all_of(history: &UnitHistory) -> Vec<Self> {
        history.earlier.iter().map(Self::of).collect()
    }

    fn of(earlier: &EarlierRecord) -> Self {
        Self {
            record: earlier.record.to_string(),
            number: earlier.number.clone(),
            received_on: earlier.received_on.map(|day| day.to_string()),
            closed_on: earlier.closed_on.map(|day| day.to_string()),
            status: Status::ALL
                .iter()
                .find(|status| status.code() == earlier.status)
                .map(|status| status_words(*status)),
            symptom: earlier.symptom.clone(),
            repaired: earlier.repaired,
            fault_code: earlier.fault_code.clone(),
            cause: earlier.cause.clone(),
            technician: earlier.technician.clone(),
            fitted: earlier.fitted.iter().map(EarlierPartView::of).collect(),
        }
    }
}

impl EarlierPartView {
    fn of(fitted: &FittedPart) -> Self {
        Self {
            part: fitted.part.clone(),
            name: fitted.name.clone(),
            serial: fitted.serial.clone(),
            quantity: fitted.pieces,
            fitted_on: fitted.fitted_on.to_string(),
            months: fitted.months,
            last_day: Term::new(fitted.fitted_on, fitted.months)
                .last_day()
                .to_string(),
        }
    }
}

impl SecondRepairView {
    /// Judged on the day of the visit, before it on the day the request was received, with the parts that are quoted
    /// or fitted.
    pub(super) fn of(
        record: &Record,
        history: &UnitHistory,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let received = record.words(Field::ReceivedAt);
        let received = chrono::DateTime::parse_from_rfc3339(received).ok();
        let day = visit_day(record).or(received.map(|received| received.date_naive()))?;
        let quotes = Quotes::of(record);
        let quoted = quotes.standing().into_iter().flat_map(|standing| {
            let lines = standing.quote.bills().flat_map(|bill| bill.lines);
            lines.filter(|line| line.kind == LineKind::Part)
        });
        let fitted = record
            .valid_entries()
            .filter_map(|(_, entry)| match &entry.what {
                What::PartFitted { part, .. } => Some(part.as_str()),
                _ => None,
            });
        let parts = quoted.map(|line| line.code.as_str()).chain(fitted);
        let second = SecondRepair::judge(record, history, parts, day, catalogue)?;
        Some(Self {
            last_day: second.last_day().to_string(),
            counts: second.counts(),
            first: second.number,
            technician: second.technician,
            closed_on: second.closed_on.to_string(),
            same: Words::of(second.same.code(), second.same.words()),
            contested: second.contested,
        })
    }
}
