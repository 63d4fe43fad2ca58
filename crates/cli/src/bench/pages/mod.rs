//! `doorstep bench office`: how long the office's pages take with many records, and what the server holds in memory.
//!
//! A sample history is laid down ([`crate::sample_history`]), the server runs as a process of its own, and every page of
//! [`asks`] is asked for over HTTP again and again. What counts is the 95th of a hundred: a page that is quick most of the
//! time and slow for the rest is slow for somebody every day.

mod asks;
mod browser;
mod known;
mod server;
mod show;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Args;
use doorstep_domain::ids::PersonId;
use doorstep_server::{
    environment::Environment,
    organisation::{OFFICE, Organisation},
    replication::Replication,
    session::create_login_link,
    store::StoreOptions,
};
use doorstep_words::terminal::bench as words;

use self::{
    browser::Browser,
    known::Known,
    server::Server,
    show::{Limit, Spread},
};
use super::{BenchError, scratch::Scratch, table::Teller};
use crate::sample_history::{Ask, seed};

/// Requests of one page.
const REQUESTS: usize = 200;
/// The first do not count: statements get prepared.
const WARM_UP: usize = 3;
/// How long laying down a history may take.
const SEEDING_S: u64 = 600;
/// What the server may hold in memory: 300 MB.
const MEMORY_BYTES: u64 = 300_000_000;
/// What it is called.
const NAME: &str = "样例家电服务";

/// `doorstep bench office`
#[derive(Debug, Clone, Args)]
pub(crate) struct PagesArguments {
    /// How many records
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    records: usize,
    /// 2 000 records and 20 requests of a page, to see that it works: no limit is judged
    #[arg(long)]
    quick: bool,
    /// Print one JSON object a figure instead of a table
    #[arg(long)]
    json: bool,
    /// Where the files go while it runs. The system's temporary folder if not given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Measure the organisation of this folder, which has records already, and lay nothing down
    #[arg(long, value_name = "DIR", conflicts_with_all = ["records", "data"])]
    seeded: Option<PathBuf>,
}

impl PagesArguments {
    pub(super) const fn json(&self) -> bool {
        self.json
    }
}

/// Measures and shows. 0 if every limit is kept, 1 if one is not.
pub(super) async fn measure(
    arguments: &PagesArguments,
    teller: &Teller,
) -> Result<ExitCode, BenchError> {
    let scratch = Scratch::make(arguments.data.as_deref())?;
    let mut limits = Vec::new();
    let folder = match &arguments.seeded {
        Some(folder) => folder.clone(),
        None => {
            let folder = scratch.join("office");
            let records = if arguments.quick {
                2_000
            } else {
                arguments.records
            };
            teller.step(&words::LayingDown { records: &records });
            limits.push(lay_down(&folder, records).await?);
            folder
        }
    };
    let requests = if arguments.quick { 20 } else { REQUESTS };
    let organisation = open(&folder).await?;
    let known = organisation
        .store()
        .read(move |connection| Known::read(connection, requests));
    let known = known.await?;
    let server = Server::start(&folder)?;
    let link = create_login_link(&organisation, &server.url(), PersonId(OFFICE.to_owned())).await?;
    let mut browser = Browser::connect(server.address)?;
    browser.log_in(&link)?;
    teller.step(&words::AskingPages {
        requests: &requests,
    });
    let mut spreads = Vec::new();
    for ask in asks::all() {
        let mut times = Vec::with_capacity(requests);
        for turn in 0..requests + WARM_UP {
            let begun = Instant::now();
            browser.get(&(ask.path)(&known, turn))?;
            let took = begun.elapsed();
            if turn >= WARM_UP {
                times.push(took);
            }
        }
        let spread = Spread::of(ask.name, ask.limit_ms, times);
        show::spread(teller, &spread);
        spreads.push(spread);
    }
    if let Some(bytes) = server.peak_memory_bytes() {
        limits.push(Limit::memory(bytes, MEMORY_BYTES));
    }
    organisation.writer().close().await;
    limits.iter().for_each(|limit| show::limit(teller, limit));
    show::table(teller, &spreads, &limits);
    let is_kept = spreads.iter().all(Spread::is_kept) && limits.iter().all(Limit::is_kept);
    Ok(if is_kept || arguments.quick {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Founds an organisation and lays a history down; how long that took.
async fn lay_down(folder: &std::path::Path, records: usize) -> Result<Limit, BenchError> {
    let environment = Environment::of_this_machine();
    let until = environment.now().date_naive();
    let options = StoreOptions::default();
    let organisation = Organisation::create(folder, NAME, options, environment).await?;
    let office = Replication::new(organisation);
    let ask = Ask {
        records,
        seed: 1,
        until,
    };
    let begun = Instant::now();
    seed(&office, ask, |_| {}).await?;
    let took = begun.elapsed();
    office.organisation().writer().close().await;
    Ok(Limit::seconds(took, SEEDING_S))
}

async fn open(folder: &std::path::Path) -> Result<Organisation, BenchError> {
    let environment = Environment::of_this_machine();
    Ok(Organisation::open(folder, StoreOptions::default(), environment).await?)
}
