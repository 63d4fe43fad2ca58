//! A device that is lost, stolen or given back.

use doorstep_domain::ids::DeviceId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, params};

use super::{Device, Organisation, OrganisationError, device};
use crate::log::{self, Kind};

impl Organisation {
    /// Revokes a device from now on: nothing is given to it, and what it still brings goes to quarantine.
    /// Revoking it again changes nothing.
    ///
    /// # Errors
    /// [`OrganisationError::NoDevice`], or [`OrganisationError::OwnDevice`] for the server's.
    pub async fn revoke_device(&self, id: DeviceId) -> Result<(), OrganisationError> {
        if id == self.office.device {
            return Err(OrganisationError::OwnDevice);
        }
        let now_ms = self.environment.now_ms();
        self.writer
            .submit(move |transaction| {
                let found = device(transaction, id)?.ok_or(OrganisationError::NoDevice)?;
                if found.revoked_at_ms.is_none() {
                    revoke(transaction, &found, now_ms)?;
                }
                Ok(())
            })
            .await
    }
}

/// Revokes a device that is not revoked yet, and tells the others by the log.
pub(crate) fn revoke(
    transaction: &Connection,
    device: &Device,
    now_ms: i64,
) -> Result<(), OrganisationError> {
    transaction.execute(
        "UPDATE device SET revoked_at_ms = ?2 WHERE device = ?1",
        params![device.device.as_bytes(), now_ms],
    )?;
    log::append(
        transaction,
        Kind::Revocation,
        device.device.as_bytes(),
        &Digest::of(&device.certificate),
        now_ms,
    )?;
    Ok(())
}
