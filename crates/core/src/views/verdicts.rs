//! The verdicts on the sealed statements of one record or of all.

use doorstep_domain::ids::RecordId;
use serde::Serialize;

use super::{RecordView, VerdictView, Words};
use crate::{Device, Error, ListQuery};

/// How many records are looked at in one go.
const AT_ONCE: u32 = 200;

/// One statement with its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementVerdictView {
    /// The record it is about.
    pub record: String,
    /// That record's number.
    pub number: String,
    /// The statement's digest.
    pub statement: String,
    /// What the signature was given for.
    pub purpose: Option<Words>,
    /// Whether it still is what was signed.
    pub verdict: VerdictView,
}

impl StatementVerdictView {
    /// Whether the record still says what was signed.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.verdict.words.code == "unchanged"
    }

    fn all_of(view: RecordView) -> impl Iterator<Item = Self> {
        let RecordView {
            record,
            number,
            signatures,
            ..
        } = view;
        signatures.into_iter().map(move |signature| Self {
            record: record.clone(),
            number: number.clone(),
            statement: signature.statement,
            purpose: signature.purpose,
            verdict: signature.verdict,
        })
    }
}

impl Device {
    /// The verdicts on the statements of a record, or of every record on this device.
    ///
    /// # Errors
    /// [`Error::NotFound`], or what the disk says.
    pub fn verify(&self, record: Option<RecordId>) -> Result<Vec<StatementVerdictView>, Error> {
        if let Some(record) = record {
            return Ok(StatementVerdictView::all_of(self.view(record)?).collect());
        }
        let mut verdicts = Vec::new();
        let mut query = ListQuery {
            limit: AT_ONCE,
            ..ListQuery::default()
        };
        loop {
            let page = self.list(&query)?;
            for row in &page.rows {
                verdicts.extend(StatementVerdictView::all_of(self.view(row.record)?));
            }
            if !page.more {
                return Ok(verdicts);
            }
            query.offset = query.offset.saturating_add(AT_ONCE);
        }
    }
}
