//! `doorstep bench`: what the promises cost, each figure against its lower bound in the same run.
//!
//! A figure ([`figure`]) is ours and a bound that nobody could be under: the same rows by bare SQL, the bare load of
//! the same document, the compressed bytes of the same changes. Both are measured on the same data, disk and minute,
//! so the ratio says something also on a machine that is busy.
//!
//! - [`history`] makes records as a visit makes them; [`office`] puts many of them behind a real server.
//! - [`relay`] stands between device and server and counts what really goes over the wire.
//! - [`field`] is the device of the run; [`device_process`] is the same device as a process of its own, for its memory.
//! - [`pages`] is a bench of its own: the office's pages with very many records.
//! - [`durable_edit`], [`lists`], [`opening`], [`push`], [`first_sync`], [`copy`] measure; [`table`] shows.
//!
//! `docs/performance.md` says what each figure is and what was seen.

mod bare;
mod copy;
mod device_process;
mod durable_edit;
mod edits;
mod error;
mod field;
mod figure;
mod first_sync;
mod history;
mod lists;
mod office;
mod opening;
mod pages;
mod pairs;
mod push;
mod relay;
mod run;
mod scale;
mod scratch;
mod table;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};

pub(crate) use self::error::BenchError;
use self::{figure::Name, table::Teller};
use crate::text::Language;

/// `doorstep bench`
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    other: Option<OtherBench>,
    /// Only these figures; all if none is named.
    #[arg(value_name = "NAME")]
    names: Vec<Name>,
    /// Print one JSON object a figure instead of a table.
    #[arg(long)]
    json: bool,
    /// Small counts, to see that it works: the ratios of times then say nothing, and no limit is judged.
    #[arg(long)]
    quick: bool,
    /// Where the files go while it runs: the disk that is measured. The system's temporary folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Be the device of a run: what the bench calls in a process of its own.
    #[arg(long, hide = true, value_name = "DIR", requires = "invitation")]
    as_device: Option<PathBuf>,
    /// The invitation of that device.
    #[arg(long, hide = true, value_name = "LINK")]
    invitation: Option<String>,
}

/// Benches of their own.
#[derive(Debug, Clone, Subcommand)]
enum OtherBench {
    /// The office's pages with 100 000 records of sample history, the server's memory, and how long laying them down takes
    Office(pages::PagesArguments),
}

impl BenchArguments {
    /// Whether to answer in JSON.
    pub(crate) const fn json(&self) -> bool {
        match &self.other {
            Some(OtherBench::Office(pages)) => pages.json(),
            None => self.json,
        }
    }
}

/// Measures and shows. 0 if every figure keeps its limit, 1 if one does not.
pub(crate) fn bench(
    arguments: &BenchArguments,
    language: Language,
) -> Result<ExitCode, BenchError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(BenchError::io("starting the bench"))?;
    if let (Some(folder), Some(invitation)) = (&arguments.as_device, &arguments.invitation) {
        runtime.block_on(device_process::be(folder, invitation))?;
        return Ok(ExitCode::SUCCESS);
    }
    let teller = Teller::new(language, arguments.json());
    if let Some(OtherBench::Office(pages)) = &arguments.other {
        return runtime.block_on(pages::measure(pages, &teller));
    }
    let figures = runtime.block_on(run::run(arguments, &teller))?;
    let all_kept = figures.iter().all(figure::Figure::is_kept);
    Ok(if all_kept || arguments.quick {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
