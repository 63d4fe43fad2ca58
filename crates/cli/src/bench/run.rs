//! The order of a run: what is made once serves all figures that need it.

use std::path::Path;

use doorstep_words::terminal::bench as words;

use super::{
    BenchArguments, BenchError, copy, durable_edit,
    figure::{Figure, Name},
    first_sync, lists, office, opening, push,
    relay::Relay,
    scale::Scale,
    scratch::Scratch,
    table::Teller,
};

const PUSH: [Name; 2] = [Name::PushRequests, Name::PushBytes];
const FIRST_SYNC: [Name; 2] = [Name::FirstSyncBytes, Name::FirstSyncRss];
const COPY: [Name; 2] = [Name::CopyTime, Name::CopyBytes];
const ON_THE_DEVICE: [Name; 5] = [
    Name::ListPage,
    Name::Search,
    Name::AppOpen,
    Name::DurableEdit,
    Name::OpenRecord,
];

/// The figures that were asked for, and those that were found.
struct Found<'f> {
    asked: &'f [Name],
    teller: &'f Teller,
    figures: Vec<Figure>,
}

impl Found<'_> {
    fn wants(&self, name: Name) -> bool {
        self.asked.is_empty() || self.asked.contains(&name)
    }

    fn wants_any(&self, names: &[Name]) -> bool {
        names.iter().any(|name| self.wants(*name))
    }

    fn add(&mut self, figures: impl IntoIterator<Item = Figure>) {
        for figure in figures {
            if self.wants(figure.name) {
                self.teller.figure(&figure);
                self.figures.push(figure);
            }
        }
    }
}

/// Measures what was asked for.
pub(super) async fn run(
    arguments: &BenchArguments,
    teller: &Teller,
) -> Result<Vec<Figure>, BenchError> {
    let scale = if arguments.quick {
        Scale::QUICK
    } else {
        Scale::REAL
    };
    let scratch = Scratch::make(arguments.data.as_deref())?;
    let mut found = Found {
        asked: &arguments.names,
        teller,
        figures: Vec::new(),
    };
    if found.wants_any(&PUSH) {
        found.add(push_figures(&scratch, scale, teller).await?);
    }
    let with_records = [Name::IdleBytes]
        .into_iter()
        .chain(FIRST_SYNC)
        .chain(COPY)
        .chain(ON_THE_DEVICE);
    if found.wants_any(&with_records.collect::<Vec<_>>()) {
        many_records(&scratch, scale, &mut found).await?;
    }
    found.figures.sort_by_key(|figure| figure.name);
    teller.table(&found.figures);
    Ok(found.figures)
}

async fn push_figures(
    scratch: &Scratch,
    scale: Scale,
    teller: &Teller,
) -> Result<Vec<Figure>, BenchError> {
    let (pending, records) = (
        scale.pending_records * scale.pending_changes,
        scale.pending_records,
    );
    teller.step(&words::SendingChanges {
        changes: &pending,
        records: &records,
    });
    let relay = Relay::listen().await.map_err(BenchError::io("listening"))?;
    let folder = scratch.join("small-office");
    let office = office::found(&folder, records).await?;
    let server = office::Server::start(&folder, &relay.url()).await?;
    relay.lead_to(server.address);
    let figures = push::push(&scratch.join("small-device"), &office, &relay, scale).await;
    server.stop().await?;
    figures
}

async fn many_records(
    scratch: &Scratch,
    scale: Scale,
    found: &mut Found<'_>,
) -> Result<(), BenchError> {
    let teller = found.teller;
    let records = scale.records;
    teller.step(&words::MakingRecords { records: &records });
    let relay = Relay::listen().await.map_err(BenchError::io("listening"))?;
    let folder = scratch.join("office");
    let office = office::found(&folder, records).await?;
    let server = office::Server::start(&folder, &relay.url()).await?;
    relay.lead_to(server.address);
    teller.step(&words::NEW_DEVICE_READS_ALL);
    let device = scratch.join("device");
    found.add(first_sync::first_sync(&device, &office, &relay, teller).await?);
    if found.wants(Name::IdleBytes) {
        found.add([first_sync::idle(&device, &relay).await?]);
    }
    server.stop().await?;
    if found.wants_any(&COPY) {
        teller.step(&words::MAKING_A_CUSTOMERS_COPY);
        found.add(copy::copy(&device, scale).await?);
    }
    on_device(&device, scratch, scale, found)
}

/// What is measured on the device alone.
fn on_device(
    device: &Path,
    scratch: &Scratch,
    scale: Scale,
    found: &mut Found<'_>,
) -> Result<(), BenchError> {
    for name in ON_THE_DEVICE {
        if !found.wants(name) {
            continue;
        }
        let code = name.code();
        found.teller.step(&words::Measuring { code: &code });
        let figure = match name {
            Name::ListPage => lists::list_page(device, scale)?,
            Name::Search => lists::search(device, scale)?,
            Name::AppOpen => opening::app_open(device, &scratch.join("mark"), scale)?,
            Name::DurableEdit => {
                durable_edit::durable_edit(device, &scratch.join("copy"), scale, found.teller)?
            }
            _ => opening::open_record(device, scale)?,
        };
        found.add([figure]);
    }
    Ok(())
}
