//! A company's stamp (盖章) in the place of a hand's signature.

use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{digest, given, short},
};

/// The stamp under an acceptance: its photo, and who set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// SHA-256 of the photo of the stamp, 64 hex digits.
    pub photo: String,
    /// Who set the stamp.
    pub name: String,
    /// His post in the company.
    pub post: String,
}

impl Stamp {
    /// Whether photo, name and post are given.
    ///
    /// # Errors
    /// [`BadEntry`] naming the part that is not in order.
    pub fn check(&self) -> Result<(), BadEntry> {
        digest(&self.photo).map_err(|_| BadEntry::Text("photo"))?;
        for (name, value) in [("name", &self.name), ("post", &self.post)] {
            given(name, value)?;
            short(name, value)?;
        }
        Ok(())
    }
}
