//! Making an organisation, and the way into its pages.

use std::path::Path;

use doorstep_domain::ids::PersonId;
use doorstep_server::{
    data_folder::DataFolder, environment::Environment, organisation::Organisation,
    replication::Replication, session::create_login_link, store::StoreOptions,
};
use serde_json::json;

use super::{Answer, ServerUrl};
use crate::{
    failure::{Failure, While as _},
    serve::{LISTEN, checked_url},
    terminal,
    text::{admin::AdminText, doing::Doing},
};

/// Makes an organisation.
pub(super) async fn create(data: &Path, name: &str, answer: Answer) -> Result<(), Failure> {
    let environment = Environment::of_this_machine();
    let created = Organisation::create(data, name, StoreOptions::default(), environment).await;
    let organisation = created.while_doing(Doing::CreateOrganisation {})?;
    let fingerprint = organisation.authority().fingerprint().to_string();
    let folder = data.display().to_string();
    organisation.writer().close().await;
    answer.say(
        || json!({ "name": name, "folder": folder, "fingerprint": fingerprint }),
        &[
            AdminText::OrganisationCreated {
                name: name.to_owned(),
                folder: folder.clone(),
            },
            AdminText::Fingerprint {
                fingerprint: fingerprint.clone(),
            },
        ],
    );
    Ok(())
}

/// Says how long closed records stay whole on devices.
pub(super) async fn keep_closed(
    office: &Replication,
    days: u32,
    answer: Answer,
) -> Result<(), Failure> {
    let kept = office.organisation().keep_closed_for(days).await;
    let days = kept.while_doing(Doing::KeepClosed {})?;
    answer.say(
        || json!({ "closed_days": days }),
        &[AdminText::ClosedKept { days }],
    );
    Ok(())
}

/// Makes a link that signs one browser in.
pub(super) async fn login_link(
    office: &Replication,
    person: PersonId,
    server: &ServerUrl,
    answer: Answer,
) -> Result<(), Failure> {
    let organisation = office.organisation();
    let server = server.of(organisation, Doing::MakeLoginLink {})?;
    let link = create_login_link(organisation, &server, person).await;
    let link = link.while_doing(Doing::MakeLoginLink {})?;
    if answer.json {
        terminal::json(&json!({ "url": link }));
    } else {
        terminal::paragraph(&answer.word(&AdminText::LoginLink {}));
        terminal::line(&link);
    }
    Ok(())
}

impl ServerUrl {
    /// What was said, else where the server that ran last was reached, else where one listens by default.
    pub(super) fn of(&self, organisation: &Organisation, doing: Doing) -> Result<String, Failure> {
        match &self.url {
            Some(url) => checked_url(url).while_doing(doing),
            None => {
                let last = organisation
                    .folder()
                    .read(DataFolder::PUBLIC_URL)
                    .while_doing(doing)?;
                Ok(last.unwrap_or_else(|| format!("http://{LISTEN}")))
            }
        }
    }
}
