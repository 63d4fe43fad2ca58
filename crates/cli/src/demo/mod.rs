//! `doorstep demo`: a day without coverage, on real parts.
//!
//! A server process, four device processes with a file each, a network that is cut and mended, a device that is
//! killed in the middle. Then a separate process proves from the files alone that the office holds what happened.

// Nothing here indexes a slice: a JSON value answers null for a member that is not there.
#![allow(clippy::indexing_slicing)]

mod cut;
mod day;
mod device_process;
mod jobs;
mod likeness;
mod proof;
mod report;
mod run;
mod stage;

use std::{io, path::PathBuf, process::ExitCode};

use clap::Args;

use crate::{terminal, text::Language};

/// Watch a day without coverage on this machine: a server, four devices, a cut network, a killed process, and the proof.
///
/// Exit code: 0 only if nothing confirmed is lost, every replica is equal and every statement's seal holds.
#[derive(Debug, Clone, Args)]
pub(crate) struct DemoArguments {
    /// End when the proof is shown, instead of leaving the server up until Ctrl-C.
    #[arg(long)]
    pub(crate) once: bool,
    /// Print one JSON object instead of words.
    #[arg(long)]
    pub(crate) json: bool,
    /// Where to put everything; a fresh temporary folder if not given. It must not hold anything yet.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How many technicians work; the first has a phone and a tablet. Each has four jobs.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=12))]
    pub(crate) technicians: u8,
    /// What chance decides on the day is decided by this number.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// `doorstep prove`: what the demo calls in a process of its own.
#[derive(Debug, Clone, Args)]
pub(crate) struct ProveArguments {
    /// The folder of a demo.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Why the demo did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The folder.
    #[error("preparing the folder of the demo")]
    Folder(#[source] io::Error),
    /// The folder holds something.
    #[error("the folder of the demo is not empty")]
    FolderInUse,
    /// The relay.
    #[error("laying the network")]
    Network(#[source] io::Error),
    /// The server process.
    #[error("running the server")]
    Server(#[source] io::Error),
    /// The server did not say where it listens.
    #[error("the server ended before it listened")]
    ServerEnded,
    /// An admin command.
    #[error("`doorstep admin {command}` failed: {said}")]
    Admin {
        /// The command.
        command: String,
        /// What it printed.
        said: String,
    },
    /// A device process.
    #[error("running a device")]
    Device(#[source] io::Error),
    /// A device ended by itself.
    #[error("a device ended by itself")]
    DeviceEnded,
    /// A device refused what it should not have.
    #[error("a device refused a step of the day: {0}")]
    Refused(String),
    /// An answer, a ledger or a stored value is not what it should be.
    #[error("an answer or a stored value cannot be read")]
    Answer,
    /// Writing down or reading what was confirmed.
    #[error("working on the files of the demo")]
    Ledger(#[source] io::Error),
    /// The sample data.
    #[error("reading the sample data")]
    Sample(#[source] csv::Error),
    /// Reading a database.
    #[error("reading a database for the proof")]
    Database(#[from] rusqlite::Error),
    /// The proof's process.
    #[error("running the proof")]
    Proof(#[source] io::Error),
}

/// Runs the demo: 0 only if nothing is lost, every replica is equal and every statement's seal holds.
pub(crate) fn demo(arguments: &DemoArguments, language: Language) -> Result<ExitCode, DemoError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(DemoError::Network)?;
    runtime.block_on(run::run(arguments, language))
}

/// Proves a demo's folder and prints what was found as one JSON object.
pub(crate) fn prove(arguments: &ProveArguments) -> Result<ExitCode, DemoError> {
    let proof = proof::prove(&arguments.data)?;
    terminal::json(&proof);
    Ok(if proof.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
