//! Other records of the same visit.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    course::{Facts, Status, status},
    duplicate::{self, Likeness},
    ids::RecordId,
    record::{Field, Record, TextName, What},
};
use serde::Serialize;

use super::{Words, record::status_words};
use crate::{Device, Error, store::duplicates};

/// The records that are, or look as if they were, about the same visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DuplicatesView {
    /// The one that stays, if this one was merged into it.
    pub stays: Option<DuplicateView>,
    /// Those that were merged into this one: their history, and what was signed in them, is theirs.
    pub merged_here: Vec<DuplicateView>,
    /// Open ones that are likely to be about the same visit.
    pub likely: Vec<DuplicateView>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DuplicateView {
    /// The record's id.
    pub record: String,
    /// The record number; empty where the record is not on this device.
    pub number: String,
    /// The status; none where the record is not on this device.
    pub status: Option<Words>,
    /// When it was received, RFC 3339.
    pub received_at: String,
    /// The customer's name.
    pub customer: String,
    /// The symptom as told.
    pub symptom: String,
    /// What speaks for it being the same visit; empty for one that was merged.
    pub why: Vec<Words>,
    /// Why it was merged; empty for one that is only likely.
    pub reason: String,
}

impl Device {
    /// The other records of a record's visit, as this device knows them.
    pub(super) fn duplicates_view(&self, own: &Record) -> Result<DuplicatesView, Error> {
        let store = &self.inner.store;
        let is_over = matches!(
            status(&Facts::of(own)),
            Status::Reported | Status::Cancelled
        );
        let (merged, likely) = store.read(|connection| {
            let merged = duplicates::merged_into(connection, own.id)?;
            // Looking through all open ones is worth it only where somebody could still merge.
            let likely = if is_over {
                BTreeMap::new()
            } else {
                duplicates::likely(connection, own)?
            };
            Ok((merged, likely))
        })?;
        let none = BTreeSet::new();
        let stays = duplicate::stays(own);
        Ok(DuplicatesView {
            stays: stays
                .map(|stays| self.duplicate_view(stays, &none, reason(own)))
                .transpose()?,
            merged_here: merged
                .into_iter()
                .map(|merged| self.duplicate_view(merged, &none, String::new()))
                .collect::<Result<_, _>>()?,
            likely: likely
                .iter()
                .map(|(other, why)| self.duplicate_view(*other, why, String::new()))
                .collect::<Result<_, _>>()?,
        })
    }

    fn duplicate_view(
        &self,
        other: RecordId,
        why: &BTreeSet<Likeness>,
        reason_here: String,
    ) -> Result<DuplicateView, Error> {
        let mut view = DuplicateView {
            record: other.to_string(),
            number: String::new(),
            status: None,
            received_at: String::new(),
            customer: String::new(),
            symptom: String::new(),
            why: why
                .iter()
                .map(|why| Words::of(why.code(), why.words()))
                .collect(),
            reason: reason_here,
        };
        let read = match self.record(other) {
            Ok(read) => read,
            // It is somebody else's, or left meanwhile.
            Err(Error::NotFound(_)) => return Ok(view),
            Err(error) => return Err(error),
        };
        view.number = read.words(Field::Number).to_owned();
        view.status = Some(status_words(status(&Facts::of(&read))));
        view.received_at = read.words(Field::ReceivedAt).to_owned();
        view.customer = read.words(Field::CustomerName).to_owned();
        view.symptom = read.text(TextName::Symptom).to_owned();
        if view.reason.is_empty() {
            view.reason = reason(&read);
        }
        Ok(view)
    }
}

/// Why a record was merged into another one; empty if it was not.
fn reason(record: &Record) -> String {
    let merged = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::Cancelled {
                reason,
                duplicate_of: Some(_),
            } => Some(reason.clone()),
            _ => None,
        });
    merged.last().unwrap_or_default()
}
