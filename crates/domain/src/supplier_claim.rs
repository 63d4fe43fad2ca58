//! What is claimed from suppliers (二次索赔): parts that failed inside a term of warranty and are kept for the store.
//!
//! [`supplier_claims`] reads them off a record. The term is the one by which the accepted quote says that the customer does
//! not pay: the customer has signed for it, and the day on which it began stands in it.

use chrono::NaiveDate;

use crate::{
    course::Facts,
    cover::Rule,
    ids::EntryId,
    quote::LineKind,
    record::{Record, What},
};

/// A failed part for which its supplier is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplierClaim {
    /// The record's entry that took it out.
    pub removal: EntryId,
    /// The catalogue's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its serial number; empty where it could not be read.
    pub serial: String,
    /// How many pieces.
    pub pieces: i64,
    /// The day on which it was taken out, where the technician was.
    pub removed_on: NaiveDate,
    /// Whose term it is: the part's own, the component's or the whole unit's.
    pub rule: Rule,
    /// The last day of the term.
    pub last_day: NaiveDate,
    /// The entry that accepted the quote which says so.
    pub acceptance: EntryId,
}

/// The failed parts of a record that were taken out inside a term and are kept for the store, in the order of their
/// entries. A second repair is the service's own fault, and nobody else's.
#[must_use]
pub fn supplier_claims(record: &Record) -> Vec<SupplierClaim> {
    let Some(accepted) = Facts::of(record).accepted else {
        return Vec::new();
    };
    let term_of = |code: &str| {
        let mut lines = accepted.bill.lines.iter();
        lines.find_map(|line| {
            let rule = line.decided_by.as_ref()?;
            let is_it = line.kind == LineKind::Part
                && line.code == code
                && line.override_reason.is_none()
                && matches!(
                    rule,
                    Rule::FittedPart { .. } | Rule::Component { .. } | Rule::WholeUnit { .. }
                );
            is_it.then(|| rule.last_day().map(|last_day| (rule.clone(), last_day)))?
        })
    };
    let claim = |(removal, entry): (EntryId, &crate::record::Entry)| {
        let What::PartRemoved {
            part,
            name,
            serial,
            quantity,
            kept_for_store: true,
        } = &entry.what
        else {
            return None;
        };
        let (rule, last_day) = term_of(part)?;
        let removed_on = entry.at.date_naive();
        (removed_on <= last_day).then(|| SupplierClaim {
            removal,
            part: part.clone(),
            name: name.clone(),
            serial: serial.clone(),
            pieces: *quantity,
            removed_on,
            rule,
            last_day,
            acceptance: accepted.acceptance,
        })
    };
    record.valid_entries().filter_map(claim).collect()
}

#[cfg(test)]
mod tests;
