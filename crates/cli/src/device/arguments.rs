//! The command line of `doorstep device`.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Subcommand};
use doorstep_core::{
    Device, Error, ListQuery,
    enrolment::EnrolRequest,
    records::RecordName,
    script::Script,
    views::{ListRowView, ListView, StatementVerdictView, StatusView},
};
use serde::Serialize;
use serde_json::json;

use super::{
    language::Language,
    open::{OpenError, open},
    print::{write_history, write_rows, write_status, write_verdicts},
    record_text::write_record,
    run_script::run_script,
    verbs::{verbs_json, write_verbs},
};

/// One technician's device: read it, or drive it by a script.
#[derive(Debug, Args)]
pub struct DeviceArguments {
    /// The device's folder; made when it is enrolled.
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
    /// Speak this language; by default the system's.
    #[arg(long, value_name = "LANGUAGE", global = true)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: DeviceCommand,
}

#[derive(Debug, Subcommand)]
enum DeviceCommand {
    /// Make the folder the device of a person, with the office's invitation.
    Enrol {
        /// `doorstep://enrol?…`, as the office shows it.
        invitation: String,
        /// What people call the device.
        #[arg(long, default_value = "device")]
        name: String,
    },
    /// Answer the lines of a file, or of the standard input for `-`. Exit code 1 if a line was answered with an error.
    Run {
        /// JSON Lines; see docs/device-script.md.
        #[arg(value_name = "FILE|-")]
        from: PathBuf,
    },
    /// Show one record whole.
    Show {
        /// Its number or its id.
        record: String,
    },
    /// Who changed what and when, from what to what.
    History {
        /// Its number or its id.
        record: String,
    },
    /// List the records, the open ones first.
    List {
        /// Rows to leave out.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        /// Rows at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// The records in which every word is found.
    Search {
        /// The words.
        text: String,
    },
    /// One contact with the office.
    Sync,
    /// How things stand between this device and the office.
    Status,
    /// Verify the sealed statements. Exit code 0 unchanged, 1 changed, 2 broken, 3 unknown device.
    Verify {
        /// Only of this record, by its number or its id.
        record: Option<String>,
    },
    /// Write everything that is on the device into one file, whatever state the rest is in.
    BlackBox {
        /// The file; it must not be there yet.
        out: PathBuf,
    },
    /// Make lists, search and counters anew from the documents.
    RepairReadModel,
    /// What a script may say.
    Verbs,
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    /// `--data` is missing.
    #[error("say where the device is: --data DIR")]
    NoFolder,
    /// The folder.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The device.
    #[error(transparent)]
    Device(#[from] Error),
    /// Reading or writing.
    #[error("reading or writing")]
    Io(#[from] io::Error),
    /// Writing JSON.
    #[error("writing JSON")]
    Json(#[from] serde_json::Error),
}

impl DeviceArguments {
    /// Does the command and gives the exit code: 0 done, 1 or more as the command says, 4 if it could not be done.
    pub async fn run(self) -> ExitCode {
        match self.execute().await {
            Ok(code) => code,
            // Whoever reads has gone, as with `| head`.
            Err(CommandError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => {
                let mut message = error.to_string();
                let mut source = std::error::Error::source(&error);
                while let Some(below) = source {
                    message = format!("{message}: {below}");
                    source = below.source();
                }
                // Nobody is left to be told if this fails.
                let _ = writeln!(io::stderr().lock(), "doorstep: {message}");
                ExitCode::from(4)
            }
        }
    }

    async fn execute(self) -> Result<ExitCode, CommandError> {
        let language = Language::chosen(self.lang);
        let shown = Shown { json: self.json, language };
        if let DeviceCommand::Verbs = self.command {
            return shown.verbs();
        }
        let device = open(&self.data.ok_or(CommandError::NoFolder)?)?;
        let find = |name: &str| device.find(&RecordName::from(name));
        match self.command {
            DeviceCommand::Enrol { invitation, name } => {
                let identity = device.enrol(EnrolRequest { invitation, device_name: name }).await?;
                let (id, person) = (identity.device.to_string(), identity.person.to_string());
                shown.one(&json!({ "device": id, "person": person }), |out| writeln!(out, "{id} {person}"))
            }
            DeviceCommand::Run { from } => {
                let tally = run_script(device, &from).await?;
                Ok(ExitCode::from(u8::from(tally.errors > 0)))
            }
            DeviceCommand::Show { record } => {
                let view = device.view(find(&record)?)?;
                shown.one(&view, |out| write_record(out, &view, language))
            }
            DeviceCommand::History { record } => {
                let changes = device.history_view(find(&record)?)?;
                shown.one(&changes, |out| write_history(out, &changes, language))
            }
            DeviceCommand::List { offset, limit } => {
                let page = device.list(&ListQuery { offset, limit, ..ListQuery::default() })?;
                let view = ListView::of(&page);
                shown.one(&view, |out| write_rows(out, &view.rows, language))
            }
            DeviceCommand::Search { text } => {
                let rows: Vec<_> = device.search(&text, 200)?.iter().map(ListRowView::of).collect();
                shown.one(&rows, |out| write_rows(out, &rows, language))
            }
            DeviceCommand::Sync => shown.script(&device, r#"{"do":"sync"}"#).await,
            DeviceCommand::Status => {
                let status = StatusView::of(&device.status()?);
                shown.one(&status, |out| write_status(out, &status, language))
            }
            DeviceCommand::Verify { record } => {
                let record = record.map(|name| find(&name)).transpose()?;
                shown.verdicts(&device.verify(record)?)
            }
            DeviceCommand::BlackBox { out } => {
                let mut file = BufWriter::new(File::create_new(&out)?);
                device.black_box(&mut file)?;
                file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
                Ok(ExitCode::SUCCESS)
            }
            DeviceCommand::RepairReadModel => {
                device.rebuild_read_model()?;
                Ok(ExitCode::SUCCESS)
            }
            DeviceCommand::Verbs => shown.verbs(),
        }
    }
}

/// How an answer is shown.
#[derive(Clone, Copy)]
struct Shown {
    json: bool,
    language: Language,
}

impl Shown {
    fn one(
        self,
        view: &impl Serialize,
        text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<ExitCode, CommandError> {
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, view)?;
            writeln!(out)?;
        } else {
            text(&mut out)?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }

    fn verbs(self) -> Result<ExitCode, CommandError> {
        self.one(&verbs_json(), |out| write_verbs(out, self.language))
    }

    fn verdicts(self, verdicts: &[StatementVerdictView]) -> Result<ExitCode, CommandError> {
        self.one(&verdicts, |out| write_verdicts(out, verdicts, self.language))?;
        let any = |code: &str| verdicts.iter().any(|found| found.verdict.words.code == code);
        Ok(ExitCode::from(match () {
            () if any("broken") => 2,
            () if any("unknown_device") => 3,
            () if any("changed") => 1,
            () => 0,
        }))
    }

    async fn script(self, device: &Device, line: &str) -> Result<ExitCode, CommandError> {
        let answer = Script::on(device.clone()).answer(line.as_bytes()).await;
        self.one(answer.json(), |out| writeln!(out, "{}", answer.to_line()))?;
        Ok(ExitCode::from(u8::from(!answer.is_ok())))
    }
}
