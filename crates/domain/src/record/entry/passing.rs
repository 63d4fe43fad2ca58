//! A record goes from one technician to another while neither can reach the office (转交).

use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{given, reasoned, short},
};
use crate::ids::PersonId;

/// The holder passes a record on. He stays answerable for it until the office says otherwise: see [`crate::holders`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOn {
    /// Who holds it from now on, too.
    pub to: PersonId,
    /// Whom the office had named when it was passed on; empty where it had named nobody. With the office's next choice
    /// the passing on ends.
    pub assignee: String,
    /// Why.
    pub reason: String,
}

impl PassedOn {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        given("to", &self.to.0)?;
        short("to", &self.to.0)?;
        short("assignee", &self.assignee)?;
        reasoned(&self.reason)
    }
}
