//! What a device knew of the time when it wrote an entry: beside its own clock, which may be wrong, the server's clock
//! as it was last heard and what passed since by a counter that nobody can set.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::Entry;
use crate::deadline::corrected::{Claim, Corrected};

/// The server's clock as a device last heard it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerHeard {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// Milliseconds since then by a counter that nobody can set; absent if the program was started anew since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<i64>,
}

impl Entry {
    /// When it happened, as the device could say it. The office's entries say nothing of a server: their clock is the
    /// server's own.
    #[must_use]
    pub fn claim(&self) -> Claim {
        Claim {
            claimed: self.at,
            last_server: self
                .heard
                .and_then(|heard| DateTime::from_timestamp_millis(heard.at_ms)),
            elapsed_ms: self.heard.and_then(|heard| heard.elapsed_ms),
        }
    }

    /// When it happened, corrected: what deadlines and figures run on.
    #[must_use]
    pub fn corrected(&self) -> Corrected {
        self.claim().corrected()
    }
}
