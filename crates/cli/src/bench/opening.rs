//! Opening: a record that nobody has loaded, and the device's file.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use doorstep_core::Device;
use doorstep_domain::ids::RecordId;
use doorstep_replica::safe::Document;

use super::{
    BenchError, bare, edits, field,
    figure::{Figure, Name},
    history::{Dice, EDITS},
    pairs::{Pairs, timed},
    scale::Scale,
};

/// Changes of the records that are opened.
const CHANGES: usize = 60;
/// More than a device keeps loaded: when its turn comes again, a record is no longer there.
const RECORDS: u32 = 80;
/// Behind those that other figures write into.
const FIRST: u32 = 60;

/// Reads a record of sixty changes that is not loaded: its snapshot and the changes behind it, as they are after forty
/// came from the office and twenty were made here. The bound is automerge's load of one snapshot of the same document,
/// with nothing read out of it.
pub(super) fn open_record(folder: &Path, scale: Scale) -> Result<Figure, BenchError> {
    let device = field::open(folder)?;
    let records = field::records(&device, FIRST, RECORDS)?;
    let mut dice = Dice::of("opening", 0);
    for turn in EDITS..CHANGES {
        for record in &records {
            edits::make(
                &device,
                &edits::prepare(*record, edits::Kind::of_turn(turn), &mut dice),
            )?;
        }
    }
    let snapshot =
        |record: &RecordId| Ok::<_, BenchError>(device.document(*record)?.document().save()?);
    let snapshots = records
        .iter()
        .map(snapshot)
        .collect::<Result<Vec<_>, _>>()?;
    let at = |turn: usize| turn % records.len().max(1);
    let missing = BenchError::Unexpected("the number of records");
    let pairs = Pairs::of(
        scale.pairs,
        |turn| {
            let record = *records
                .get(at(turn))
                .ok_or(BenchError::Unexpected("the number of records"))?;
            let (took_ns, read) = timed(|| device.record(record))?;
            std::hint::black_box(read);
            Ok(took_ns)
        },
        |turn| {
            let saved = snapshots
                .get(at(turn))
                .ok_or(BenchError::Unexpected("the number of records"))?;
            let (took_ns, loaded) = timed(|| Document::load(saved, &[]))?;
            std::hint::black_box(loaded);
            Ok(took_ns)
        },
    )?;
    if records.len() == RECORDS as usize {
        Ok(pairs.figure(Name::OpenRecord))
    } else {
        Err(missing)
    }
}

/// Opens the file of a device with all its records. The bound is a connection with the same settings, one query, and the
/// one thing that must be on the disk before the first edit: a mark by which the next start knows whether this one ended
/// cleanly.
pub(super) fn app_open(folder: &Path, mark: &Path, scale: Scale) -> Result<Figure, BenchError> {
    let file = folder.join(bare::FILE_NAME);
    let pairs = Pairs::of(
        scale.slow_pairs,
        |_| {
            let request = field::request(folder)?;
            let (took_ns, device) = timed(|| Device::open(request))?;
            drop(device);
            Ok(took_ns)
        },
        |_| {
            let (took_ns, (connection, mark)) = timed(|| {
                let mark = put_mark(mark).map_err(BenchError::io("putting a mark"))?;
                let connection = bare::writer(&file)?;
                let first = "SELECT document FROM record_row ORDER BY done, due_ms, row LIMIT 1";
                connection.query_row(first, [], |_| Ok(()))?;
                Ok::<_, BenchError>((connection, mark))
            })?;
            mark.set_len(0)
                .map_err(BenchError::io("taking a mark away"))?;
            connection.close().map_err(|(_, error)| error)?;
            Ok(took_ns)
        },
    )?;
    Ok(pairs.figure(Name::AppOpen))
}

fn put_mark(path: &Path) -> io::Result<File> {
    let mut mark = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    mark.write_all(b"open\n")?;
    mark.sync_data()?;
    Ok(mark)
}
