//! `quote.draft`: what a quote would be, line by line, before the customer is offered it; kept on this device.
//!
//! A draft is what was asked for, without prices: those are looked up when it is shown and again when it is offered, so
//! a draft never carries an old price into an offer. It is for the offer that stood when it was drafted; once another
//! stands it is gone.

use doorstep_domain::{
    ids::{EntryId, RecordId},
    quote::{Quote, Quotes},
};
use rusqlite::{OptionalExtension as _, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OfferQuote, OfferedLine, OfferedOption};
use crate::{
    Device, Error,
    records::{Done, RecordName, Situation},
    views::DraftView,
};

const DOING: &str = "keeping a draft of a quote";

/// A draft. With neither lines nor options the one that is kept here is shown, by the price list of now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftQuote {
    /// The record.
    pub record: RecordName,
    /// All lines in the order shown; left out where there are options.
    #[serde(default)]
    pub lines: Vec<OfferedLine>,
    /// The options on the page in the order shown.
    #[serde(default)]
    pub options: Vec<OfferedOption>,
}

/// A draft as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The offer that it would replace.
    replaces: Option<EntryId>,
    lines: Vec<OfferedLine>,
    options: Vec<OfferedOption>,
}

impl Device {
    /// Prices a draft, or the one that is kept, and keeps it. Nobody else sees it.
    ///
    /// # Errors
    /// [`Error::Refused`] with what is not in order or if no draft is kept; otherwise what the disk says.
    pub fn draft_quote(&self, draft: &DraftQuote) -> Result<DraftView, Error> {
        let mut asked = OfferQuote {
            record: draft.record.clone(),
            lines: draft.lines.clone(),
            options: draft.options.clone(),
        };
        let record = self.find(&draft.record)?;
        let is_new = !asked.is_bare();
        if !is_new {
            asked = self.kept_draft(record, asked)?;
        }
        let mut view = None;
        let mut replaces = None;
        self.judge(&asked, |situation: &mut Situation<'_, '_>| {
            let quote: Quote = asked.quote(situation)?;
            replaces = quote.replaces;
            quote.check().map_err(crate::records::UseCaseError::from)?;
            view = Some(DraftView::of(situation.record, &quote));
            Ok(())
        })?;
        if is_new {
            let kept = Kept {
                replaces,
                lines: asked.lines,
                options: asked.options,
            };
            self.keep_draft(record, &kept)?;
        }
        // The judging above has run, or this was an error before.
        view.ok_or_else(|| doorstep_domain::course::Refusal::NoSuchOffer.into())
    }

    fn keep_draft(&self, record: RecordId, kept: &Kept) -> Result<(), Error> {
        let bytes = serde_json::to_vec(kept).map_err(|error| Error::damaged(DOING, error))?;
        self.inner.store.write(|write| {
            let sql = "INSERT INTO quote_draft (document, bytes) VALUES (?1, ?2)
                       ON CONFLICT (document) DO UPDATE SET bytes = ?2";
            write
                .connection()?
                .execute(sql, params![record.as_bytes(), bytes])
                .map(drop)
                .map_err(Error::storage(DOING))
        })
    }

    /// The draft that is kept for a record, as it would be asked for; refused if there is none for what stands now.
    fn kept_draft(&self, record: RecordId, bare: OfferQuote) -> Result<OfferQuote, Error> {
        let bytes: Option<Vec<u8>> = self.inner.store.read(|connection| {
            connection
                .query_row(
                    "SELECT bytes FROM quote_draft WHERE document = ?1",
                    [record.as_bytes()],
                    |row| row.get(0),
                )
                .optional()
                .map_err(Error::storage(DOING))
        })?;
        let reading = self.record(record)?;
        let standing = Quotes::of(&reading).standing();
        let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = kept.filter(|kept| kept.replaces == standing.map(|standing| standing.offer));
        Ok(match kept {
            Some(kept) => OfferQuote {
                lines: kept.lines,
                options: kept.options,
                ..bare
            },
            // Nothing was drafted: a quote without a line is refused by itself.
            None => bare,
        })
    }
}

/// Offers what is given, or the draft that is kept here.
pub(crate) fn offer(device: &Device, asked: OfferQuote) -> Result<Done, Error> {
    if asked.is_bare() {
        let record = device.find(&asked.record)?;
        let asked = device.kept_draft(record, asked)?;
        device.perform(&asked)
    } else {
        device.perform(&asked)
    }
}
