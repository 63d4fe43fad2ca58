//! A day's work goes up.

use std::path::Path;

use doorstep_core::replication::HttpTransport;
use doorstep_sync::{codec, message::Request};

use super::{
    BenchError,
    device_process::DeviceProcess,
    edits, field,
    figure::{Figure, Name},
    history::Dice,
    office::Office,
    relay::{Relay, bodies},
    scale::Scale,
};

/// The level at which the bound is compressed: the one of messages.
const COMPRESSION: i32 = 3;

/// Makes the changes without a network and counts what it takes to send them.
pub(super) async fn push(
    folder: &Path,
    office: &Office,
    relay: &Relay,
    scale: Scale,
) -> Result<Vec<Figure>, BenchError> {
    let (own, invitation) = (folder.to_owned(), office.invitation.link(&relay.url()));
    let read =
        tokio::task::spawn_blocking(move || DeviceProcess::read_all(&own, &invitation)?.end());
    read.await
        .map_err(|_| BenchError::Unexpected("a thread"))??;
    let device = field::open(folder)?;
    let records = field::records(
        &device,
        0,
        u32::try_from(scale.pending_records).unwrap_or(u32::MAX),
    )?;
    let mut dice = Dice::of("pending", 0);
    for turn in 0..scale.pending_changes {
        for record in &records {
            edits::make(
                &device,
                &edits::prepare(*record, edits::Kind::of_turn(turn), &mut dice),
            )?;
        }
    }
    let pending = scale.pending_records * scale.pending_changes;
    if device.status()?.unsent_changes != pending as u64 {
        return Err(BenchError::Unexpected("the number of pending changes"));
    }

    relay.begin(true);
    let report = device.sync(&HttpTransport::new(&device, None)?).await?;
    if report.pushed != pending as u64 {
        return Err(BenchError::Unexpected(
            "the number of changes that the server took",
        ));
    }
    let wire = relay.wire();
    let sent = bodies(&wire.sent).ok_or(BenchError::Unexpected("what was sent"))?;
    let mut carrying = 0;
    let mut body_bytes = 0;
    let mut raw = Vec::new();
    for body in sent {
        let request: Request =
            codec::decode(body).map_err(|_| BenchError::Unexpected("a request"))?;
        if !request.push.is_empty() {
            carrying += 1;
            body_bytes += body.len() as u64;
        }
        request
            .push
            .iter()
            .flat_map(|push| &push.changes)
            .for_each(|change| raw.extend_from_slice(change));
    }
    let compressed = zstd::stream::encode_all(raw.as_slice(), COMPRESSION)
        .map_err(BenchError::io("compressing"))?;
    Ok(vec![
        Figure {
            name: Name::PushRequests,
            ours: carrying,
            bound: 1,
        },
        Figure {
            name: Name::PushBytes,
            ours: body_bytes,
            bound: compressed.len() as u64,
        },
    ])
}
