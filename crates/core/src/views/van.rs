//! What is on the technician's van, and every piece that does not fit.

use doorstep_domain::van::{Balance, Finding, HandedOver, Month, OldPart, Requisition, Row};
use doorstep_words::{Sentence, view::van as words};
use serde::Serialize;

use super::Words;
use crate::{Device, Error};

/// A technician's van at the end of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VanView {
    /// The person code of the technician.
    pub technician: String,
    /// `2026-11`.
    pub month: String,
    /// Part by part, in the order of the codes.
    pub parts: Vec<VanPartView>,
    /// Every piece that does not fit, with its cause.
    pub findings: Vec<VanFindingView>,
    /// Old parts that are owed to the store.
    pub old_parts: Vec<OwedOldPartView>,
    /// Requisitions of which something is still to come.
    pub requisitions: Vec<RequisitionView>,
    /// What was handed over to colleagues.
    pub handed_over: Vec<TransferView>,
}

/// One part: `opening + issued + taken_over + explained = fitted + returned + handed_over + on_van`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VanPartView {
    /// The part's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// On the van at the end of the months before.
    pub opening: i64,
    /// Issued by the store.
    pub issued: i64,
    /// Taken over from colleagues.
    pub taken_over: i64,
    /// Differences of counts that were explained.
    pub explained: i64,
    /// Fitted.
    pub fitted: i64,
    /// Returned new.
    pub returned: i64,
    /// Handed over to colleagues.
    pub handed_over: i64,
    /// On the van by the books.
    pub on_van: i64,
    /// Fewer than none: shown, never hidden.
    pub below_zero: bool,
    /// The equation as a line for people.
    pub equation: EquationView,
}

/// The equation in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EquationView {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Pieces that do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VanFindingView {
    /// Why.
    pub cause: Words,
    /// It waits for the other side's word; otherwise something is wrong.
    pub open: bool,
    /// The part's code; empty where it is not known.
    pub part: String,
    /// Its name.
    pub name: String,
    /// How many pieces; negative: too few.
    pub pieces: i64,
    /// The entry that shows it.
    pub entry: Option<String>,
    /// The record it is about.
    pub record: Option<String>,
    /// Its number; empty where it is about none, or about one that is not on this device.
    pub number: String,
    /// A reason, a number or a serial; may be empty.
    pub note: String,
}

/// An old part that is owed to the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwedOldPartView {
    /// The record it was taken out on.
    pub record: String,
    /// Its number; empty where it is not on this device.
    pub number: String,
    /// The record's entry, by which it is returned.
    pub removal: String,
    /// The part's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// The serial number that was read; empty if it has none.
    pub serial: String,
    /// How many pieces are still owed.
    pub owed: i64,
    /// When it was taken out, as claimed.
    pub at: String,
}

/// A requisition of which something is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequisitionView {
    /// Its entry.
    pub entry: String,
    /// The part's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Asked for.
    pub wanted: i64,
    /// Issued against it.
    pub issued: i64,
}

/// A transfer to a colleague.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferView {
    /// The number that he takes it over by.
    pub transfer: String,
    /// Its entry.
    pub entry: String,
    /// His person code.
    pub to: String,
    /// The part's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Pieces.
    pub quantity: i64,
}

impl Device {
    /// The technician's van at the end of a month, or of this one, as this device knows it.
    ///
    /// # Errors
    /// As [`Device::van_balance`].
    pub fn van_view(&self, month: Option<Month>) -> Result<VanView, Error> {
        let (month, balance) = self.van_balance(month)?;
        let mut view = VanView::of(&self.identity()?.person.0, month, &balance);
        for finding in &mut view.findings {
            finding.number = self.number_by(finding.record.as_deref())?;
        }
        for old in &mut view.old_parts {
            old.number = self.number_by(Some(&old.record))?;
        }
        Ok(view)
    }
}

impl VanView {
    /// The view of a balance.
    #[must_use]
    pub fn of(technician: &str, month: Month, balance: &Balance) -> Self {
        let owed = balance.old_parts.iter().filter(|old| old.owed() > 0);
        Self {
            technician: technician.to_owned(),
            month: month.to_string(),
            parts: balance.rows.iter().map(VanPartView::of).collect(),
            findings: balance
                .findings
                .iter()
                .map(|finding| VanFindingView::of(finding, balance))
                .collect(),
            old_parts: owed.map(OwedOldPartView::of).collect(),
            requisitions: balance
                .requisitions
                .iter()
                .map(RequisitionView::of)
                .collect(),
            handed_over: balance.handed_over.iter().map(TransferView::of).collect(),
        }
    }
}

impl VanPartView {
    fn of((part, row): (&String, &Row)) -> Self {
        Self {
            part: part.clone(),
            name: row.name.clone(),
            opening: row.opening,
            issued: row.issued,
            taken_over: row.taken_over,
            explained: row.explained,
            fitted: row.fitted,
            returned: row.returned,
            handed_over: row.handed_over,
            on_van: row.on_van(),
            below_zero: row.on_van() < 0,
            equation: EquationView::of(row),
        }
    }
}

impl EquationView {
    fn of(row: &Row) -> Self {
        let Row {
            opening,
            issued,
            taken_over,
            explained,
            fitted,
            returned,
            handed_over,
            ..
        } = row;
        let on_van = row.on_van();
        let Sentence { chinese, english } = Sentence::of(&words::Equation {
            opening,
            issued,
            taken_over,
            explained,
            fitted,
            returned,
            handed_over,
            on_van: &on_van,
        });
        Self {
            zh: chinese,
            en: english,
        }
    }
}

impl VanFindingView {
    fn of(finding: &Finding, balance: &Balance) -> Self {
        let cause = finding.cause;
        Self {
            cause: Words::of(cause.code(), cause.words()),
            open: cause.is_open_question(),
            part: finding.part.clone(),
            name: balance
                .rows
                .get(&finding.part)
                .map_or_else(String::new, |row| row.name.clone()),
            pieces: finding.pieces,
            entry: finding.entry.map(|entry| entry.to_string()),
            record: finding.record.map(|record| record.to_string()),
            number: String::new(),
            note: finding.note.clone(),
        }
    }
}

impl OwedOldPartView {
    fn of(old: &OldPart) -> Self {
        Self {
            record: old.record.to_string(),
            number: String::new(),
            removal: old.removal.to_string(),
            part: old.pieces.part.clone(),
            name: old.pieces.name.clone(),
            serial: old.pieces.serial.clone(),
            owed: old.owed(),
            at: old.at.to_rfc3339(),
        }
    }
}

impl RequisitionView {
    fn of(open: &Requisition) -> Self {
        Self {
            entry: open.entry.to_string(),
            part: open.part.clone(),
            name: open.name.clone(),
            wanted: open.wanted,
            issued: open.issued,
        }
    }
}

impl TransferView {
    fn of(given: &HandedOver) -> Self {
        Self {
            transfer: given.transfer.clone(),
            entry: given.entry.to_string(),
            to: given.to.0.clone(),
            part: given.part.clone(),
            name: given.name.clone(),
            quantity: given.quantity,
        }
    }
}
