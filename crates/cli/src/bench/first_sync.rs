//! The first contact of a new device, and one with nothing new.

use std::{path::Path, time::Instant};

use doorstep_core::replication::HttpTransport;
use doorstep_words::terminal::bench as words;

use super::{
    BenchError,
    device_process::DeviceProcess,
    field,
    figure::{Figure, Name},
    office::Office,
    relay::Relay,
    table::Teller,
};

/// What a device may hold in memory: 200 MB.
const MEMORY_BYTES: u64 = 200_000_000;
/// What a contact with nothing new may cost, both ways.
const IDLE_BYTES: u64 = 1_500;

/// A new device reads everything that its person may see.
pub(super) async fn first_sync(
    folder: &Path,
    office: &Office,
    relay: &Relay,
    teller: &Teller,
) -> Result<Vec<Figure>, BenchError> {
    relay.begin(false);
    let begun = Instant::now();
    let (folder, invitation) = (folder.to_owned(), office.invitation.link(&relay.url()));
    let read = tokio::task::spawn_blocking(move || {
        let process = DeviceProcess::read_all(&folder, &invitation)?;
        let took = begun.elapsed();
        let memory = process.peak_memory_bytes();
        process.end()?;
        Ok::<_, BenchError>((memory, took))
    });
    let (memory, took) = read
        .await
        .map_err(|_| BenchError::Unexpected("a thread"))??;
    let down = relay.wire().down;
    let (seconds, tenths) = (took.as_secs(), took.subsec_millis() / 100);
    teller.step(&words::FirstContactTook {
        seconds: &format_args!("{seconds}.{tenths}"),
    });
    let bytes = Figure {
        name: Name::FirstSyncBytes,
        ours: down,
        bound: office.snapshot_bytes,
    };
    let memory = memory.map(|ours| Figure {
        name: Name::FirstSyncRss,
        ours,
        bound: MEMORY_BYTES,
    });
    Ok([Some(bytes), memory].into_iter().flatten().collect())
}

/// A device that has everything comes back with a connection of its own.
pub(super) async fn idle(folder: &Path, relay: &Relay) -> Result<Figure, BenchError> {
    let device = field::open(folder)?;
    // What the first contact left to say is said now.
    device.sync(&HttpTransport::new(&device, None)?).await?;
    relay.begin(false);
    let report = device.sync(&HttpTransport::new(&device, None)?).await?;
    if report.requests != 1 {
        return Err(BenchError::Unexpected(
            "the number of requests of a contact with nothing new",
        ));
    }
    let wire = relay.wire();
    Ok(Figure {
        name: Name::IdleBytes,
        ours: wire.up + wire.down,
        bound: IDLE_BYTES,
    })
}
