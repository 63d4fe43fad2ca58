//! `complaint.take`: the customer's complaint, taken at the door.

use doorstep_domain::record::{ComplaintTaken, Gravity, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// A complaint. The office follows it up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeComplaint {
    /// The record.
    pub record: RecordName,
    /// How grave it is; injury, damage, press and authority are major.
    #[schemars(schema_with = "schema::gravity")]
    pub gravity: Gravity,
    /// What it is about, in the customer's words.
    pub about: String,
    /// What he wants.
    #[serde(default)]
    pub wish: String,
}

impl UseCase for TakeComplaint {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::ComplaintTaken(ComplaintTaken {
            gravity: self.gravity,
            about: self.about.clone(),
            wish: self.wish.clone(),
        }))
    }
}
