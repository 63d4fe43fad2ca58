//! One device of a person is invited: a code that is shown once and good for one device.

use chrono::SecondsFormat;
use doorstep_domain::ids::PersonId;
use doorstep_evidence::digest::Digest;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DeviceError;
use crate::{
    audit::{Deed, note},
    environment::Environment,
    organisation::write_invitation,
    rights::{Action, require},
    staff::Clerk,
};

/// A device is to be invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteDevice {
    /// Whose it is going to be: a person's code.
    pub person: String,
    /// What it is called; without a name the device says its own.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 64)]
    pub name: Option<String>,
}

/// An invitation. It is told once and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invited {
    /// What is typed where there is no camera.
    pub code: String,
    /// What the QR code holds: address, code and fingerprint.
    pub link: String,
    /// SHA-256 of the organisation's certificate, by which the device knows that it reached the right server.
    pub fingerprint: String,
    /// Until when it is good.
    pub expires_at: String,
}

/// Invites a device. `server_url` is where devices reach the server.
///
/// # Errors
/// [`DeviceError`].
pub fn invite(
    transaction: &Connection,
    clerk: &Clerk,
    (environment, fingerprint, server_url): (&Environment, Digest, &str),
    request: &InviteDevice,
) -> Result<Invited, DeviceError> {
    require(clerk, Action::KeepDevices, None)?;
    let person = PersonId(request.person.clone());
    let name = request.name.as_deref();
    let invitation = write_invitation(transaction, environment, fingerprint, &person, name)?;
    // The code itself is nobody's to read afterwards.
    let now_ms = environment.now_ms();
    note(
        transaction,
        clerk,
        Deed::DeviceInvited,
        &person.0,
        &(),
        now_ms,
    )?;
    Ok(Invited {
        code: invitation.code.as_text().to_owned(),
        link: invitation.link(server_url),
        fingerprint: invitation.fingerprint.to_string(),
        expires_at: invitation
            .expires_at
            .to_rfc3339_opts(SecondsFormat::Secs, true),
    })
}
