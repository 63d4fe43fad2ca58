//! One confirmed edit against the same rows by bare SQL.
//!
//! Ours is a use case from the call to its `Ok`. What it has written is then read from the device's file and written
//! once more, byte for byte, into a copy of that file beside it: one transaction, statements prepared, nothing looked
//! up, judged or told. The edits of the figure touch what is searched, so that all three rows are written: the change,
//! the list, the search. Edits that leave the search alone are measured as well and told beside the figures.
//!
//! Every 33rd change of a record also makes ours a new snapshot, which a median does not show.

use std::{fs, path::Path};

use doorstep_core::Device;
use doorstep_domain::ids::RecordId;
use doorstep_words::terminal::bench as words;
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    BenchError, bare,
    edits::{self, Kind},
    field,
    figure::{Figure, Name},
    history::Dice,
    pairs::{Pairs, timed},
    scale::Scale,
    table::Teller,
};

/// Records that take turns: a week's jobs, all of them loaded.
const RECORDS: u32 = 50;

const COPIED_CHANGE: &str = "document, hash, actor, actor_seq, time_s, state, deps, bytes";
const COPIED_ROW: &str = "number, status, next_step, done, due_ms, customer_name, customer_phone, customer_address,
    unit_kind, unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts,
    unsent, needs_attention, updated_s, document";

/// What ours has written.
struct Written {
    change: Vec<Value>,
    row: Vec<Value>,
    searched: Option<Vec<Value>>,
}

/// Measures on the device of a folder, with a copy of its file in another.
pub(super) fn durable_edit(
    folder: &Path,
    copy: &Path,
    scale: Scale,
    teller: &Teller,
) -> Result<Figure, BenchError> {
    let file = folder.join(bare::FILE_NAME);
    fs::create_dir_all(copy)
        .and_then(|()| fs::copy(&file, copy.join(bare::FILE_NAME)))
        .map_err(BenchError::io("copying the device's file"))?;
    let device = field::open(folder)?;
    let desks = Desks {
        records: field::records(&device, 0, RECORDS)?,
        device,
        reader: bare::reader(&file)?,
        writer: bare::writer(&copy.join(bare::FILE_NAME))?,
    };
    let figure = desks.measure(scale, Kind::searched_of_turn)?;
    let light = desks.measure(scale, Kind::light_of_turn)?;
    let (ours, bound, ratio) = (light.ours_text(), light.bound_text(), light.ratio_text());
    teller.step(&words::LightEdits {
        ours: &ours,
        bound: &bound,
        ratio: &ratio,
    });
    Ok(figure)
}

/// Where ours is written, where it is read again, and where the bound is written.
struct Desks {
    device: Device,
    records: Vec<RecordId>,
    reader: Connection,
    writer: Connection,
}

impl Desks {
    fn measure(&self, scale: Scale, kind_of: fn(usize) -> Kind) -> Result<Figure, BenchError> {
        let mut dice = Dice::of("durable edit", kind_of(0) as usize);
        // In rounds, so that every record has edits of every kind.
        let at = |turn: usize| {
            let record = self.records.get(turn % self.records.len().max(1)).copied();
            let record = record.ok_or(BenchError::Unexpected("the number of records"))?;
            Ok::<_, BenchError>((record, kind_of(turn + turn / self.records.len().max(1))))
        };
        let pairs = Pairs::of(
            scale.pairs,
            |turn| {
                let (record, kind) = at(turn)?;
                let prepared = edits::prepare(record, kind, &mut dice);
                Ok(timed(|| edits::make(&self.device, &prepared))?.0)
            },
            |turn| {
                let (record, kind) = at(turn)?;
                let written = read(&self.reader, record, kind)?;
                Ok(timed(|| write(&self.writer, &written))?.0)
            },
        )?;
        Ok(pairs.figure(Name::DurableEdit))
    }
}

fn read(reader: &Connection, record: RecordId, kind: Kind) -> Result<Written, BenchError> {
    let values = |sql: &str, columns: usize| {
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
        reader
            .prepare_cached(sql)?
            .query_row([record.as_bytes()], row)
    };
    let change = format!(
        "SELECT {COPIED_CHANGE} FROM change WHERE document = ?1 ORDER BY place DESC LIMIT 1"
    );
    let row = format!("SELECT {COPIED_ROW} FROM record_row WHERE document = ?1");
    let searched = "SELECT text, rowid FROM record_search
                    WHERE rowid = (SELECT row FROM record_row WHERE document = ?1)";
    Ok(Written {
        change: values(&change, 8)?,
        row: values(&row, 21)?,
        searched: if kind.is_searched() {
            Some(values(searched, 2)?)
        } else {
            None
        },
    })
}

fn write(writer: &Connection, written: &Written) -> rusqlite::Result<()> {
    let run = |sql: &str, values: &[Value]| {
        writer
            .prepare_cached(sql)?
            .execute(params_from_iter(values))
            .map(drop)
    };
    writer.execute_batch("BEGIN IMMEDIATE")?;
    run(
        "INSERT INTO change (document, hash, actor, actor_seq, time_s, state, deps, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &written.change,
    )?;
    run(
        "UPDATE record_row SET number = ?1, status = ?2, next_step = ?3, done = ?4, due_ms = ?5, customer_name = ?6,
             customer_phone = ?7, customer_address = ?8, unit_kind = ?9, unit_model = ?10, unit_serial = ?11,
             assignee = ?12, appointment = ?13, priority_hours = ?14, missing_required = ?15, findings = ?16,
             conflicts = ?17, unsent = ?18, needs_attention = ?19, updated_s = ?20
         WHERE document = ?21",
        &written.row,
    )?;
    if let Some(searched) = &written.searched {
        run(
            "UPDATE record_search SET text = ?1 WHERE rowid = ?2",
            searched,
        )?;
    }
    writer.execute_batch("COMMIT")
}
