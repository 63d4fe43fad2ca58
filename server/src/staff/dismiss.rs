//! Somebody leaves.

use std::collections::BTreeSet;

use doorstep_domain::ids::{DeviceId, PersonId};
use rusqlite::Connection;

use super::{Clerk, StaffError, change::keep_an_administrator, colleague};
use crate::{
    audit::{Deed, note},
    organisation::{OrganisationError, dismiss_in},
    rights::{Action, require},
};

/// Lets a person go: his sessions end, his devices are revoked, he sees nothing new. What he did stays his.
///
/// `own` is the server's own device, which nobody revokes.
///
/// # Errors
/// [`StaffError`].
pub fn dismiss(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    own: DeviceId,
    now_ms: i64,
) -> Result<(), StaffError> {
    require(clerk, Action::KeepPeople, None)?;
    let before = colleague(transaction, person)?.ok_or(StaffError::NoPerson)?;
    keep_an_administrator(transaction, &before, &BTreeSet::new())?;
    dismiss_in(transaction, person, own, now_ms).map_err(|error| match error {
        OrganisationError::NoPerson => StaffError::NoPerson,
        // The office itself.
        OrganisationError::OwnDevice => StaffError::LastAdministrator,
        other => other.into(),
    })?;
    note(
        transaction,
        clerk,
        Deed::PersonDismissed,
        &person.0,
        &(),
        now_ms,
    )?;
    Ok(())
}
