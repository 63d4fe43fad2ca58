//! Service stations (网点), and what the command line does in the office's name.

use clap::Subcommand;
use doorstep_domain::ids::PersonId;
use doorstep_server::{
    organisation::{OFFICE, Organisation},
    replication::Replication,
    staff::{AddStation, Clerk, StaffError, add_station, clerk, stations},
};
use rusqlite::Connection;
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    terminal,
    text::{
        admin::{AdminText, Word},
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum StationCommand {
    /// Open a station
    Add {
        /// A short code, never given twice, such as east: small letters, digits, hyphens
        #[arg(long)]
        code: String,
        /// The name that people read
        #[arg(long)]
        name: String,
    },
    /// List all stations, also the closed ones
    List,
}

impl StationCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let organisation = office.organisation();
        match self {
            Self::Add { code, name } => {
                let request = AddStation {
                    station: code.clone(),
                    name: name.clone(),
                };
                at_the_office(organisation, move |transaction, clerk, now_ms| {
                    add_station(transaction, clerk, &request, now_ms)
                })
                .await
                .while_doing(Doing::AddStation {})?;
                answer.say(
                    || json!({ "station": code, "name": name }),
                    &[AdminText::StationAdded {
                        station: code.clone(),
                        name: name.clone(),
                    }],
                );
                Ok(())
            }
            Self::List => {
                let read = |connection: &Connection| {
                    Ok::<_, doorstep_server::organisation::OrganisationError>(stations(connection)?)
                };
                let read = organisation.store().read(read).await;
                let stations = read.while_doing(Doing::ReadStations {})?;
                if answer.json {
                    terminal::json(&json!({ "stations": stations }));
                    return Ok(());
                }
                let mut rows = vec![[Word::Code {}, Word::Name {}].map(|word| answer.word(&word))];
                rows.extend(
                    stations
                        .into_iter()
                        .map(|station| [station.station.0, station.name]),
                );
                terminal::print_table(&rows, 2);
                Ok(())
            }
        }
    }
}

/// Does something as the office itself, in one transaction.
pub(super) async fn at_the_office<T: Send + 'static>(
    organisation: &Organisation,
    work: impl FnOnce(&Connection, &Clerk, i64) -> Result<T, StaffError> + Send + 'static,
) -> Result<T, StaffError> {
    let now_ms = organisation.environment().now_ms();
    organisation
        .writer()
        .submit(move |transaction| {
            let office = PersonId(OFFICE.to_owned());
            let office = clerk(transaction, &office)?.ok_or(StaffError::NoPerson)?;
            work(transaction, &office, now_ms)
        })
        .await
}
