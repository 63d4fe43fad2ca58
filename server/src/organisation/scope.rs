//! How long closed records stay whole on the devices.

use super::{Organisation, OrganisationError};

/// Days that a closed record stays at least: a server that wakes up with a backup of yesterday is brought what devices
/// still hold.
pub const CLOSED_DAYS_MIN: u32 = 7;
/// Days that a closed record stays at most.
pub const CLOSED_DAYS_MAX: u32 = 3_650;

impl Organisation {
    /// After how many days of rest devices put a closed record away, from their next contact on.
    ///
    /// # Errors
    /// [`OrganisationError`]; a number outside [`CLOSED_DAYS_MIN`] and [`CLOSED_DAYS_MAX`] is taken as the nearer one.
    pub async fn keep_closed_for(&self, days: u32) -> Result<u32, OrganisationError> {
        let days = days.clamp(CLOSED_DAYS_MIN, CLOSED_DAYS_MAX);
        self.writer()
            .submit(move |transaction| -> Result<(), OrganisationError> {
                transaction.execute("UPDATE organisation SET closed_days = ?1", [days])?;
                Ok(())
            })
            .await?;
        Ok(days)
    }
}
