//! The units of a batch, as they stand in a file and in the database.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::quality::{BadSerials, Serials};
use rusqlite::{Connection, Row, params};

use crate::csv_file::{CellFault, CsvError, CsvFile, CsvRow, Faults, Wrong};

/// Batches that are taken at once.
const ROWS_MAX: usize = 2_000;
/// Characters of a model and of a batch.
const CODE_MAX: usize = 80;
const COLUMNS: [&str; 5] = ["model", "batch", "serial_first", "serial_last", "units"];

/// The units of one batch that are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The model, as records have it.
    pub model: String,
    /// What the factory calls the batch.
    pub batch: String,
    /// Which serial numbers it has.
    pub serials: Serials,
    /// How many units of it were sold or installed.
    pub units: i64,
}

/// Reads the batches of a file: `serial_last` is empty where `serial_first` is what all begin with. No number may belong to
/// two batches of a model, neither in the file nor with those that stand and are not in the file.
pub(super) fn read(
    connection: &Connection,
    name: &str,
    bytes: &[u8],
) -> Result<Result<Vec<Batch>, CsvError>, rusqlite::Error> {
    let mut faults = Faults::default();
    let file = CsvFile::parse(name, bytes, &COLUMNS, ROWS_MAX, &mut faults);
    let mut seen = BTreeSet::new();
    let rows = file.rows(&mut faults, |row| {
        let batch = read_row(row)?;
        if seen.insert((batch.model.clone(), batch.batch.clone())) {
            Ok(batch)
        } else {
            Err(("batch", Wrong::Twice))
        }
    });
    let mut taken: BTreeMap<String, Vec<Batch>> = BTreeMap::new();
    for (line, batch) in &rows {
        if !taken.contains_key(&batch.model) {
            let mut standing = batches_of(connection, &batch.model)?;
            standing.retain(|old| !seen.contains(&(old.model.clone(), old.batch.clone())));
            taken.insert(batch.model.clone(), standing);
        }
        let others = taken.entry(batch.model.clone()).or_default();
        if others
            .iter()
            .any(|other| other.serials.overlap(&batch.serials))
        {
            faults.add(name, *line, "serial_first", Wrong::Twice);
        }
        others.push(batch.clone());
    }
    Ok(faults
        .into_result()
        .map(|()| rows.into_iter().map(|(_, batch)| batch).collect()))
}

fn read_row(row: &CsvRow<'_>) -> Result<Batch, CellFault> {
    let code = |column| {
        let code = row.needed(column)?;
        if code.chars().count() > CODE_MAX {
            return Err((column, Wrong::NotPlain));
        }
        Ok(code)
    };
    let (model, batch) = (code("model")?, code("batch")?);
    let first = row.needed("serial_first")?;
    let serials = Serials::new(&first, row.cell("serial_last")).map_err(|bad| match bad {
        BadSerials::First => ("serial_first", Wrong::NotAllowed),
        BadSerials::Last => ("serial_last", Wrong::NotAllowed),
    })?;
    let units = row.number("units")?;
    if units == 0 {
        return Err(("units", Wrong::NotANumber));
    }
    Ok(Batch {
        model,
        batch,
        serials,
        units,
    })
}

/// The batches of a model that stand.
pub(super) fn batches_of(connection: &Connection, model: &str) -> rusqlite::Result<Vec<Batch>> {
    connection
        .prepare_cached(
            "SELECT model, batch, serial_first, serial_last, units FROM batch WHERE model = ?1 ORDER BY batch",
        )?
        .query_map([model], batch)?
        .collect()
}

fn batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    let (first, last): (String, Option<String>) = (row.get(2)?, row.get(3)?);
    let serials = match last {
        Some(last) => Serials::Range { first, last },
        None => Serials::Prefix(first),
    };
    Ok(Batch {
        model: row.get(0)?,
        batch: row.get(1)?,
        serials,
        units: row.get(4)?,
    })
}

/// Writes a batch, in the place of what stood there.
pub(super) fn write(transaction: &Connection, batch: &Batch) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO batch (model, batch, serial_first, serial_last, units) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (model, batch) DO UPDATE SET serial_first = ?3, serial_last = ?4, units = ?5",
        )?
        .execute(params![
            batch.model,
            batch.batch,
            batch.serials.first(),
            batch.serials.last(),
            batch.units
        ])?;
    Ok(())
}
