//! The devices that people work with: inviting one, listing them, revoking one.

use chrono::{DateTime, Local};
use clap::Subcommand;
use doorstep_domain::ids::{DeviceId, PersonId};
use doorstep_server::{
    organisation::{Device, Invitation, OrganisationError, devices},
    replication::Replication,
};
use serde_json::json;

use super::{Answer, ServerUrl};
use crate::{
    failure::{Failure, While as _},
    terminal,
    text::{
        admin::{AdminText, Word},
        causes::Refusal,
        doing::Doing,
    },
};

/// Digits of a device's id in a list: enough to tell devices apart, and to revoke one by.
const ID_DIGITS: usize = 12;

#[derive(Debug, Subcommand)]
pub(super) enum DeviceCommand {
    /// Show a one-time code by which one device of a person enrols, good for 15 minutes
    Invite {
        /// The person's code
        #[arg(long)]
        person: String,
        /// What to call the device; by default what it says itself
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        server: ServerUrl,
    },
    /// List all devices, also revoked ones
    List,
    /// Revoke a device that is lost, stolen or given back
    Revoke {
        /// Its id, or the beginning of it
        device: String,
    },
}

impl DeviceCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        match self {
            Self::Invite {
                person,
                name,
                server,
            } => invite(office, person, name, &server, answer).await,
            Self::List => {
                list(&all(office, Doing::ReadDevices {}).await?, answer);
                Ok(())
            }
            Self::Revoke { device } => revoke(office, &device, answer).await,
        }
    }
}

async fn invite(
    office: &Replication,
    person: String,
    name: Option<String>,
    server: &ServerUrl,
    answer: Answer,
) -> Result<(), Failure> {
    let organisation = office.organisation();
    let url = server.of(organisation, Doing::InviteDevice {})?;
    let invited = organisation
        .invite_device(PersonId(person.clone()), name)
        .await;
    let invitation = invited.while_doing(Doing::InviteDevice {})?;
    let link = invitation.link(&url);
    if answer.json {
        terminal::json(&json!({
            "person": person,
            "link": link,
            "code": invitation.code.in_groups(),
            "url": url,
            "fingerprint": invitation.fingerprint,
            "expires_at": invitation.expires_at.to_rfc3339(),
        }));
    } else {
        show_invitation(&person, &link, &invitation, answer);
    }
    Ok(())
}

fn show_invitation(person: &str, link: &str, invitation: &Invitation, answer: Answer) {
    terminal::paragraph(&answer.word(&AdminText::Invitation {
        person: person.to_owned(),
    }));
    match terminal::qr_code(link, terminal::in_colour()) {
        Some(lines) => lines.iter().for_each(|line| terminal::line(line)),
        None => terminal::paragraph(&answer.word(&AdminText::TooLongForQr {})),
    }
    terminal::paragraph(&answer.word(&AdminText::InvitationLink {}));
    // On one line whatever its length: it is copied.
    terminal::line(link);
    let (code, time) = (
        invitation.code.in_groups(),
        local_time(invitation.expires_at.timestamp_millis()),
    );
    for text in [
        AdminText::InvitationCode { code },
        AdminText::InvitationEnds { time },
    ] {
        terminal::paragraph(&answer.word(&text));
    }
}

async fn revoke(office: &Replication, wanted: &str, answer: Answer) -> Result<(), Failure> {
    let wanted = wanted.to_ascii_lowercase();
    let known = all(office, Doing::RevokeDevice {}).await?;
    let found: Vec<DeviceId> = known
        .iter()
        .map(|device| device.device)
        .filter(|device| device.to_string().starts_with(&wanted))
        .collect();
    let device = match found.as_slice() {
        [device] => Ok(*device),
        [] => Err(Refusal::NoSuchDevice {}),
        _ => Err(Refusal::SeveralDevices {}),
    };
    let device = device.while_doing(Doing::RevokeDevice {})?;
    office
        .organisation()
        .revoke_device(device)
        .await
        .while_doing(Doing::RevokeDevice {})?;
    answer.say(
        || json!({ "device": device }),
        &[AdminText::DeviceRevoked {
            device: device.to_string(),
        }],
    );
    Ok(())
}

async fn all(office: &Replication, doing: Doing) -> Result<Vec<Device>, Failure> {
    let read = |connection: &_| Ok::<_, OrganisationError>(devices(connection)?);
    office
        .organisation()
        .store()
        .read(read)
        .await
        .while_doing(doing)
}

fn list(devices: &[Device], answer: Answer) {
    if answer.json {
        let devices: Vec<_> = devices
            .iter()
            .map(|device| {
                json!({
                    "device": device.device,
                    "number": device.number,
                    "person": device.person,
                    "name": device.name,
                    "role": device.role.code(),
                    "revoked": device.is_revoked(),
                    "last_seen_ms": device.last_seen_ms,
                    "version": device.last_version,
                })
            })
            .collect();
        terminal::json(&json!({ "devices": devices }));
        return;
    }
    let heads = [
        Word::Device {},
        Word::Person {},
        Word::State {},
        Word::LastSeen {},
        Word::DeviceName {},
    ];
    let mut rows = vec![heads.map(|word| answer.word(&word))];
    rows.extend(devices.iter().map(|device| {
        let state = if device.is_revoked() {
            Word::Revoked {}
        } else {
            Word::InUse {}
        };
        let last_seen = device
            .last_seen_ms
            .map_or_else(|| answer.word(&Word::Never {}), local_time);
        let id: String = device.device.to_string().chars().take(ID_DIGITS).collect();
        [
            id,
            device.person.0.clone(),
            answer.word(&state),
            last_seen,
            device.name.clone(),
        ]
    }));
    terminal::print_table(&rows, 5);
}

/// A moment as the clock on the wall here shows it, to the minute.
pub(super) fn local_time(unix_ms: i64) -> String {
    DateTime::from_timestamp_millis(unix_ms)
        .map(|moment| {
            moment
                .with_timezone(&Local)
                .format("%Y-%m-%d %H:%M")
                .to_string()
        })
        .unwrap_or_default()
}
