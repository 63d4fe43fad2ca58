//! Units by batch come in as a file, all rows or none.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Batch, QualityError,
    alert::raise_if_passed,
    batch::{batches_of, read, write},
};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::Clerk,
};

/// What a file of batches brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// Batches that were not known.
    pub new: usize,
    /// Batches that were known with other numbers or units.
    pub changed: usize,
    /// Batches that stand just so.
    pub unchanged: usize,
    /// Alerts that were raised by it; 0 in a preview.
    pub alerts: usize,
}

/// What a file would bring; nothing is written. With the batches, in their order.
///
/// # Errors
/// [`QualityError::File`] with everything that is wrong in the file.
pub fn preview(
    connection: &Connection,
    clerk: &Clerk,
    name: &str,
    bytes: &[u8],
) -> Result<(Imported, Vec<Batch>), QualityError> {
    require(clerk, Action::WorkOnQuality, None)?;
    let batches = read(connection, name, bytes)??;
    let mut imported = Imported {
        new: 0,
        changed: 0,
        unchanged: 0,
        alerts: 0,
    };
    for batch in &batches {
        let standing = batches_of(connection, &batch.model)?;
        match standing.iter().find(|old| old.batch == batch.batch) {
            None => imported.new += 1,
            Some(old) if old == batch => imported.unchanged += 1,
            Some(_) => imported.changed += 1,
        }
    }
    Ok((imported, batches))
}

/// Takes the batches of a file, all or none, in the place of those of the same model and name. What failed of these models
/// is put to its batch anew, and alerts are raised where a limit is passed by what is known now.
///
/// # Errors
/// [`QualityError::File`] with everything that is wrong in the file; then nothing was taken.
pub fn import(
    transaction: &Connection,
    clerk: &Clerk,
    (name, bytes): (&str, &[u8]),
    now_ms: i64,
) -> Result<Imported, QualityError> {
    let (mut imported, batches) = preview(transaction, clerk, name, bytes)?;
    for batch in &batches {
        write(transaction, batch)?;
    }
    let models: BTreeSet<&str> = batches.iter().map(|batch| batch.model.as_str()).collect();
    for model in models {
        imported.alerts += count_again(transaction, model, now_ms)?;
    }
    note(
        transaction,
        clerk,
        Deed::BatchesImported,
        name,
        &imported,
        now_ms,
    )?;
    Ok(imported)
}

/// Puts the failures of a model to their batches. Gives how many alerts were raised.
fn count_again(transaction: &Connection, model: &str, now_ms: i64) -> Result<usize, QualityError> {
    let batches = batches_of(transaction, model)?;
    let failures: Vec<([u8; 16], String, String)> = transaction
        .prepare_cached("SELECT document, batch, serial FROM failure WHERE model = ?1")?
        .query_map([model], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (document, standing, serial) in failures {
        let batch = batches.iter().find(|batch| batch.serials.hold(&serial));
        let batch = batch.map_or("", |batch| batch.batch.as_str());
        if batch != standing {
            transaction
                .prepare_cached("UPDATE failure SET batch = ?2 WHERE document = ?1")?
                .execute(params![document, batch])?;
        }
    }
    let groups: Vec<(String, String)> = transaction
        .prepare_cached(
            "SELECT DISTINCT batch, cause FROM failure WHERE model = ?1 AND batch <> ''",
        )?
        .query_map([model], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut raised = 0;
    for (batch, cause) in groups {
        raised += usize::from(raise_if_passed(
            transaction,
            (model, &batch, &cause),
            now_ms,
        )?);
    }
    Ok(raised)
}
