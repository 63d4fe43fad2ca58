//! A van's balance as plain data for answers and pages.

use doorstep_domain::van::{Balance, Finding, Row};
use serde::Serialize;
use utoipa::ToSchema;

/// One part of a van: `opening + issued + taken_over + explained = fitted + returned + handed_over + on_van`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StockRow {
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
    /// On the van by the books; below zero is shown.
    pub on_van: i64,
}

/// Pieces that do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StockFinding {
    /// The cause's code.
    pub cause: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// The part's code.
    pub part: String,
    /// Pieces; negative: too few.
    pub pieces: i64,
    /// The van's entry that shows it.
    pub entry: Option<String>,
    /// The record it is about.
    pub record: Option<String>,
    /// A reason, a number or a serial.
    pub note: String,
}

impl StockRow {
    /// All rows of a balance.
    #[must_use]
    pub fn of(balance: &Balance) -> Vec<Self> {
        let row = |(part, row): (&String, &Row)| Self {
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
        };
        balance.rows.iter().map(row).collect()
    }
}

impl StockFinding {
    /// All findings of a balance.
    #[must_use]
    pub fn of(balance: &Balance) -> Vec<Self> {
        let told = |finding: &Finding| Self {
            cause: finding.cause.code(),
            zh: finding.cause.words().chinese,
            en: finding.cause.words().english,
            part: finding.part.clone(),
            pieces: finding.pieces,
            entry: finding.entry.map(|entry| entry.to_string()),
            record: finding.record.map(|record| record.to_string()),
            note: finding.note.clone(),
        };
        balance.findings.iter().map(told).collect()
    }
}
