//! `record.merge`: two records were opened for one visit; one of them stays.

use doorstep_domain::{duplicate, ids::RecordId, record::What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Done, RecordName, Situation, UseCase, UseCaseError};
use crate::{Device, Error};

/// Merges a record into another one of the same visit. Nothing is copied: the one that goes is called off, names the
/// one that stays, and keeps its history and what was signed. Taken back by taking back that entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeRecord {
    /// The record that goes.
    pub record: RecordName,
    /// The one that stays.
    pub into: RecordName,
    /// Why.
    pub reason: String,
}

/// The same, once it is known which record stays.
struct CalledOff<'m> {
    asked: &'m MergeRecord,
    stays: RecordId,
}

impl UseCase for CalledOff<'_> {
    fn record(&self) -> &RecordName {
        &self.asked.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        if situation.record.id == self.stays {
            return Err(UseCaseError::MergedAway.into());
        }
        situation.happened(What::Cancelled {
            reason: self.asked.reason.clone(),
            duplicate_of: Some(self.stays),
        })
    }
}

impl Device {
    /// Merges two records of one visit. After `Ok` it is durable.
    ///
    /// # Errors
    /// [`Error::Refused`] if they are one, if the one that should stay was itself merged into another one, or if the one
    /// that goes is closed; [`Error::NotFound`], or what the disk says.
    pub fn merge_record(&self, asked: &MergeRecord) -> Result<Done, Error> {
        let stays = self.find(&asked.into)?;
        if duplicate::stays(&*self.record(stays)?).is_some() {
            return Err(UseCaseError::MergedAway.into());
        }
        self.perform(&CalledOff { asked, stays })
    }
}
