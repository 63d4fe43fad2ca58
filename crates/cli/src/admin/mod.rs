//! `doorstep admin`: what the office does from the command line. It opens the organisation's database by itself, beside
//! a running server or without one; a running server's devices and pages notice within half a second.
//!
//! Every command answers in words, or with `--json` in one JSON object on one line.

mod backup;
mod batches;
mod catalogue;
mod devices;
mod evidence;
mod intake;
mod organisation;
mod people;
mod quarantine;
mod records;
mod seed;
mod station;
mod van;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use doorstep_domain::{ids::PersonId, record::Field};
use doorstep_server::{
    environment::Environment,
    organisation::{CLOSED_DAYS_MAX, CLOSED_DAYS_MIN, OFFICE, Organisation},
    replication::Replication,
    store::StoreOptions,
};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::{
    failure::{Failure, While as _},
    sample, terminal,
    text::{Language, Sentence, admin::AdminText, causes::Refusal, doing::Doing},
};

/// Administer an organisation, beside its running server or without one.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct AdminArguments {
    /// The organisation's data folder
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Answer in one JSON object
    #[arg(long, global = true)]
    json: bool,
    /// Speak this language; by default the system's
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::text::language_parser(), global = true)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Make an organisation with a key and a certificate of its own
    CreateOrganisation {
        /// What it is called; stands in all its certificates
        #[arg(long)]
        name: String,
    },
    #[command(flatten)]
    Office(OfficeCommand),
    /// Copy database, certificate and keys, also while the server works
    Backup {
        /// A folder that does not exist yet
        to: PathBuf,
    },
    /// Put a backup into the data folder of a server that is stopped
    Restore {
        /// The backup's folder
        from: PathBuf,
    },
    /// Write out the built-in sample data, all of it invented
    Sample {
        /// Where to; made if it is not there
        folder: PathBuf,
    },
}

/// What is done on an organisation that is open.
#[derive(Debug, Subcommand)]
enum OfficeCommand {
    /// The people who work on records
    #[command(subcommand)]
    Person(people::PersonCommand),
    /// The service stations at which people work
    #[command(subcommand)]
    Station(station::StationCommand),
    /// The devices that people work with
    #[command(subcommand)]
    Device(devices::DeviceCommand),
    /// Prices, parts, faults, terms of warranty, test sheets
    #[command(subcommand)]
    Catalogue(catalogue::CatalogueCommand),
    /// The units of batches, by which batch alerts are raised
    #[command(subcommand)]
    Batches(batches::BatchesCommand),
    /// Calls that were taken
    #[command(subcommand)]
    Intake(intake::IntakeCommand),
    /// Hand a record to a technician, or to another one
    Assign {
        /// Its number or its id
        record: String,
        /// The technician's code
        person: String,
    },
    /// Give a record another appointment
    Appoint {
        /// Its number or its id
        record: String,
        /// From when, such as 2026-11-23T09:00:00+08:00
        start: String,
        /// Until when
        end: String,
    },
    /// Give a field of a record another value
    Set {
        /// Its number or its id
        record: String,
        /// The field's key, such as customer_phone; docs/merge-rules.md lists them
        field: String,
        /// The value
        #[arg(required_unless_present = "clear")]
        value: Option<String>,
        /// Leave the field empty
        #[arg(long, conflicts_with = "value")]
        clear: bool,
    },
    /// The records
    #[command(subcommand)]
    Records(records::RecordsCommand),
    /// One record
    #[command(subcommand)]
    Record(records::RecordCommand),
    /// The stock of technicians' vans, as the parts store sees and moves it
    #[command(subcommand)]
    Van(van::VanCommand),
    /// What customers signed
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// What devices sent and the gate refused
    #[command(subcommand)]
    Quarantine(quarantine::QuarantineCommand),
    /// Say after how many days of rest devices put a closed record away; its row stays, the rest is fetched on demand
    KeepClosed {
        /// Days, 7 to 3650
        #[arg(value_parser = clap::value_parser!(u32).range(i64::from(CLOSED_DAYS_MIN)..=i64::from(CLOSED_DAYS_MAX)))]
        days: u32,
    },
    /// Lay a sample history into an empty organisation: three years of invented records, with what customers signed
    Seed(seed::SeedArguments),
    /// Make a link that signs one browser in, once
    LoginLink {
        /// As whom: the code of somebody of the office; by default as the office itself, which may do everything
        #[arg(long, value_name = "CODE", default_value = OFFICE)]
        person: String,
        #[command(flatten)]
        server: ServerUrl,
    },
}

