//! The people who work on records.

use clap::{Subcommand, ValueEnum, builder::PossibleValuesParser};
use doorstep_domain::{ids::PersonId, rights::Role};
use doorstep_server::{
    organisation::{Person, people},
    replication::Replication,
    staff::{AddPerson, OfficeRole, StationCode, add},
};
use serde_json::json;

use super::{Answer, station::at_the_office};
use crate::{
    failure::{Failure, While as _},
    terminal,
    text::{
        admin::{AdminText, Word},
        doing::Doing,
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum PersonCommand {
    /// Add a person
    Add {
        /// A short code, never given twice, such as t-zhang: small letters, digits, hyphens
        #[arg(long)]
        code: String,
        /// The name that people read
        #[arg(long)]
        name: String,
        /// What the person does
        #[arg(long, default_value = "technician")]
        role: PersonRole,
        /// What somebody of the office may do on its pages; may be given several times
        #[arg(long, value_name = "ROLE", value_parser = office_role())]
        office_role: Vec<String>,
        /// The code of a service station where the person works; none: everywhere
        #[arg(long, value_name = "CODE")]
        station: Vec<String>,
    },
    /// List everybody, also who has left
    List,
    /// Let a person go: revokes all devices of that person
    Dismiss {
        /// The person's code
        code: String,
    },
}

/// What a person does.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PersonRole {
    /// Works on the server's pages
    Office,
    /// Goes to customers
    Technician,
}

fn office_role() -> PossibleValuesParser {
    PossibleValuesParser::new(OfficeRole::ALL.iter().map(|role| role.code()))
}

impl From<PersonRole> for Role {
    fn from(role: PersonRole) -> Self {
        match role {
            PersonRole::Office => Self::Office,
            PersonRole::Technician => Self::Technician,
        }
    }
}

impl PersonCommand {
    pub(super) async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        let organisation = office.organisation();
        match self {
            Self::Add {
                code,
                name,
                role,
                office_role,
                station,
            } => {
                let role = Role::from(role);
                let request = AddPerson {
                    person: code.clone(),
                    name: name.clone(),
                    technician: role == Role::Technician,
                    roles: office_role
                        .iter()
                        .filter_map(|role| OfficeRole::from_code(role))
                        .collect(),
                    stations: station.into_iter().map(StationCode).collect(),
                };
                at_the_office(organisation, move |transaction, clerk, now_ms| {
                    add(transaction, clerk, &request, now_ms)
                })
                .await
                .while_doing(Doing::AddPerson {})?;
                answer.say(
                    || json!({ "person": code, "name": name, "role": role.code() }),
                    &[AdminText::PersonAdded {
                        person: code.clone(),
                        name: name.clone(),
                    }],
                );
            }
            Self::List => {
                let read = |connection: &_| {
                    Ok::<_, doorstep_server::organisation::OrganisationError>(people(connection)?)
                };
                let people = organisation
                    .store()
                    .read(read)
                    .await
                    .while_doing(Doing::ReadPeople {})?;
                list(&people, answer);
            }
            Self::Dismiss { code } => {
                let dismissed = organisation.dismiss_person(PersonId(code.clone())).await;
                dismissed.while_doing(Doing::DismissPerson {})?;
                answer.say(
                    || json!({ "person": code }),
                    &[AdminText::PersonDismissed {
                        person: code.clone(),
                    }],
                );
            }
        }
        Ok(())
    }
}

fn list(people: &[Person], answer: Answer) {
    if answer.json {
        let people: Vec<_> = people
            .iter()
            .map(|person| {
                json!({
                    "person": person.person,
                    "name": person.name,
                    "role": person.role.code(),
                    "active": person.active,
                })
            })
            .collect();
        terminal::json(&json!({ "people": people }));
        return;
    }
    let mut rows = vec![
        [Word::Code {}, Word::Role {}, Word::State {}, Word::Name {}]
            .map(|word| answer.word(&word)),
    ];
    rows.extend(people.iter().map(|person| {
        let state = if person.active {
            Word::Active {}
        } else {
            Word::HasLeft {}
        };
        [
            person.person.0.clone(),
            answer.language.say(person.role.words()).to_owned(),
            answer.word(&state),
            person.name.clone(),
        ]
    }));
    terminal::print_table(&rows, 4);
}
