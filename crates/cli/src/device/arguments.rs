//! The command line of `doorstep device`.

use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use doorstep_core::{
    Device, Environment, ListQuery, black_box,
    enrolment::EnrolRequest,
    records::RecordName,
    replication::HttpTransport,
    views::{Kinds, ListRowView, ListView, StatementVerdictView, StatusView, SyncView},
};
use doorstep_domain::{deadline::Moment, ids::RecordId};
use doorstep_evidence::{digest::Digest, vault::SoftwareVault};
use serde::Serialize;
use serde_json::json;

use super::{
    open::{open, open_or_make},
    print::{print_history, print_rows, print_status, print_verdicts},
    record_text::record_lines,
    run_script::run_script,
    verbs::{verb_lines, verbs_json},
};
use crate::{
    failure::{Exit, Failure, While as _},
    terminal,
    text::{Language, causes::Refusal, doing::Doing},
};

/// How many records a search shows at most.
const FOUND_MAX: u32 = 200;

/// Read one technician's device, or drive it by a script
#[derive(Debug, Args)]
pub(crate) struct DeviceArguments {
    /// The device's folder; made when it is enrolled
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Speak this language; by default the system's
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::text::language_parser(), global = true)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: DeviceCommand,
}

#[derive(Debug, Subcommand)]
enum DeviceCommand {
    /// Make the folder the device of a person, with the office's invitation
    Enrol {
        /// `doorstep://enrol?…`, as the office shows it
        invitation: String,
        /// What people call the device
        #[arg(long, default_value = "device")]
        name: String,
    },
    /// Answer the lines of a file, or of the standard input for `-`; exit code 65 if one was answered with an error
    Run {
        /// JSON Lines; see docs/device-script.md
        #[arg(value_name = "FILE|-")]
        from: PathBuf,
    },
    /// Show one record whole
    Show {
        /// Its number or its id
        record: String,
    },
    /// Who changed what and when, from what to what
    History {
        /// Its number or its id
        record: String,
    },
    /// List the records, the open ones first
    List {
        /// Rows to leave out
        #[arg(long, default_value_t = 0)]
        offset: u32,
        /// Rows at most
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// The records in which every word is found
    Search {
        /// The words
        text: String,
    },
    /// One contact with the office
    Sync,
    /// How things stand between this device and the office
    Status,
    /// Verify the sealed statements; exit code 0 unchanged, 1 changed, 2 broken, 3 unknown device
    Verify {
        /// Only of this record, by its number or its id
        record: Option<String>,
    },
    /// Make the customer's copy of what was signed, as a PDF
    Copy {
        /// The record's number or its id
        record: String,
        /// The file; it must not be there yet
        out: PathBuf,
        /// The digest of the statement; by default the last acceptance or refusal of the work
        #[arg(long, value_name = "DIGEST")]
        statement: Option<Digest>,
    },
    /// Write everything that is on the device into one file, whatever state the rest is in
    BlackBox {
        /// The file; it must not be there yet
        out: PathBuf,
    },
    /// Make lists, search and counters anew from the documents
    RepairReadModel,
    /// What a script may say
    Verbs,
}

impl DeviceArguments {
    /// Does the command and gives the exit code.
    pub(crate) async fn run(self) -> ExitCode {
        let language = crate::text::chosen(self.lang);
        let shown = Shown {
            json: self.json,
            language,
        };
        match execute(self.command, self.data, shown).await {
            Ok(code) => code,
            Err(failure) => failure.tell(language, shown.json),
        }
    }
}

async fn execute(
    command: DeviceCommand,
    folder: Option<PathBuf>,
    shown: Shown,
) -> Result<ExitCode, Failure> {
    if let DeviceCommand::Verbs = command {
        shown.one(&verbs_json(), || print_lines(&verb_lines(shown.language)));
        return Ok(ExitCode::SUCCESS);
    }
    let folder = folder
        .ok_or(Refusal::NoData {})
        .while_doing(Doing::OpenDevice {})?;
    match command {
        // Both of a folder that is no device, or cannot be opened as one.
        DeviceCommand::BlackBox { out } => write_black_box(&folder, &out),
        DeviceCommand::Enrol { invitation, name } => enrol(&folder, invitation, name, shown).await,
        command => {
            let device = open(&folder).while_doing(Doing::OpenDevice {})?;
            on_device(command, &device, shown).await
        }
    }
}

async fn enrol(
    folder: &Path,
    invitation: String,
    device_name: String,
    shown: Shown,
) -> Result<ExitCode, Failure> {
    let device = open_or_make(folder).while_doing(Doing::OpenDevice {})?;
    let request = EnrolRequest {
        invitation,
        device_name,
    };
    let identity = device
        .enrol(request)
        .await
        .while_doing(Doing::EnrolDevice {})?;
    let (id, person) = (identity.device.to_string(), identity.person.to_string());
    shown.one(&json!({ "device": id, "person": person }), || {
        terminal::line(&terminal::plain(&format!("{id} {person}")));
    });
    Ok(ExitCode::SUCCESS)
}

async fn on_device(
    command: DeviceCommand,
    device: &Device,
    shown: Shown,
) -> Result<ExitCode, Failure> {
    let language = shown.language;
    match command {
        DeviceCommand::Run { from } => {
            let tally = run_script(device.clone(), &from)
                .await
                .while_doing(Doing::RunScript {})?;
            return Ok(if tally.errors > 0 {
                Exit::Refused.into()
            } else {
                ExitCode::SUCCESS
            });
        }
        DeviceCommand::Verify { record } => return verify(device, record.as_deref(), shown),
        DeviceCommand::Show { record } => {
            let view = device
                .view(find(device, &record)?)
                .while_doing(Doing::ReadRecords {})?;
            shown.one(&view, || print_lines(&record_lines(&view, language)));
        }
        DeviceCommand::History { record } => {
            let changes = device
                .history_view(find(device, &record)?)
                .while_doing(Doing::ReadRecords {})?;
            shown.one(&changes, || print_history(&changes, language));
        }
        DeviceCommand::List { offset, limit } => {
            let query = ListQuery {
                offset,
                limit,
                ..ListQuery::default()
            };
            let page = device.list(&query).while_doing(Doing::ReadRecords {})?;
            let (now, kinds) = now_and_kinds(device)?;
            let view = ListView::of(&page, now, &kinds);
            shown.one(&view, || print_rows(&view.rows, language));
        }
        DeviceCommand::Search { text } => {
            let rows = found(device, &text)?;
            shown.one(&rows, || print_rows(&rows, language));
        }
        DeviceCommand::Sync => {
            let transport = HttpTransport::new(device, None).while_doing(Doing::SyncDevice {})?;
            let report = device
                .sync(&transport)
                .await
                .while_doing(Doing::SyncDevice {})?;
            let view = SyncView::of(report, status(device)?);
            shown.one(&view, || print_status(&view.status, language));
        }
        DeviceCommand::Status => {
            let status = status(device)?;
            shown.one(&status, || print_status(&status, language));
        }
        DeviceCommand::Copy {
            record,
            out,
            statement,
        } => copy(device, &record, statement, &out, shown)?,
        DeviceCommand::RepairReadModel => device
            .rebuild_read_model()
            .while_doing(Doing::RepairReadModel {})?,
        // Done before a device was opened.
        DeviceCommand::Enrol { .. } | DeviceCommand::BlackBox { .. } | DeviceCommand::Verbs => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn status(device: &Device) -> Result<StatusView, Failure> {
    Ok(StatusView::of(
        &device.status().while_doing(Doing::ReadRecords {})?,
    ))
}

fn found(device: &Device, text: &str) -> Result<Vec<ListRowView>, Failure> {
    let rows = device
        .search(text, FOUND_MAX)
        .while_doing(Doing::ReadRecords {})?;
    let (now, kinds) = now_and_kinds(device)?;
    let view = |row| ListRowView::of(row, now, &kinds);
    Ok(rows.iter().map(view).collect())
}

fn now_and_kinds(device: &Device) -> Result<(Moment, Kinds), Failure> {
    let now = device.corrected_now().while_doing(Doing::ReadRecords {})?;
    Ok((now, device.kinds().while_doing(Doing::ReadRecords {})?))
}

fn find(device: &Device, name: &str) -> Result<RecordId, Failure> {
    device
        .find(&RecordName::from(name))
        .while_doing(Doing::FindRecord {})
}

fn verify(device: &Device, record: Option<&str>, shown: Shown) -> Result<ExitCode, Failure> {
    let record = record.map(|name| find(device, name)).transpose()?;
    let verdicts = device
        .verify(record)
        .while_doing(Doing::VerifyStatements {})?;
    shown.one(&verdicts, || print_verdicts(&verdicts, shown.language));
    Ok(ExitCode::from(worst(&verdicts)))
}

fn copy(
    device: &Device,
    record: &str,
    statement: Option<Digest>,
    out: &Path,
    shown: Shown,
) -> Result<(), Failure> {
    let copy = device
        .customers_copy(find(device, record)?, statement)
        .while_doing(Doing::MakeCopy {})?;
    let mut file = File::create_new(out).while_doing(Doing::MakeCopy {})?;
    file.write_all(&copy.pdf)
        .and_then(|()| file.sync_all())
        .while_doing(Doing::MakeCopy {})?;
    let (digest, bytes) = (copy.statement.to_string(), copy.pdf.len());
    shown.one(&json!({ "statement": digest, "bytes": bytes }), || {
        terminal::line(&terminal::plain(&format!("{digest} {bytes}")));
    });
    Ok(())
}

/// The exit code of the worst verdict, which is broken, then changed, then unknown.
fn worst(verdicts: &[StatementVerdictView]) -> u8 {
    let any = |code: &str| {
        verdicts
            .iter()
            .any(|found| found.verdict.words.code == code)
    };
    match () {
        () if any("broken") => 2,
        () if any("changed") => 1,
        () if any("unknown_device") => 3,
        () => 0,
    }
}

/// Everything that is in the folder, even of one that cannot be opened as a device: damaged, in use, without its key.
fn write_black_box(folder: &Path, out: &Path) -> Result<ExitCode, Failure> {
    // A misspelt folder would make an empty box that somebody believes in.
    folder.read_dir().while_doing(Doing::BlackBox {})?;
    let environment = Environment::of_this_machine();
    // A key file locks no database, so any key will do.
    let random = environment.draw().while_doing(Doing::BlackBox {})?;
    let vault = SoftwareVault::generate(random).while_doing(Doing::BlackBox {})?;
    let mut file = BufWriter::new(File::create_new(out).while_doing(Doing::BlackBox {})?);
    black_box::of_folder(folder, &vault, &environment, &mut file)
        .while_doing(Doing::BlackBox {})?;
    let file = file
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .while_doing(Doing::BlackBox {})?;
    file.sync_all().while_doing(Doing::BlackBox {})?;
    Ok(ExitCode::SUCCESS)
}

fn print_lines(lines: &[String]) {
    lines.iter().for_each(|line| terminal::line(line));
}

/// How an answer is shown.
#[derive(Clone, Copy)]
struct Shown {
    json: bool,
    language: Language,
}

impl Shown {
    /// One answer: as JSON, or printed.
    fn one(self, view: &impl Serialize, print: impl FnOnce()) {
        if self.json {
            terminal::json(view);
        } else {
            print();
        }
    }
}
