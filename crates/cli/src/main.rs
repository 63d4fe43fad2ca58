//! The `doorstep` program: a demo of a whole day, the office's server and its administration, one technician's device,
//! and the verifier of what customers signed.
//!
//! Each subcommand has its folder; what they say to people stands in [`text`], how it gets onto the screen in
//! [`terminal`], what an error becomes in [`failure`], the built-in sample data in [`sample`].

mod admin;
mod bench;
mod demo;
mod device;
mod failure;
mod sample;
mod sample_history;
mod serve;
mod terminal;
mod text;
mod verify;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};

use crate::{
    failure::{Exit, Failure, While as _},
    text::{Language, doing::Doing},
};

/// Repair records that need no coverage: written offline, merged by rules, signed so that a change is seen.
#[derive(Debug, Parser)]
#[command(name = "doorstep", version, max_term_width = 80, after_help = EXIT_CODES)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done, 64 wrong command line, 65 refused and nothing changed, 66 a
file is not there or cannot be read, 70 failed, 74 the answer could not be
printed. `verify` also: 1 changed, 2 broken, 3 unknown.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Watch a day without coverage, from the first call to the proof that nothing was lost
    Demo(Spoken<demo::DemoArguments>),
    /// Run the office's server
    Serve(serve::ServeArguments),
    /// Administer an organisation, beside its running server or without one
    Admin(admin::AdminArguments),
    /// Read one technician's device, or drive it by a script
    Device(device::DeviceArguments),
    /// Check what customers signed, without a network
    Verify(verify::VerifyArguments),
    /// Measure what the promises cost, each figure against its lower bound
    Bench(Spoken<bench::BenchArguments>),
    /// What the demo calls in a process of its own
    #[command(hide = true)]
    Prove(demo::ProveArguments),
}

/// Arguments, and the language to answer in.
#[derive(Debug, Args)]
struct Spoken<T: Args> {
    #[command(flatten)]
    arguments: T,
    /// Speak this language; by default the system's
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::text::language_parser(), global = true)]
    lang: Option<Language>,
}

fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(help) => {
            // Nobody is left to be told if this fails.
            drop(help.print());
            return if help.use_stderr() {
                Exit::Usage.into()
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let code = match program.command {
        Command::Demo(Spoken { arguments, lang }) => {
            let language = text::chosen(lang);
            told(
                demo::demo(&arguments, language).while_doing(Doing::Demo {}),
                language,
                arguments.json,
            )
        }
        Command::Bench(Spoken { arguments, lang }) => {
            let language = text::chosen(lang);
            let done = bench::bench(&arguments, language).while_doing(Doing::Bench {});
            told(done, language, arguments.json())
        }
        Command::Serve(arguments) => arguments.run(),
        Command::Admin(arguments) => arguments.run(),
        Command::Device(arguments) => {
            let done = runtime().map(|runtime| runtime.block_on(arguments.run()));
            told(done, text::chosen(None), false)
        }
        Command::Verify(arguments) => arguments.run(),
        Command::Prove(arguments) => told(
            demo::prove(&arguments).while_doing(Doing::Prove {}),
            text::chosen(None),
            false,
        ),
    };
    match terminal::output_failure() {
        None => code,
        Some(error) => {
            told(
                Err(error).while_doing(Doing::Print {}),
                text::chosen(None),
                false,
            );
            Exit::Output.into()
        }
    }
}

/// The exit code of what was done, or of its failure, which is told.
fn told(outcome: Result<ExitCode, Failure>, language: Language, as_json: bool) -> ExitCode {
    outcome.unwrap_or_else(|failure| failure.tell(language, as_json))
}

fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .while_doing(Doing::StartRuntime {})
}
