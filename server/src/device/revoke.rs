//! A device that is lost, stolen or given back is given nothing any more.

use doorstep_domain::ids::DeviceId;
use rusqlite::Connection;

use super::DeviceError;
use crate::{
    audit::{Deed, note},
    organisation::{OrganisationError, device, revoke as revoke_it},
    rights::{Action, require},
    staff::Clerk,
};

/// Revokes a device. The server's own cannot be: `own` says which that is.
///
/// # Errors
/// [`DeviceError::RevokedBefore`]; others of [`DeviceError`].
pub fn revoke(
    transaction: &Connection,
    clerk: &Clerk,
    own: DeviceId,
    id: DeviceId,
    now_ms: i64,
) -> Result<(), DeviceError> {
    require(clerk, Action::KeepDevices, None)?;
    let found = device(transaction, id)?.ok_or(OrganisationError::NoDevice)?;
    if id == own {
        return Err(OrganisationError::OwnDevice.into());
    }
    if found.revoked_at_ms.is_some() {
        return Err(DeviceError::RevokedBefore);
    }
    revoke_it(transaction, &found, now_ms)?;
    let subject = id.to_string();
    note(
        transaction,
        clerk,
        Deed::DeviceRevoked,
        &subject,
        &(),
        now_ms,
    )?;
    Ok(())
}