/// Where devices and browsers reach the server.
#[derive(Debug, Args)]
pub(super) struct ServerUrl {
    /// Where devices and browsers reach the server; by default where the one that ran last did
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// How a command answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) language: Language,
    pub(super) json: bool,
}

impl Answer {
    /// Says it in words or as JSON.
    pub(super) fn say(self, json: impl FnOnce() -> Value, words: &[AdminText]) {
        if self.json {
            terminal::json(&json());
        } else {
            words
                .iter()
                .for_each(|words| terminal::paragraph(&terminal::plain(&self.word(words))));
        }
    }

    /// A sentence in the reader's language.
    pub(super) fn word(self, sentence: &impl Sentence) -> String {
        sentence.in_language(self.language)
    }
}

impl AdminArguments {
    /// Does the command.
    pub(crate) fn run(self) -> ExitCode {
        let answer = Answer {
            language: crate::text::chosen(self.lang),
            json: self.json,
        };
        match self.execute(answer) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.tell(answer.language, answer.json),
        }
    }

    fn execute(self, answer: Answer) -> Result<(), Failure> {
        let data = || {
            self.data
                .clone()
                .ok_or(Refusal::NoData {})
                .while_doing(Doing::OpenOrganisation {})
        };
        match self.command {
            AdminCommand::Sample { folder } => write_sample(&folder, answer),
            AdminCommand::CreateOrganisation { name } => {
                let data = data()?;
                runtime()?.block_on(organisation::create(&data, &name, answer))
            }
            // Neither opens the organisation: one reads the files beside the server, the other needs them alone.
            AdminCommand::Backup { to } => backup::back_up_to(&data()?, &to, answer),
            AdminCommand::Restore { from } => backup::restore_from(&from, &data()?, answer),
            AdminCommand::Office(command) => {
                let data = data()?;
                runtime()?.block_on(async {
                    let environment = Environment::of_this_machine();
                    let organisation =
                        Organisation::open(&data, StoreOptions::default(), environment).await;
                    let organisation = organisation.while_doing(Doing::OpenOrganisation {})?;
                    let writer = organisation.writer().clone();
                    let outcome = command.run(&Replication::new(organisation), answer).await;
                    writer.close().await;
                    outcome
                })
            }
        }
    }
}

impl OfficeCommand {
    async fn run(self, office: &Replication, answer: Answer) -> Result<(), Failure> {
        match self {
            Self::Person(command) => command.run(office, answer).await,
            Self::Station(command) => command.run(office, answer).await,
            Self::Device(command) => command.run(office, answer).await,
            Self::Catalogue(command) => command.run(office, answer).await,
            Self::Batches(command) => command.run(office, answer).await,
            Self::Intake(command) => command.run(office, answer).await,
            Self::Assign { record, person } => {
                records::assign_to(office, record, PersonId(person), answer).await
            }
            Self::Appoint { record, start, end } => {
                records::set(
                    office,
                    record,
                    Field::Appointment.key(),
                    Some(format!("{start}/{end}")),
                    answer,
                )
                .await
            }
            Self::Set {
                record,
                field,
                value,
                ..
            } => records::set(office, record, &field, value, answer).await,
            Self::Records(command) => command.run(office, answer).await,
            Self::Record(command) => command.run(office, answer).await,
            Self::Van(command) => command.run(office, answer).await,
            Self::Evidence(command) => command.run(office, answer).await,
            Self::Quarantine(command) => command.run(office, answer).await,
            Self::KeepClosed { days } => organisation::keep_closed(office, days, answer).await,
            Self::Seed(arguments) => arguments.run(office, answer).await,
            Self::LoginLink { person, server } => {
                organisation::login_link(office, PersonId(person), &server, answer).await
            }
        }
    }
}

fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .while_doing(Doing::StartRuntime {})
}

fn write_sample(folder: &Path, answer: Answer) -> Result<(), Failure> {
    sample::write_to(folder).while_doing(Doing::WriteSample {})?;
    let folder = folder.display().to_string();
    answer.say(
        || json!({ "folder": folder }),
        &[AdminText::SampleWritten {
            folder: folder.clone(),
        }],
    );
    Ok(())
}
